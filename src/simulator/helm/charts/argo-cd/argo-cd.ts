import { flagAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { ChartError } from "../../chart.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { customResourceDefinitions } from "../shared/definitions.ts";
import { keep } from "../shared/hooks.ts";
import type { Scope } from "../shared/scope.ts";
import { networkPolicy } from "../shared/services.ts";
import { access } from "./access.ts";
import { argoScope, componentMeta, componentName, componentSelector, enabledComponents } from "./argo-scope.ts";
import { configuration } from "./configuration.ts";
import { redisSecretHook } from "./redis-secret-hook.ts";
import { componentObjects } from "./workloads.ts";

/** Argo CD. Its kinds are templates that Helm keeps unless told otherwise. */
export const argoCd = chartVersions("argo-cd", (rendering) => {
  const scope = argoScope(rendering);
  if (flagAt(scope.values, "redis-ha.enabled")) {
    throw new ChartError("the simulated chart argo-cd has no sub-chart redis-ha: leave redis-ha.enabled at false");
  }
  return {
    crds: [],
    objects: [
      ...kinds(rendering),
      ...configuration(scope),
      ...access(scope),
      ...enabledComponents(scope).flatMap((component) => componentObjects(rendering, scope, component)),
      ...policies(rendering, scope),
      ...redisSecretHook(rendering, scope),
    ],
  };
});

function kinds({ values, definitions }: Rendering): readonly Manifest[] {
  if (!flagAt(values, "crds.install")) return [];
  const kept = flagAt(values, "crds.keep") ? keep : {};
  return customResourceDefinitions(definitions, {
    labels: { "app.kubernetes.io/part-of": "argocd", ...textMapAt(values, "crds.additionalLabels") },
    annotations: { ...kept, ...textMapAt(values, "crds.annotations") },
  });
}

/** Policies of the components; chart 10 makes them unless told otherwise, for all but the ApplicationSet controller. */
function policies(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const everybody = flagAt(scope.values, "global.networkPolicy.create");
  return enabledComponents(scope)
    .filter(({ key }) => (everybody && key !== "applicationSet") || flagAt(scope.values, `${key}.networkPolicy.create`))
    .map((component) => {
      const meta = componentMeta(scope, component, `${componentName(scope, component)}-network-policy`);
      const ports = Object.values(component.ports).map((port) => ({ port, protocol: "TCP" }));
      const namespace = textAt(rendering.values, "namespaceOverride") || rendering.namespace;
      const from = [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }];
      return networkPolicy(meta, {
        podSelector: { matchLabels: componentSelector(scope, component) },
        ingress: [component.key === "server" ? {} : { from, ports }],
      });
    });
}
