import type { ChartDefinition } from "../../../charts/chart-facts.ts";
import { flagAt, numberAt, objectAt, textMapAt } from "../../kubernetes/fields.ts";
import type { Manifest } from "../../kubernetes/object.ts";
import { accountAt, allow, clusterRole, clusterRoleBinding, reading } from "./shared/access.ts";
import { chartVersions, type Rendering } from "./shared/chart-versions.ts";
import { configMap } from "./shared/configuration.ts";
import { customResourceDefinitions } from "./shared/definitions.ts";
import { imageAt } from "./shared/images.ts";
import { configMapVolume, container, mount } from "./shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope, scopeOf } from "./shared/scope.ts";
import { deployment } from "./shared/workloads.ts";

/** Kinds of the newer report format. Source: openreports.io API v1alpha1. */
const openReports: readonly ChartDefinition[] = (
  [
    ["Report", "reports", "Namespaced"],
    ["ClusterReport", "clusterreports", "Cluster"],
  ] as const
).map(([kind, plural, scope]) => ({
  group: "openreports.io",
  version: "v1alpha1",
  served: ["v1alpha1"],
  kind,
  plural,
  scope,
}));

/** Turns reports of Trivy into policy reports. Their kinds are templates: they go with the release. */
export const trivyPolrAdapter = chartVersions("trivy-operator-polr-adapter", (rendering) => {
  const scope = scopeOf(rendering);
  const { values, fullName } = scope;
  const account = accountAt(scope, "serviceAccount", fullName);
  const subject = { name: account.name, namespace: scope.namespace };
  return {
    crds: [],
    objects: [
      ...(flagAt(values, "crds.install") ? customResourceDefinitions(rendering.definitions) : []),
      ...(rendering.edition === "newest" && flagAt(values, "openreports.install")
        ? customResourceDefinitions(openReports)
        : []),
      ...account.objects,
      ...(flagAt(values, "rbac.enabled")
        ? [
            clusterRole(clusterWide(scope, fullName), [
              allow("aquasecurity.github.io", "*", reading),
              allow(rendering.edition === "reference" ? "*" : "wgpolicyk8s.io openreports.io", "*"),
            ]),
            clusterRoleBinding(clusterWide(scope, fullName), fullName, subject),
          ]
        : []),
      configuration(scope),
      workload(rendering, scope, account.name),
    ],
  };
});

function configuration(scope: Scope): Manifest {
  const { openreports, useWatchList } = scope.values;
  const config = { ...objectAt(scope.values, "adapters"), openreports, useWatchList };
  return configMap(inNamespace(scope, `${scope.fullName}-config`), { "config.yaml": JSON.stringify(config) });
}

function workload(rendering: Rendering, scope: Scope, serviceAccountName: string): Manifest {
  const { values, fullName, selector } = scope;
  const port = numberAt(values, "port.number", 8080);
  return deployment(inNamespace(scope, fullName), {
    replicas: numberAt(values, "replicaCount", 1),
    selector,
    pod: {
      labels: textMapAt(values, "podLabels"),
      annotations: textMapAt(values, "podAnnotations"),
      serviceAccountName,
      containers: [
        container(rendering.chart, imageAt(values, "image", { tag: rendering.appVersion }), {
          args: ["run", "--config=/app/config.yaml", `--port=${port}`],
          ports: { http: port },
          livenessProbe: objectAt(values, "livenessProbe"),
          readinessProbe: objectAt(values, "readinessProbe"),
          resources: objectAt(values, "resources"),
          volumeMounts: [mount("config-file", "/app/config.yaml", { subPath: "config.yaml" })],
        }),
      ],
      volumes: [configMapVolume("config-file", `${fullName}-config`)],
      imagePullSecrets: values.imagePullSecrets,
      placement: placement(values),
    },
  });
}
