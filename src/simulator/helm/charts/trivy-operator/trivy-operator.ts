import { flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt, allow, clusterRole, clusterRoleBinding, reading, role, roleBinding } from "../shared/access.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { customResourceDefinitions } from "../shared/definitions.ts";
import { imageAt } from "../shared/images.ts";
import { refuseUnknownSwitches } from "../shared/not-simulated.ts";
import { container, fromField, variable } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope, scopeOf } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { deployment } from "../shared/workloads.ts";
import { configuration } from "./configuration.ts";

const group = "aquasecurity.github.io";

/** The operator that scans what runs. Its kinds are in the folder `crds/`: Helm leaves them, with all reports in them. */
export const trivyOperator = chartVersions("trivy-operator", (rendering) => {
  const scope = scopeOf(rendering);
  refuseUnknownSwitches(rendering.chart, scope.values, ["operator.builtInTrivyServer"]);
  return {
    crds: customResourceDefinitions(rendering.definitions),
    objects: [
      ...access(scope),
      ...configuration(scope),
      workload(rendering, scope),
      service(inNamespace(scope, scope.fullName, { annotations: textMapAt(scope.values, "service.annotations") }), {
        selector: scope.selector,
        ports: { metrics: { port: numberAt(scope.values, "service.metricsPort", 80), targetPort: "metrics" } },
        headless: flagAt(scope.values, "service.headless"),
      }),
      ...monitor(rendering, scope),
      ...complianceReports(scope),
    ],
  };
});

function access(scope: Scope): readonly Manifest[] {
  const { values, fullName, namespace } = scope;
  const account = accountAt(scope, "serviceAccount", fullName);
  const subject = { name: account.name, namespace };
  if (!flagAt(values, "rbac.create")) return account.objects;
  const view = (name: string, resources: string) =>
    clusterRole(
      clusterWide(scope, `aggregate-${name}-view`, {
        labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" },
      }),
      [allow(group, resources, reading)],
    );
  const seesSecrets = flagAt(values, "operator.accessGlobalSecretsAndServiceAccount");
  return [
    ...account.objects,
    clusterRole(clusterWide(scope, fullName), [
      allow(group, "*"),
      allow("core apps batch networking.k8s.io rbac.authorization.k8s.io", "*", reading),
      allow("batch", "jobs", ["create", "delete"]),
      ...(seesSecrets ? [allow("core", "secrets serviceaccounts", ["get"])] : []),
    ]),
    clusterRoleBinding(clusterWide(scope, fullName), fullName, subject),
    view("config-audit-reports", "configauditreports"),
    view("exposed-secret-reports", "exposedsecretreports"),
    view("vulnerability-reports", "vulnerabilityreports"),
    role(inNamespace(scope, fullName), [allow("core", "configmaps secrets serviceaccounts")]),
    roleBinding(inNamespace(scope, fullName), fullName, subject),
    role(inNamespace(scope, `${fullName}-leader-election`), [allow("coordination.k8s.io", "leases")]),
    roleBinding(inNamespace(scope, `${fullName}-leader-election`), `${fullName}-leader-election`, subject),
  ];
}

function workload(rendering: Rendering, scope: Scope): Manifest {
  const { values, fullName, selector } = scope;
  const registry = textAt(values, "global.image.registry") || textAt(values, "image.registry");
  const given = { image: { ...objectAt(values, "image"), registry } };
  return deployment(inNamespace(scope, fullName, { annotations: textMapAt(values, "operator.annotations") }), {
    replicas: numberAt(values, "operator.replicas", 1),
    selector,
    strategy: { type: "Recreate" },
    pod: {
      labels: textMapAt(values, "operator.podLabels"),
      annotations: textMapAt(values, "podAnnotations"),
      serviceAccountName: accountAt(scope, "serviceAccount", fullName).name,
      containers: [
        container("trivy-operator", imageAt(given, "image", { tag: rendering.appVersion }), {
          env: [
            variable("OPERATOR_NAMESPACE", textAt(values, "operator.namespace") || scope.namespace),
            variable("OPERATOR_TARGET_NAMESPACES", textAt(values, "targetNamespaces")),
            variable("OPERATOR_EXCLUDE_NAMESPACES", textAt(values, "excludeNamespaces")),
            variable("OPERATOR_TARGET_WORKLOADS", textAt(values, "targetWorkloads")),
            fromField("OPERATOR_SERVICE_ACCOUNT", "spec.serviceAccountName"),
            ...objectsAt(values, "extraEnv"),
          ],
          envFrom: [
            { configMapRef: { name: `${fullName}-config` } },
            ...named(values, "operator.valuesFromConfigMap").map((name) => ({ configMapRef: { name } })),
            ...named(values, "operator.valuesFromSecret").map((name) => ({ secretRef: { name } })),
          ],
          ports: { metrics: 8080, probes: 9090 },
          readinessProbe: { httpGet: { path: "/readyz/", port: "probes" } },
          livenessProbe: { httpGet: { path: "/healthz/", port: "probes" } },
          resources: objectAt(values, "resources"),
          volumeMounts: objectsAt(values, "volumeMounts"),
        }),
      ],
      volumes: objectsAt(values, "volumes"),
      imagePullSecrets: objectAt(values, "image").pullSecrets,
      placement: placement(values),
    },
  });
}

function named(values: Scope["values"], path: string): readonly string[] {
  const name = textAt(values, path);
  return name === "" ? [] : [name];
}

function monitor({ serves }: Rendering, scope: Scope): readonly Manifest[] {
  if (!flagAt(scope.values, "serviceMonitor.enabled") || !serves("monitoring.coreos.com/v1")) return [];
  const labels = textMapAt(scope.values, "serviceMonitor.labels");
  return [
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: inNamespace(scope, scope.fullName, { labels }),
      spec: { selector: { matchLabels: scope.selector }, endpoints: [{ port: "metrics" }] },
    },
  ];
}

/** The reports that say which standards the cluster is held against. */
function complianceReports(scope: Scope): readonly Manifest[] {
  if (!flagAt(scope.values, "operator.clusterComplianceEnabled")) return [];
  const { cron, reportType } = objectAt(scope.values, "compliance");
  return textsAt(scope.values, "compliance.specs").map((id) => ({
    apiVersion: `${group}/v1alpha1`,
    kind: "ClusterComplianceReport",
    metadata: clusterWide(scope, id),
    spec: { cron, reportType, compliance: { id, title: id, version: "1.0", controls: [] } },
  }));
}
