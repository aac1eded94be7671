import { at, flagAt, numberAt, objectsAt, textAt, textMapAt, textsAt } from "../../kubernetes/fields.ts";
import type { Manifest } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { allow, clusterRole, clusterRoleBinding, reading, serviceAccount } from "./shared/access.ts";
import { chartVersions, type Rendering } from "./shared/chart-versions.ts";
import { compact } from "./shared/compact.ts";
import { configMap, secret } from "./shared/configuration.ts";
import { customResourceDefinitions } from "./shared/definitions.ts";
import { keep } from "./shared/hooks.ts";
import { imageAt } from "./shared/images.ts";
import { container, fromField, variable } from "./shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope, scopeOf } from "./shared/scope.ts";
import { service } from "./shared/services.ts";
import { deployment } from "./shared/workloads.ts";

/** The CloudNativePG operator; it makes the certificates of its webhooks itself when it starts. */
export const cloudNativePg = chartVersions("cloudnative-pg", (rendering) => {
  const scope = operatorScope(rendering);
  const { values } = rendering;
  const settings = inNamespace(scope, textAt(values, "config.name"));
  const data = textMapAt(values, "config.data");
  const queries = textAt(values, "monitoringQueriesConfigMap.name");
  return {
    crds: [],
    objects: [
      ...(flagAt(values, "crds.create")
        ? customResourceDefinitions(rendering.definitions, { labels: scope.labels, annotations: keep })
        : []),
      ...(flagAt(values, "config.create")
        ? [flagAt(values, "config.secret") ? secret(settings, data) : configMap(settings, data)]
        : []),
      configMap(inNamespace(scope, queries, { labels: { "cnpg.io/reload": "" } }), { queries: "" }),
      ...access(scope),
      operator(rendering, scope),
      service(inNamespace(scope, textAt(values, "service.name")), {
        type: textAt(values, "service.type"),
        selector: scope.selector,
        ports: { "webhook-server": { port: numberAt(values, "service.port", 443), targetPort: "webhook-server" } },
      }),
      ...webhookConfigurations(rendering, scope),
      ...(flagAt(values, "monitoring.podMonitorEnabled") ? [podMonitor(scope)] : []),
    ],
  };
});

/** From 0.29 on the namespace can be set apart from that of the release. */
function operatorScope(rendering: Rendering): Scope {
  const scope = scopeOf(rendering);
  return { ...scope, namespace: textAt(rendering.values, "namespaceOverride") || scope.namespace };
}

function access(scope: Scope): readonly Manifest[] {
  const { fullName, namespace, values } = scope;
  const account = textAt(values, "serviceAccount.name") || fullName;
  const own = "postgresql.cnpg.io";
  return [
    ...(flagAt(values, "serviceAccount.create") ? [serviceAccount(inNamespace(scope, account))] : []),
    ...(flagAt(values, "rbac.create")
      ? [
          clusterRole(clusterWide(scope, fullName), [
            allow("core", "configmaps events pods persistentvolumeclaims secrets serviceaccounts services"),
            allow("admissionregistration.k8s.io", "mutatingwebhookconfigurations validatingwebhookconfigurations", [
              "get",
              "patch",
            ]),
            allow("apps batch policy rbac.authorization.k8s.io monitoring.coreos.com", "*"),
            allow(own, "*"),
          ]),
          clusterRoleBinding(clusterWide(scope, fullName), fullName, { name: account, namespace }),
          clusterRole(clusterWide(scope, `${fullName}-view`), [allow(own, "*", reading)]),
          clusterRole(clusterWide(scope, `${fullName}-edit`), [
            allow(own, "*", ["create", "delete", "deletecollection", "patch", "update"]),
          ]),
        ]
      : []),
  ];
}

