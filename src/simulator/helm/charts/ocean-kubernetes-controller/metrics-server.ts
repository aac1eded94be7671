import { chartFacts } from "../../../../charts/chart-facts.ts";
import { flagAt, numberAt, objectAt, textAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt, allow, clusterRole, clusterRoleBinding, reading, roleBinding } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { imageAt } from "../shared/images.ts";
import { container, emptyVolume, mount } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement, scopeOf } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { deployment } from "../shared/workloads.ts";

/** Measures pods and nodes, and serves what it measures as part of the API of the cluster. */
export function metricsServer(rendering: Rendering): readonly Manifest[] {
  const facts = chartFacts(rendering.chart)[`subcharts_${rendering.edition}`] as Readonly<
    Record<string, { readonly version: string; readonly appVersion: string }>
  >;
  const { version = "", appVersion = "" } = facts["metrics-server"] ?? {};
  const scope = scopeOf(rendering, { chart: "metrics-server", below: "metrics-server", version, appVersion });
  const { values, fullName, selector, namespace } = scope;
  const account = accountAt(scope, "serviceAccount", fullName);
  const subject = { name: account.name, namespace };
  const port = numberAt(values, "containerPort", 10250);
  const aggregated = {
    "rbac.authorization.k8s.io/aggregate-to-view": "true",
    "rbac.authorization.k8s.io/aggregate-to-edit": "true",
    "rbac.authorization.k8s.io/aggregate-to-admin": "true",
  };
  return [
    ...account.objects,
    clusterRole(clusterWide(scope, `system:${fullName}-aggregated-reader`, { labels: aggregated }), [
      allow("metrics.k8s.io", "pods nodes", reading),
    ]),
    clusterRole(clusterWide(scope, `system:${fullName}`), [
      allow("core", "nodes/metrics", ["get"]),
      allow("core", "pods nodes namespaces configmaps", reading),
    ]),
    clusterRoleBinding(clusterWide(scope, `${fullName}:system:auth-delegator`), "system:auth-delegator", subject),
    clusterRoleBinding(clusterWide(scope, `system:${fullName}`), `system:${fullName}`, subject),
    roleBinding(
      { ...inNamespace(scope, `${fullName}-auth-reader`), namespace: "kube-system" },
      "extension-apiserver-authentication-reader",
      subject,
    ),
    deployment(inNamespace(scope, fullName), {
      replicas: numberAt(values, "replicas", 1),
      selector,
      pod: {
        serviceAccountName: account.name,
        containers: [
          container("metrics-server", imageAt(values, "image", { tag: `v${appVersion}` }), {
            args: [`--secure-port=${port}`, ...textsAt(values, "defaultArgs"), ...textsAt(values, "args")],
            ports: { https: port },
            readinessProbe: objectAt(values, "readinessProbe"),
            livenessProbe: objectAt(values, "livenessProbe"),
            resources: objectAt(values, "resources"),
            volumeMounts: [mount("tmp", "/tmp")],
          }),
        ],
        volumes: [emptyVolume("tmp")],
        placement: { ...placement(values), priorityClassName: textAt(values, "priorityClassName") },
      },
    }),
    service(inNamespace(scope, fullName), {
      selector,
      ports: { https: { port: numberAt(values, "service.port", 443), targetPort: "https" } },
    }),
    ...(flagAt(values, "apiService.create")
      ? [
          {
            apiVersion: "apiregistration.k8s.io/v1",
            kind: "APIService",
            metadata: clusterWide(scope, "v1beta1.metrics.k8s.io"),
            spec: {
              group: "metrics.k8s.io",
              version: "v1beta1",
              groupPriorityMinimum: 100,
              versionPriority: 100,
              insecureSkipTLSVerify: flagAt(values, "apiService.insecureSkipTLSVerify"),
              service: { name: fullName, namespace, port: numberAt(values, "service.port", 443) },
            },
          },
        ]
      : []),
  ];
}
