import { at, flagAt, numberAt, objectAt, objectsAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { inNamespace, type Scope } from "../shared/scope.ts";
import { service } from "../shared/services.ts";

const apiVersion = "operator.victoriametrics.com/v1beta1";

/** Parts of the control plane that are scraped through a Service in kube-system: key of the values, end of the names, pods. */
const controlPlane = [
  ["coreDns", "coredns", "core-dns", { "k8s-app": "kube-dns" }],
  ["kubeDns", "kube-dns", "kube-dns", { "k8s-app": "kube-dns" }],
  [
    "kubeControllerManager",
    "kube-controller-manager",
    "kube-controller-manager",
    { component: "kube-controller-manager" },
  ],
  ["kubeEtcd", "kube-etcd", "kube-etcd", { component: "etcd" }],
  ["kubeScheduler", "kube-scheduler", "kube-scheduler", { component: "kube-scheduler" }],
  ["kubeProxy", "kube-proxy", "kube-proxy", { "k8s-app": "kube-proxy" }],
] as const;

/** What the agent is told to scrape. */
export function scrapes(rendering: Rendering, scope: Scope): readonly Manifest[] {
  return [
    ...nodeScrapes(rendering, scope),
    ...(flagAt(scope.values, "kubeApiServer.enabled")
      ? [
          scrape(scope, "VMServiceScrape", {
            name: rendering.edition === "reference" ? "apiserver" : "kube-api-server",
            spec: specAt(rendering, scope, "kubeApiServer"),
          }),
        ]
      : []),
    ...controlPlane.flatMap(([key, oldName, newName, pods]) => {
      if (!flagAt(scope.values, `${key}.enabled`)) return [];
      const name = rendering.edition === "reference" ? oldName : newName;
      return controlPlaneObjects(rendering, scope, { key, name, pods });
    }),
    ...workloadScrapes(rendering, scope),
  ];
}

function nodeScrapes(rendering: Rendering, scope: Scope): readonly Manifest[] {
  if (!flagAt(scope.values, "kubelet.enabled")) return [];
  const spec = specAt(rendering, scope, "kubelet");
  const node = (name: string, own: JsonObject) => scrape(scope, "VMNodeScrape", { name, spec: { ...spec, ...own } });
  if (rendering.edition === "newest") {
    return Object.entries(objectAt(scope.values, "kubelet.vmScrapes"))
      .filter(([, settings]) => at(settings, "enabled") !== false)
      .map(([name, settings]) => node(name === "kubelet" ? name : `kubelet-${name}`, objectAt(settings, "spec")));
  }
  return [
    node("kubelet", {}),
    ...(flagAt(scope.values, "kubelet.cadvisor") ? [node("cadvisor", { path: "/metrics/cadvisor" })] : []),
    ...(flagAt(scope.values, "kubelet.probes") ? [node("probes", { path: "/metrics/probes" })] : []),
  ];
}

interface ControlPlanePart {
  readonly key: string;
  readonly name: string;
  readonly pods: Readonly<Record<string, string>>;
}

function controlPlaneObjects(rendering: Rendering, scope: Scope, part: ControlPlanePart): readonly Manifest[] {
  const values = objectAt(scope.values, part.key);
  const name = `${scope.fullName}-${part.name}`;
  const labels = { jobLabel: part.name, app: name };
  const { labels: all = {} } = inNamespace(scope, name);
  const port = numberAt(values, "service.port", 0);
  const selector = textMapAt(values, "service.selector");
  return [
    ...(flagAt(values, "service.enabled")
      ? [
          service(
            { name, namespace: "kube-system", labels: { ...all, ...labels } },
            {
              selector: Object.keys(selector).length > 0 ? selector : part.pods,
              ports: { "http-metrics": { port, targetPort: numberAt(values, "service.targetPort", port) } },
              headless: true,
            },
          ),
        ]
      : []),
    scrape(scope, "VMServiceScrape", {
      name: part.name,
      spec: {
        ...specAt(rendering, scope, part.key),
        namespaceSelector: { matchNames: ["kube-system"] },
        selector: { matchLabels: { app: name } },
      },
    }),
  ];
}

/** The stack's own programs. */
function workloadScrapes(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values } = scope;
  const path = rendering.edition === "reference" ? "vmServiceScrape" : "vmScrape";
  const own = (key: string, name: string, port: string) => {
    const isOn = flagAt(values, `${key}.enabled`) && at(values, `${key}.${path}.enabled`) !== false;
    const given = objectAt(values, `${key}.${path}.spec`);
    const endpoints = objectsAt(given, "endpoints").length > 0 ? {} : { endpoints: [{ port }] };
    const selector = { matchLabels: { "app.kubernetes.io/name": key, "app.kubernetes.io/instance": scope.release } };
    return isOn ? [scrape(scope, "VMServiceScrape", { name, spec: { ...given, ...endpoints, selector } })] : [];
  };
  return [
    ...own("grafana", "grafana", "service"),
    ...own("kube-state-metrics", "kube-state-metrics", "http"),
    ...own("prometheus-node-exporter", "node-exporter", "metrics"),
    ...own("victoria-metrics-operator", "victoria-metrics-operator", "http"),
  ];
}

/** What the values say of a scrape: from chart 0.25.6 on below `vmScrape`. */
function specAt({ edition }: Rendering, { values }: Scope, key: string): JsonObject {
  return objectAt(values, edition === "reference" ? `${key}.spec` : `${key}.vmScrape.spec`);
}

function scrape(
  scope: Scope,
  kind: string,
  { name, spec }: { readonly name: string; readonly spec: JsonObject },
): Manifest {
  return { apiVersion, kind, metadata: inNamespace(scope, `${scope.fullName}-${name}`), spec };
}
