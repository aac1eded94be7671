/** Maps that take any key, whatever a chart has in them by default: Kubernetes reads them, not the chart. */
const freeEverywhere: ReadonlySet<string> = new Set([
  "affinity",
  "annotations",
  "jobAnnotations",
  "labels",
  "limits",
  "matchLabels",
  "nodeSelector",
  "podAnnotations",
  "podLabels",
  "requests",
  "resources",
]);

/** Maps of a chart that it writes down as they are; `*` stands for one key. Source: the templates of each chart. */
const freeInChart: Readonly<Record<string, readonly string[]>> = {
  airflow: ["config"],
  "argo-cd": ["configs.cm", "configs.params", "configs.rbac", "configs.repositories", "configs.secret.extra"],
  "cert-manager": ["config"],
  cluster: ["cluster.initdb", "cluster.services", "cluster.postgresql.parameters"],
  "cloudnative-pg": ["config.data"],
  "gateway-helm": ["config.envoyGateway"],
  signoz: [
    "signoz.env",
    "otelCollector.config",
    "clickhouse.files",
    "clickhouse.layout",
    "clickhouse.profiles",
    "clickhouse.settings",
  ],
  "victoria-metrics-k8s-stack": [
    "*.spec",
    "*.vmScrape.spec",
    "defaultRules.groups",
    "grafana.grafana.ini",
    "grafana.dashboards",
    "grafana.dashboardProviders",
  ],
};

/** True for a map at a path of a chart's values that takes any key. */
export function takesAnyKey(chart: string, path: readonly string[]): boolean {
  const last = path.at(-1);
  if (last !== undefined && freeEverywhere.has(last)) return true;
  return (freeInChart[chart] ?? []).some((pattern) => {
    const parts = pattern.split(".");
    return parts.length === path.length && parts.every((part, index) => part === "*" || part === path[index]);
  });
}
