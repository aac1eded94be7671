import { flagAt, objectAt, objectsAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt } from "../shared/access.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { configMap } from "../shared/configuration.ts";
import { customResourceDefinitions } from "../shared/definitions.ts";
import { refuseUnknownSwitches } from "../shared/not-simulated.ts";
import { inNamespace, type Scope, scopeOf } from "../shared/scope.ts";
import { customResources, storeUrl } from "./custom-resources.ts";
import { defaultRules } from "./default-rules.ts";
import { kubeStateMetrics, nodeExporter } from "./exporters.ts";
import { grafana } from "./grafana.ts";
import { operator } from "./operator.ts";
import { prometheusDefinitions } from "./prometheus-definitions.ts";
import { scrapes } from "./scrapes.ts";
import { syncJob } from "./sync-job.ts";

const notSimulated = ["vlsingle", "vlcluster", "vlagent", "vtsingle", "vtcluster", "vldistributed", "vmdistributed"];

/**
 * The operator of VictoriaMetrics with a store, an agent, Grafana and exporters. The ConfigMaps of the older chart's dashboards are
 * left out: nothing depends on them.
 */
export const victoriaMetricsStack = chartVersions("victoria-metrics-k8s-stack", (rendering) => {
  const scope = scopeOf(rendering);
  refuseUnknownSwitches(
    rendering.chart,
    scope.values,
    notSimulated.map((part) => `${part}.enabled`),
  );
  const { crds, templates } = kinds(rendering);
  return {
    crds,
    objects: [
      ...templates,
      ...ownAccount(scope),
      ...operator(rendering),
      ...customResources(rendering, scope),
      ...scrapes(rendering, scope),
      ...defaultRules(rendering, scope),
      ...grafana(rendering),
      ...dataSources(rendering, scope),
      ...kubeStateMetrics(rendering),
      ...nodeExporter(rendering),
      ...syncJob(rendering, scope),
      ...objectsAt(scope.values, "extraObjects").map((extra) => extra as unknown as Manifest),
    ],
  };
});

/** Kinds: in the folder `crds/`, where Helm neither upgrades nor removes them, or as templates that go with the release. */
function kinds({ edition, values, definitions }: Rendering): {
  readonly crds: readonly Manifest[];
  readonly templates: readonly Manifest[];
} {
  if (edition === "reference") {
    return {
      crds: flagAt(values, "crds.enabled") ? customResourceDefinitions(definitions) : [],
      templates: flagAt(values, "prometheus-operator-crds.enabled")
        ? customResourceDefinitions(prometheusDefinitions)
        : [],
    };
  }
  const settings = objectAt(values, "victoria-metrics-operator.crds");
  if (!flagAt(values, "victoria-metrics-operator.enabled") || !flagAt(settings, "enabled"))
    return { crds: [], templates: [] };
  if (flagAt(settings, "plain")) return { crds: customResourceDefinitions(definitions), templates: [] };
  const annotations = textMapAt(settings, "annotations");
  return { crds: [], templates: customResourceDefinitions(definitions, { annotations }) };
}

/** The account that the older chart makes for the agent and its like. */
function ownAccount(scope: Scope): readonly Manifest[] {
  return accountAt(scope, "serviceAccount", scope.fullName).objects;
}

/** Where Grafana finds the store; its sidecar looks for the label. */
function dataSources(rendering: Rendering, scope: Scope): readonly Manifest[] {
  if (!flagAt(scope.values, "grafana.enabled") || !flagAt(scope.values, "grafana.sidecar.datasources.enabled"))
    return [];
  const url = storeUrl(rendering, scope);
  const datasources = [{ name: "VictoriaMetrics", type: "prometheus", url, isDefault: true }];
  return [
    configMap(inNamespace(scope, `${scope.fullName}-grafana-ds`, { labels: { grafana_datasource: "1" } }), {
      "datasource.yaml": JSON.stringify({ apiVersion: 1, datasources }),
    }),
  ];
}
