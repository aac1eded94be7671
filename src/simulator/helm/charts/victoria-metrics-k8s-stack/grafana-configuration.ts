import { at, flagAt, objectAt, textAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { configMap } from "../shared/configuration.ts";
import { inNamespace, type Scope } from "../shared/scope.ts";

/** ConfigMaps that Grafana reads at its start. */
export function configuration(scope: Scope): readonly Manifest[] {
  const { values, fullName } = scope;
  const providers = Object.keys(objectAt(values, "dashboards"));
  const provider = objectAt(values, "sidecar.dashboards.provider");
  return [
    configMap(inNamespace(scope, fullName), {
      "grafana.ini": iniOf(objectAt(values, "grafana.ini")),
      ...Object.fromEntries(
        Object.entries(objectAt(values, "dashboardProviders")).map(([name, text]) => [name, JSON.stringify(text)]),
      ),
      ...(providers.length > 0 ? { "download_dashboards.sh": downloads(values) } : {}),
    }),
    ...(flagAt(values, "sidecar.dashboards.enabled")
      ? [configMap(inNamespace(scope, `${fullName}-config-dashboards`), { "provider.yaml": JSON.stringify(provider) })]
      : []),
    ...providers.map((name) =>
      configMap(inNamespace(scope, `${fullName}-dashboards-${name}`, { labels: { "dashboard-provider": name } }), {}),
    ),
  ];
}

function iniOf(sections: JsonObject): string {
  return Object.keys(sections)
    .sort()
    .map((name) => `[${name}]`)
    .join("\n");
}

/** Dashboards that are fetched from grafana.com when a pod starts. */
function downloads(values: JsonObject): string {
  return Object.entries(objectAt(values, "dashboards"))
    .flatMap(([provider, dashboards]) =>
      Object.entries(dashboards as JsonObject).map(([name, dashboard]) => {
        const source = `dashboards/${String(at(dashboard, "gnetId"))}/revisions/${String(at(dashboard, "revision"))}`;
        return `${source} for ${textAt(dashboard, "datasource")} as ${provider}/${name}.json`;
      }),
    )
    .join("\n");
}
