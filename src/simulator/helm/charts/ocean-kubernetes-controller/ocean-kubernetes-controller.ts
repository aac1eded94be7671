import { flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import { accountAt, allow, clusterRole, clusterRoleBinding, reading, role, roleBinding } from "../shared/access.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { configMap, secret } from "../shared/configuration.ts";
import { imageAt } from "../shared/images.ts";
import { container, emptyVolume, fromConfigMap, fromField, fromSecret, mount } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope, scopeOf } from "../shared/scope.ts";
import { deployment } from "../shared/workloads.ts";
import { metricsServer } from "./metrics-server.ts";

/** The half of Spot Ocean that runs in the cluster. */
export const oceanController = chartVersions("ocean-kubernetes-controller", (rendering) => {
  const scope = scopeOf(rendering);
  return {
    crds: [],
    objects: [
      ...identity(scope),
      ...access(scope),
      workload(rendering, scope),
      ...quota(scope),
      ...(flagAt(scope.values, "metrics-server.deployChart") ? metricsServer(rendering) : []),
    ],
  };
});

function secretName({ values, fullName }: Scope): string {
  return textAt(values, "secret.name") || fullName;
}

function configMapName({ values, fullName }: Scope): string {
  return textAt(values, "configMap.name") || fullName;
}

/** Token and account in a Secret, the cluster's identifier in a ConfigMap; each is left to somebody else with `create: false`. */
function identity(scope: Scope): readonly Manifest[] {
  const { values } = scope;
  const autoUpdates = !flagAt(values, "spotinst.disableAutoUpdate");
  const data = () => ({
    "spotinst.cluster-identifier": required(values, "spotinst.clusterIdentifier"),
    "base-url": textAt(values, "spotinst.baseUrl"),
    "proxy-url": textAt(values, "spotinst.proxyUrl"),
    "leader-election": String(numberAt(values, "replicas", 1) > 1),
    "disable-auto-update": String(!autoUpdates),
    "enable-csr-approval": String(flagAt(values, "spotinst.enableCsrApproval")),
    ...(autoUpdates ? { "auto-update.job": imageAt(values, "autoUpdate.image") } : {}),
    ...(flagAt(values, "logShipping.enabled")
      ? { "fluent-bit.conf": `Host ${textAt(values, "logShipping.destination.host")}`, "parsers.conf": "[PARSER]" }
      : {}),
  });
  return [
    ...(flagAt(values, "secret.create")
      ? [
          secret(inNamespace(scope, secretName(scope)), {
            token: required(values, "spotinst.token"),
            account: required(values, "spotinst.account"),
          }),
        ]
      : []),
    ...(flagAt(values, "configMap.create") ? [configMap(inNamespace(scope, configMapName(scope)), data())] : []),
  ];
}

function required(values: JsonObject, path: string): string {
  const value = textAt(values, path);
  if (value !== "") return value;
  const place = path === "spotinst.clusterIdentifier" ? "configmap.yaml" : "secret.yaml";
  throw new ChartError(
    `execution error at (ocean-kubernetes-controller/templates/${place}): \`${path}\` must be specified`,
  );
}

function access(scope: Scope): readonly Manifest[] {
  const { values, fullName, namespace } = scope;
  const account = accountAt(scope, "serviceAccount", fullName);
  const subject = { name: account.name, namespace };
  return [
    ...account.objects,
    clusterRole(clusterWide(scope, fullName), [
      allow("core apps batch policy autoscaling storage.k8s.io", "*", reading),
      allow("core", "nodes pods", ["patch", "update", "delete"]),
      allow("core", "pods/eviction", ["create"]),
      allow("coordination.k8s.io", "leases"),
      ...(flagAt(values, "spotinst.enableCsrApproval")
        ? [allow("certificates.k8s.io", "certificatesigningrequests certificatesigningrequests/approval")]
        : []),
    ]),
    clusterRoleBinding(clusterWide(scope, fullName), fullName, subject),
    ...(flagAt(values, "spotinst.disableAutoUpdate") ? [] : autoUpdaterAccess(scope)),
  ];
}

/** Rights of the Job by which the controller replaces itself. */
function autoUpdaterAccess(scope: Scope): readonly Manifest[] {
  const name = `${scope.fullName}-auto-updater`;
  const account = accountAt(scope, "autoUpdate.serviceAccount", name);
  const subject = { name: account.name, namespace: scope.namespace };
  const system = { ...inNamespace(scope, name), namespace: "kube-system" };
  return [
    ...account.objects,
    clusterRole(clusterWide(scope, name), [
      allow("rbac.authorization.k8s.io", "*"),
      allow("apiregistration.k8s.io", "*"),
    ]),
    clusterRoleBinding(clusterWide(scope, name), name, subject),
    role(inNamespace(scope, name), [allow("core apps batch", "*")]),
    roleBinding(inNamespace(scope, name), name, subject),
    role(system, [allow("rbac.authorization.k8s.io", "rolebindings")]),
    roleBinding(system, name, subject),
  ];
}