function operator({ values, appVersion }: Rendering, scope: Scope): Manifest {
  const image = imageAt(values, "image", { tag: appVersion });
  const kind = flagAt(values, "config.secret") ? "secret" : "config-map";
  const manager = container("manager", image, {
    command: ["/manager"],
    args: [
      "controller",
      "--leader-elect",
      `--${kind}-name=${textAt(values, "config.name")}`,
      `--webhook-port=${numberAt(values, "webhook.port", 9443)}`,
      ...textsAt(values, "additionalArgs"),
    ],
    env: [
      variable("OPERATOR_IMAGE_NAME", image),
      fromField("OPERATOR_NAMESPACE", "metadata.namespace"),
      variable("MONITORING_QUERIES_CONFIGMAP", textAt(values, "monitoringQueriesConfigMap.name")),
      ...objectsAt(values, "additionalEnv"),
    ],
    ports: { metrics: 8080, "webhook-server": numberAt(values, "webhook.port", 9443) },
    readinessProbe: { httpGet: { path: "/readyz", port: numberAt(values, "webhook.port", 9443), scheme: "HTTPS" } },
    resources: at(values, "resources"),
  });
  return deployment(inNamespace(scope, scope.fullName), {
    replicas: numberAt(values, "replicaCount", 1),
    selector: scope.selector,
    strategy: at(values, "updateStrategy"),
    pod: {
      labels: textMapAt(values, "podLabels"),
      annotations: textMapAt(values, "podAnnotations"),
      serviceAccountName: textAt(values, "serviceAccount.name") || scope.fullName,
      containers: [manager],
      imagePullSecrets: at(values, "imagePullSecrets"),
      placement: placement(values),
      terminationGracePeriodSeconds: 10,
    },
  });
}

/** Webhooks by the kind that they are for: names as in the operator, config/webhook/manifests.yaml. */
const mutated = { mbackup: "backups", mcluster: "clusters", mscheduledbackup: "scheduledbackups" };
const validated = {
  vbackup: "backups",
  vcluster: "clusters",
  vpooler: "poolers",
  vscheduledbackup: "scheduledbackups",
};
const newerMutated = { mdatabase: "databases" };
const newerValidated = { vdatabase: "databases" };

function webhookConfigurations({ values, edition }: Rendering, scope: Scope): readonly Manifest[] {
  const isNew = edition === "newest";
  const { namespace } = scope;
  const configuration = (kind: "mutating" | "validating", hooks: Readonly<Record<string, string>>): Manifest => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: kind === "mutating" ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration",
    metadata: clusterWide(scope, `cnpg-${kind}-webhook-configuration`),
    webhooks: Object.entries(hooks).map(([name, resource]): JsonObject => {
      const path = `/${kind === "mutating" ? "mutate" : "validate"}-postgresql-cnpg-io-v1-${resource.slice(0, -1)}`;
      const { name: service, port } = {
        name: textAt(values, "service.name"),
        port: numberAt(values, "service.port", 443),
      };
      return {
        name: `${name}.cnpg.io`,
        clientConfig: { service: { name: service, namespace, path, port } },
        failurePolicy: textAt(values, `webhook.${kind}.failurePolicy`),
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        rules: [
          {
            apiGroups: ["postgresql.cnpg.io"],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: [resource],
          },
        ],
      };
    }),
  });
  return [
    ...(flagAt(values, "webhook.mutating.create")
      ? [configuration("mutating", { ...mutated, ...(isNew ? newerMutated : {}) })]
      : []),
    ...(flagAt(values, "webhook.validating.create")
      ? [configuration("validating", { ...validated, ...(isNew ? newerValidated : {}) })]
      : []),
  ];
}

function podMonitor(scope: Scope): Manifest {
  const labels = textMapAt(scope.values, "monitoring.podMonitorAdditionalLabels");
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: inNamespace(scope, scope.fullName, { labels }),
    spec: {
      selector: { matchLabels: scope.selector },
      podMetricsEndpoints: [
        compact({
          port: "metrics",
          metricRelabelings: at(scope.values, "monitoring.podMonitorMetricRelabelings"),
          relabelings: at(scope.values, "monitoring.podMonitorRelabelings"),
        }),
      ],
    },
  };
}
