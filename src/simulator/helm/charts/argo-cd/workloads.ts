import { flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { accountAt } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { isEmpty } from "../shared/compact.ts";
import {
  configMapVolume,
  container,
  emptyVolume,
  fromConfigMap,
  fromSecret,
  mount,
  type PodOptions,
  secretVolume,
} from "../shared/pods.ts";
import { placement, type Scope } from "../shared/scope.ts";
import { deployment, statefulSet } from "../shared/workloads.ts";
import { argoImage, componentMeta, componentName, componentSelector } from "./argo-scope.ts";
import type { Component } from "./components.ts";
import { componentServices } from "./services.ts";

/** Workload, Services and monitor of a component. */
export function componentObjects(rendering: Rendering, scope: Scope, component: Component): readonly Manifest[] {
  const name = componentName(scope, component);
  const selector = componentSelector(scope, component);
  const values = objectAt(scope.values, component.key);
  const meta = componentMeta(scope, component, name);
  const replicas = component.key === "dex" || component.key === "redis" ? 1 : numberAt(values, "replicas", 1);
  const pod = componentPod(rendering, scope, component);
  const isStateful = component.key === "controller" && !flagAt(values, "dynamicClusterDistribution");
  return [
    isStateful
      ? statefulSet(meta, { replicas, serviceName: name, selector, pod })
      : deployment(meta, { replicas, selector, pod, strategy: values.deploymentStrategy }),
    ...componentServices(rendering, scope, component),
  ];
}

/** Name of the service account of a component. */
export function accountOf(scope: Scope, component: Component): ReturnType<typeof accountAt> {
  return accountAt(scope, `${component.key}.serviceAccount`, componentName(scope, component));
}

function componentPod(rendering: Rendering, scope: Scope, component: Component): PodOptions {
  const values = objectAt(scope.values, component.key);
  const shared = objectAt(scope.values, "global");
  return {
    labels: {
      ...scope.labels,
      ...componentSelector(scope, component),
      "app.kubernetes.io/component": textAt(values, "name") || component.name,
      ...textMapAt(shared, "podLabels"),
      ...textMapAt(values, "podLabels"),
    },
    annotations: { ...textMapAt(shared, "podAnnotations"), ...textMapAt(values, "podAnnotations") },
    serviceAccountName: accountOf(scope, component).name,
    initContainers: initContainers(rendering, scope, component),
    containers: [mainContainer(rendering, scope, component), ...objectsAt(values, "extraContainers")],
    volumes: [...volumes(scope, component), ...objectsAt(values, "volumes"), ...objectsAt(values, "extraVolumes")],
    imagePullSecrets: isEmpty(values.imagePullSecrets) ? shared.imagePullSecrets : values.imagePullSecrets,
    placement: { ...placement(shared), ...ownAffinity(scope, component), ...placement(values) },
  };
}

/** Unless its values say otherwise, a component keeps its replicas on different nodes where it can. */
function ownAffinity(scope: Scope, component: Component): JsonObject {
  if (textAt(scope.values, "global.affinity.podAntiAffinity") === "none") return { affinity: {} };
  const podAffinityTerm = {
    topologyKey: "kubernetes.io/hostname",
    labelSelector: {
      matchLabels: { "app.kubernetes.io/name": componentSelector(scope, component)["app.kubernetes.io/name"] },
    },
  };
  const isHard = textAt(scope.values, "global.affinity.podAntiAffinity") === "hard";
  const podAntiAffinity = isHard
    ? { requiredDuringSchedulingIgnoredDuringExecution: [podAffinityTerm] }
    : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] };
  return { affinity: { podAntiAffinity } };
}

function mainContainer(rendering: Rendering, scope: Scope, component: Component): JsonObject {
  const { key, name, command, ports } = component;
  const values = objectAt(scope.values, key);
  const isArgo = key !== "dex" && key !== "redis";
  const image = isArgo
    ? argoImage(scope, `${key}.image`, rendering.appVersion)
    : `${textAt(values, "image.repository")}:${textAt(values, "image.tag")}`;
  return container(textAt(values, "name") || name, image, {
    ...(key === "redis"
      ? {
          args: [
            "--save",
            "",
            "--appendonly",
            "no",
            "--requirepass $(REDIS_PASSWORD)",
            ...textsAt(values, "extraArgs"),
          ],
        }
      : { args: [...command, ...textsAt(values, "extraArgs")] }),
    env: [
      ...objectsAt(scope.values, "global.env"),
      ...objectsAt(values, "env"),
      ...objectsAt(values, "extraEnv"),
      ...environment(scope, component),
    ],
    envFrom: [...objectsAt(values, "envFrom"), ...objectsAt(values, "extraEnvFrom")],
    ports,
    resources: objectAt(values, "resources"),
    ...(key === "redis" || key === "applicationSet" || key === "notifications"
      ? {}
      : { readinessProbe: { httpGet: { path: "/healthz", port: "metrics" } } }),
    volumeMounts: mounts(component, values),
  });
}

