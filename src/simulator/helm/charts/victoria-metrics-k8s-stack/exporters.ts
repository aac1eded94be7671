import { flagAt, listAt, numberAt, objectAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt, allow, clusterRole, clusterRoleBinding } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { imageAt } from "../shared/images.ts";
import { container } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { daemonSet, deployment } from "../shared/workloads.ts";
import { subChartApp, subChartScope } from "./sub-charts.ts";

/** Metrics about the objects of the cluster. */
export function kubeStateMetrics(rendering: Rendering): readonly Manifest[] {
  if (!flagAt(rendering.values, "kube-state-metrics.enabled")) return [];
  const scope = subChartScope(rendering, "kube-state-metrics");
  const { values, fullName, selector, namespace } = scope;
  const account = accountAt(scope, "serviceAccount", fullName);
  const everything = "core apps batch networking.k8s.io storage.k8s.io autoscaling policy";
  return [
    ...account.objects,
    ...(flagAt(values, "rbac.create")
      ? [
          clusterRole(clusterWide(scope, fullName), [allow(everything, "*", ["list", "watch"])]),
          clusterRoleBinding(clusterWide(scope, fullName), fullName, { name: account.name, namespace }),
        ]
      : []),
    deployment(inNamespace(scope, fullName), {
      replicas: numberAt(values, "replicas", 1),
      selector,
      pod: {
        serviceAccountName: account.name,
        containers: [
          container(
            "kube-state-metrics",
            imageAt(values, "image", { tag: `v${subChartApp(rendering, "kube-state-metrics")}` }),
            {
              ports: { http: 8080 },
              resources: objectAt(values, "resources"),
              readinessProbe: { httpGet: { path: "/", port: 8080 } },
            },
          ),
        ],
        placement: placement(values),
      },
    }),
    service(inNamespace(scope, fullName), {
      selector,
      ports: { http: { port: numberAt(values, "service.port", 8080), targetPort: 8080 } },
    }),
  ];
}

/** Metrics about each node: in the node's own network, on every node whatever its taints. */
export function nodeExporter(rendering: Rendering): readonly Manifest[] {
  if (!flagAt(rendering.values, "prometheus-node-exporter.enabled")) return [];
  const scope = subChartScope(rendering, "prometheus-node-exporter");
  const { values, fullName, selector } = scope;
  const account = accountAt(scope, "serviceAccount", fullName);
  const port = numberAt(values, "service.port", 9100);
  const hostPath = (name: string, path: string) => ({ name, hostPath: { path } });
  return [
    ...account.objects,
    daemonSet(inNamespace(scope, fullName), {
      selector,
      pod: {
        labels: textMapAt(values, "podLabels"),
        serviceAccountName: account.name,
        hostNetwork: flagAt(values, "hostNetwork"),
        containers: [
          container(
            "node-exporter",
            imageAt(values, "image", { tag: `v${subChartApp(rendering, "prometheus-node-exporter")}` }),
            {
              args: [`--web.listen-address=[$(HOST_IP)]:${port}`, ...textsAt(values, "extraArgs")],
              ports: { metrics: port },
              resources: objectAt(values, "resources"),
              readinessProbe: { httpGet: { path: "/", port } },
            },
          ),
        ],
        volumes: [hostPath("proc", "/proc"), hostPath("sys", "/sys"), hostPath("root", "/")],
        placement: { ...placement(values), tolerations: listAt(values, "tolerations") },
      },
    }),
    service(inNamespace(scope, fullName, { labels: textMapAt(values, "service.labels") }), {
      selector,
      ports: { metrics: { port, targetPort: port } },
    }),
  ];
}