function workload(rendering: Rendering, scope: Scope): Manifest {
  const { values, fullName, selector } = scope;
  const ships = flagAt(values, "logShipping.enabled");
  const from = (name: string, key: string, optional = false) =>
    fromConfigMap(name, configMapName(scope), key, optional);
  const controller = container(rendering.chart, imageAt(values, "image", { tag: `v${rendering.appVersion}` }), {
    command: textsAt(values, "command"),
    args: [...textsAt(values, "args"), ...(ships ? ["--log_to_file", "--log_file=/var/log/controller.logs"] : [])],
    env: [
      fromSecret("SPOTINST_TOKEN", secretName(scope), "token"),
      fromSecret("SPOTINST_ACCOUNT", secretName(scope), "account"),
      from("SPOTINST_LEADER_ELECTION_ENABLED", "leader-election", true),
      from("CLUSTER_IDENTIFIER", "spotinst.cluster-identifier"),
      from("BASE_SPOTINST_URL", "base-url", true),
      from("DISABLE_AUTO_UPDATE", "disable-auto-update", true),
      ...(flagAt(values, "spotinst.disableAutoUpdate") ? [] : [from("AUTO_UPDATE_JOB_SPEC", "auto-update.job", true)]),
      from("ENABLE_CSR_APPROVAL", "enable-csr-approval", true),
      fromField("POD_NAMESPACE", "metadata.namespace"),
      ...objectsAt(values, "extraEnv"),
    ],
    ports: { metrics: 9080, readiness: 9081 },
    readinessProbe: objectAt(values, "readinessProbe"),
    livenessProbe: objectAt(values, "livenessProbe"),
    resources: objectAt(values, "resources"),
    volumeMounts: [...objectsAt(values, "extraVolumeMounts"), ...(ships ? [mount("logs", "/var/log")] : [])],
  });
  return deployment(inNamespace(scope, fullName, { annotations: textMapAt(values, "deploymentAnnotations") }), {
    replicas: numberAt(values, "replicas", 1),
    selector,
    strategy: values.updateStrategy,
    pod: {
      labels: textMapAt(values, "podLabels"),
      annotations: textMapAt(values, "podAnnotations"),
      serviceAccountName: accountAt(scope, "serviceAccount", fullName).name,
      initContainers: objectsAt(values, "initContainers"),
      containers: [controller, ...(ships ? [logShipper(scope)] : [])],
      volumes: [
        ...objectsAt(values, "extraVolumes"),
        ...(ships
          ? [emptyVolume("logs"), { name: "fluentbit-config", configMap: { name: configMapName(scope) } }]
          : []),
      ],
      imagePullSecrets: values.imagePullSecrets,
      placement: { ...ownPlacement(scope), ...placement(values) },
    },
  });
}

function logShipper(scope: Scope): JsonObject {
  return container("log-shipper", imageAt(scope.values, "logShipping.image"), {
    command: ["/fluent-bit/bin/fluent-bit", "-c", "/tmp/fluent-bit.conf", "-q"],
    env: [
      fromSecret("SPOTINST_TOKEN", secretName(scope), "token", true),
      fromSecret("SPOTINST_ACCOUNT", secretName(scope), "account", true),
      fromConfigMap("CLUSTER_IDENTIFIER", configMapName(scope), "spotinst.cluster-identifier"),
    ],
    volumeMounts: [
      mount("logs", "/var/log"),
      mount("fluentbit-config", "/tmp/fluent-bit.conf", { subPath: "fluent-bit.conf" }),
    ],
  });
}

/** Replicas keep apart where they can, and run on control-plane nodes and on nodes that are not ready for others. */
function ownPlacement({ selector }: Scope): JsonObject {
  const podAffinityTerm = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: selector } };
  return {
    affinity: {
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] },
    },
    tolerations: [
      { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 150 },
      { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 150 },
      { key: "node-role.kubernetes.io/master", operator: "Exists" },
      { key: "node-role.kubernetes.io/control-plane", operator: "Exists" },
    ],
  };
}

/** Pods of the system's priorities are admitted outside kube-system only where a quota allows them. */
function quota(scope: Scope): readonly Manifest[] {
  if (scope.namespace === "kube-system" || !flagAt(scope.values, "resourceQuota.enabled")) return [];
  const values = ["system-node-critical", "system-cluster-critical"];
  const scopeSelector = { matchExpressions: [{ operator: "In", scopeName: "PriorityClass", values }] };
  return [
    {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: inNamespace(scope, scope.fullName),
      spec: { hard: { pods: "1000" }, scopeSelector },
    },
  ];
}