/** Variables from the ConfigMaps of Argo CD, and the password of Redis, without which the container does not start. */
function environment(scope: Scope, { key, usesRedis }: Component): readonly JsonObject[] {
  const isExternal = textAt(scope.values, "externalRedis.host") !== "";
  const redisSecret = textAt(scope.values, "externalRedis.existingSecret") || "argocd-redis";
  const password = fromSecret("REDIS_PASSWORD", redisSecret, isExternal ? "redis-password" : "auth", isExternal);
  if (key === "redis") return [password];
  const setting = (name: string, from: string) => fromConfigMap(name, "argocd-cmd-params-cm", from, true);
  return [
    ...(key === "controller"
      ? [
          fromConfigMap("ARGOCD_RECONCILIATION_TIMEOUT", "argocd-cm", "timeout.reconciliation", true),
          setting("ARGOCD_APPLICATION_CONTROLLER_REPO_SERVER", "repo.server"),
        ]
      : []),
    ...(key === "server" ? [setting("ARGOCD_SERVER_INSECURE", "server.insecure")] : []),
    ...(key === "applicationSet"
      ? [setting("ARGOCD_APPLICATIONSET_CONTROLLER_POLICY", "applicationsetcontroller.policy")]
      : []),
    ...(usesRedis ? [setting("REDIS_SERVER", "redis.server"), password] : []),
  ];
}

function mounts({ key }: Component, values: JsonObject): readonly JsonObject[] {
  return [
    ...(key === "repoServer" || key === "server"
      ? [mount("ssh-known-hosts", "/app/config/ssh"), mount("tls-certs", "/app/config/tls"), mount("tmp", "/tmp")]
      : []),
    ...(key === "repoServer"
      ? [mount("gpg-keys", "/app/config/gpg/source"), mount("plugins", "/home/argocd/cmp-server/plugins")]
      : []),
    ...(key === "dex" ? [mount("static-files", "/shared")] : []),
    ...objectsAt(values, "volumeMounts"),
    ...objectsAt(values, "extraVolumeMounts"),
  ];
}

function volumes(scope: Scope, { key }: Component): readonly JsonObject[] {
  const keys = [
    configMapVolume("ssh-known-hosts", "argocd-ssh-known-hosts-cm"),
    configMapVolume("tls-certs", "argocd-tls-certs-cm"),
    emptyVolume("tmp"),
  ];
  if (key === "server") return [...keys, configMapVolume("styles", "argocd-styles-cm", true)];
  if (key === "dex")
    return [emptyVolume("static-files"), secretVolume("argocd-dex-server-tls", "argocd-dex-server-tls", true)];
  if (key === "redis") return [configMapVolume("health", `${scope.fullName}-redis-health-configmap`)];
  if (key !== "repoServer") return [secretVolume("argocd-repo-server-tls", "argocd-repo-server-tls", true)];
  return [
    ...keys,
    configMapVolume("gpg-keys", "argocd-gpg-keys-cm"),
    emptyVolume("gpg-keyring"),
    emptyVolume("plugins"),
    emptyVolume("var-files"),
  ];
}

/** The repository server and Dex first copy the program of Argo CD beside them. */
function initContainers(rendering: Rendering, scope: Scope, { key }: Component): readonly JsonObject[] {
  const own = objectsAt(scope.values, `${key}.initContainers`);
  const copied = (imagePath: string, target: string, volume: string) =>
    container("copyutil", argoImage(scope, imagePath, rendering.appVersion), {
      command: ["/bin/cp", "-n", "/usr/local/bin/argocd", target],
      volumeMounts: [mount(volume, target.slice(0, target.lastIndexOf("/")))],
    });
  if (key === "repoServer") return [copied("repoServer.image", "/var/run/argocd/argocd", "var-files"), ...own];
  if (key === "dex") return [copied("dex.initImage", "/shared/argocd-dex", "static-files"), ...own];
  return own;
}
