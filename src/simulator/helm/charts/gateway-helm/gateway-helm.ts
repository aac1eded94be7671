import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import {
  allow,
  clusterRole,
  clusterRoleBinding,
  reading,
  role,
  roleBinding,
  serviceAccount,
} from "../shared/access.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { compact } from "../shared/compact.ts";
import { configMap } from "../shared/configuration.ts";
import { customResourceDefinitions } from "../shared/definitions.ts";
import { configMapVolume, container, fromField, mount, secretVolume } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope, scopeOf } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { deployment } from "../shared/workloads.ts";
import { certgenHook } from "./certgen.ts";
import { controllerImage } from "./controller-image.ts";
import { safeUpgradePolicy, topologyInjector } from "./newer-objects.ts";

/** Controller, its Service and its account are called so whatever the release is called. */
const controller = "envoy-gateway";

/** Envoy Gateway: controller, certificates made by a hook, and the kinds of the Gateway API in the folder `crds/`. */
export const gatewayHelm = chartVersions("gateway-helm", (rendering) => {
  const scope = scopeOf(rendering);
  const { values, edition } = rendering;
  const isNew = edition === "newest";
  const hasKinds = !isNew || flagAt(values, "crds.enabled");
  return {
    crds: hasKinds ? customResourceDefinitions(rendering.definitions) : [],
    objects: [
      ...certgenHook(rendering, scope),
      serviceAccount(inNamespace(scope, controller)),
      configMap(inNamespace(scope, "envoy-gateway-config"), { "envoy-gateway.yaml": configuration(values) }),
      controllerDeployment(rendering, scope),
      controllerService(rendering, scope),
      ...disruptionBudget(scope),
      ...access(scope),
      ...(isNew && flagAt(values, "topologyInjector.enabled") ? [topologyInjector(scope)] : []),
      ...(isNew && hasKinds && at(values, "crds.gatewayAPI.safeUpgradePolicy.enabled") !== false
        ? safeUpgradePolicy()
        : []),
    ],
  };
});

/** Labels that choose the controller's pods. */
function controllerSelector(scope: Scope): Readonly<Record<string, string>> {
  return { "control-plane": controller, ...scope.selector };
}

function configuration(values: JsonObject): string {
  const kind = { apiVersion: "gateway.envoyproxy.io/v1alpha1", kind: "EnvoyGateway" };
  return JSON.stringify({ ...kind, ...(at(values, "config.envoyGateway") as JsonObject | undefined) }, null, 2);
}

function controllerDeployment({ values }: Rendering, scope: Scope): Manifest {
  const main = container(controller, controllerImage(values), {
    args: ["server", "--config-path=/config/envoy-gateway.yaml"],
    env: [
      fromField("ENVOY_GATEWAY_NAMESPACE", "metadata.namespace"),
      { name: "KUBERNETES_CLUSTER_DOMAIN", value: textAt(values, "kubernetesClusterDomain") },
      ...objectsAt(values, "deployment.envoyGateway.extraEnv"),
    ],
    ports: Object.fromEntries(
      objectsAt(values, "deployment.ports").map((port) => [textAt(port, "name"), numberAt(port, "port", 0)]),
    ),
    readinessProbe: { httpGet: { path: "/readyz", port: 8081 } },
    resources: at(values, "deployment.envoyGateway.resources"),
    volumeMounts: [
      mount("envoy-gateway-config", "/config", { readOnly: true }),
      mount("certs", "/certs", { readOnly: true }),
    ],
  });
  return deployment(inNamespace(scope, controller, { labels: { "control-plane": controller } }), {
    replicas: numberAt(values, "deployment.replicas", 1),
    selector: controllerSelector(scope),
    pod: {
      labels: textMapAt(values, "deployment.pod.labels"),
      annotations: textMapAt(values, "deployment.pod.annotations"),
      serviceAccountName: controller,
      containers: [main],
      volumes: [configMapVolume("envoy-gateway-config", "envoy-gateway-config"), secretVolume("certs", controller)],
      imagePullSecrets: at(values, "global.images.envoyGateway.pullSecrets"),
      placement: placement(values, "deployment.pod"),
      terminationGracePeriodSeconds: 10,
    },
  });
}

function controllerService({ values, edition }: Rendering, scope: Scope): Manifest {
  const ports = objectsAt(values, "deployment.ports").map((port) => {
    const number = numberAt(port, "port", 0);
    return [textAt(port, "name"), { port: number, targetPort: numberAt(port, "targetPort", number) }] as const;
  });
  const webhook = edition === "newest" ? [["webhook", { port: 9443, targetPort: 9443 }] as const] : [];
  return service(
    inNamespace(scope, controller, {
      labels: { "control-plane": controller },
      annotations: textMapAt(values, "service.annotations"),
    }),
    { selector: controllerSelector(scope), ports: Object.fromEntries([...ports, ...webhook]) },
  );
}

/** Made when it protects something: by default no replica has to stay. */
function disruptionBudget(scope: Scope): readonly Manifest[] {
  const { minAvailable, maxUnavailable } = objectAt(scope.values, "podDisruptionBudget");
  const limits = compact({ minAvailable: minAvailable || undefined, maxUnavailable: maxUnavailable || undefined });
  if (Object.keys(limits).length === 0) return [];
  const spec = { ...limits, selector: { matchLabels: controllerSelector(scope) } };
  return [{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: inNamespace(scope, controller), spec }];
}

function access(scope: Scope): readonly Manifest[] {
  const { fullName, namespace } = scope;
  const subject = { name: controller, namespace };
  const infrastructure = inNamespace(scope, `${fullName}-infra-manager`);
  const election = inNamespace(scope, `${fullName}-leader-election-role`);
  const wide = clusterWide(scope, `${fullName}-envoy-gateway-role`);
  return [
    clusterRole(wide, [
      allow("core", "nodes namespaces configmaps secrets services", reading),
      allow("gateway.networking.k8s.io gateway.envoyproxy.io", "*"),
    ]),
    clusterRoleBinding(clusterWide(scope, `${fullName}-envoy-gateway-rolebinding`), wide.name, subject),
    role(infrastructure, [
      allow("core", "serviceaccounts services configmaps"),
      allow("apps", "deployments daemonsets"),
      allow("autoscaling policy", "horizontalpodautoscalers poddisruptionbudgets"),
    ]),
    roleBinding(infrastructure, infrastructure.name, subject),
    role(election, [allow("core coordination.k8s.io", "configmaps leases events")]),
    roleBinding(inNamespace(scope, `${fullName}-leader-election-rolebinding`), election.name, subject),
  ];
}
