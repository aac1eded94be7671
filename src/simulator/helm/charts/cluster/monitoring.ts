import { at, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { compact } from "../shared/compact.ts";
import { inNamespace, type Scope } from "../shared/scope.ts";

/** The PodMonitor that the newer chart makes in place of the operator. */
export function podMonitor(scope: Scope): Manifest {
  const path = "cluster.monitoring.podMonitor";
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: inNamespace(scope, `${scope.fullName}-podmonitor`, { labels: textMapAt(scope.values, `${path}.labels`) }),
    spec: {
      selector: { matchLabels: { "cnpg.io/cluster": scope.fullName, "cnpg.io/podRole": "instance" } },
      podMetricsEndpoints: [
        compact({
          port: "metrics",
          relabelings: at(scope.values, `${path}.relabelings`),
          metricRelabelings: at(scope.values, `${path}.metricRelabelings`),
        }),
      ],
    },
  };
}

/** Alert rules; their expressions are left out, since nothing is measured in a rehearsal. */
export function prometheusRule(scope: Scope): Manifest {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: inNamespace(scope, `${scope.fullName}-alert-rules`),
    spec: { groups: [{ name: `cloudnative-pg/${scope.fullName}`, rules: [] }] },
  };
}
