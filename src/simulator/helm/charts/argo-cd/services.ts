import { flagAt, numberAt, objectAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import type { Scope } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { componentMeta, componentName, componentSelector } from "./argo-scope.ts";
import type { Component } from "./components.ts";

/** What stands around the workload of a component: its Services, its ServiceMonitor and its disruption budget, as the values ask. */
export function componentServices(rendering: Rendering, scope: Scope, component: Component): readonly Manifest[] {
  return [
    ...services(scope, component),
    ...monitor(rendering, scope, component),
    ...disruptionBudget(scope, component),
  ];
}

function services(scope: Scope, component: Component): readonly Manifest[] {
  const values = objectAt(scope.values, component.key);
  const name = componentName(scope, component);
  const selector = componentSelector(scope, component);
  const options = {
    labels: textMapAt(values, "service.labels"),
    annotations: textMapAt(values, "service.annotations"),
  };
  const metricsMeta = componentMeta(scope, component, `${name}-metrics`, {
    labels: textMapAt(values, "metrics.service.labels"),
    annotations: textMapAt(values, "metrics.service.annotations"),
  });
  const hasMetricsService = flagAt(values, "metrics.enabled") && component.key !== "dex";
  return [
    ...(Object.keys(component.service).length > 0
      ? [
          service(componentMeta(scope, component, name, options), {
            selector,
            ports: component.service,
            type: textAt(values, "service.type") || "ClusterIP",
          }),
        ]
      : []),
    ...(hasMetricsService
      ? [
          service(metricsMeta, {
            selector,
            ports: {
              "http-metrics": { port: numberAt(values, "metrics.service.servicePort", 9001), targetPort: "metrics" },
            },
          }),
        ]
      : []),
  ];
}

/** A ServiceMonitor, if asked for; the kind is that of the Prometheus operator. */
function monitor(rendering: Rendering, scope: Scope, component: Component): readonly Manifest[] {
  const path = `${component.key}.metrics`;
  const wanted = flagAt(scope.values, `${path}.enabled`) && flagAt(scope.values, `${path}.serviceMonitor.enabled`);
  if (!wanted || !rendering.serves("monitoring.coreos.com/v1")) return [];
  const labels = textMapAt(scope.values, `${path}.serviceMonitor.additionalLabels`);
  const interval = textAt(scope.values, `${path}.serviceMonitor.interval`);
  return [
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: componentMeta(scope, component, componentName(scope, component), { labels }),
      spec: {
        endpoints: [{ port: "http-metrics", path: "/metrics", interval }],
        selector: { matchLabels: componentSelector(scope, component) },
      },
    },
  ];
}

function disruptionBudget(scope: Scope, component: Component): readonly Manifest[] {
  const budget = objectAt(scope.values, `${component.key}.pdb`);
  if (!flagAt(budget, "enabled")) return [];
  const { minAvailable, maxUnavailable } = budget;
  const limit =
    maxUnavailable === "" || maxUnavailable === undefined ? { minAvailable: minAvailable || 0 } : { maxUnavailable };
  return [
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: componentMeta(scope, component, componentName(scope, component)),
      spec: { ...limit, selector: { matchLabels: componentSelector(scope, component) } },
    },
  ];
}
