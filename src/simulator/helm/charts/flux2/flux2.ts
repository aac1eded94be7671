import { flagAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { serviceAccount } from "../shared/access.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { secret } from "../shared/configuration.ts";
import { customResourceDefinitions } from "../shared/definitions.ts";
import { container, emptyVolume, fromField, mount, type PodOptions } from "../shared/pods.ts";
import { inNamespace, isOn, placement, type Scope, scopeOf } from "../shared/scope.ts";
import { networkPolicy, service } from "../shared/services.ts";
import { deployment } from "../shared/workloads.ts";
import { fluxAccess } from "./access.ts";
import { checkHook, migrationHook } from "./hooks.ts";

/** Controllers of Flux: the key of their values, and their name. Source: chart flux2, templates. */
const controllers = {
  helmController: "helm-controller",
  imageAutomationController: "image-automation-controller",
  imageReflectionController: "image-reflector-controller",
  kustomizeController: "kustomize-controller",
  notificationController: "notification-controller",
  sourceController: "source-controller",
  sourceWatcher: "source-watcher",
} as const;

type ControllerKey = keyof typeof controllers;

/** Flux: its controllers, kinds and access; names do not follow the release. */
export const flux2 = chartVersions("flux2", (rendering) => {
  const { values } = rendering;
  const scope = fluxScope(rendering);
  const created = (Object.keys(controllers) as ControllerKey[]).filter((key) => flagAt(values, `${key}.create`));
  const kinds = flagAt(values, "installCRDs")
    ? customResourceDefinitions(rendering.definitions, {
        labels: scope.labels,
        annotations: textMapAt(values, "crds.annotations"),
      })
    : [];
  return {
    crds: [],
    objects: [
      ...kinds,
      ...created.flatMap((key) => controllerObjects(scope, key)),
      ...services(scope, created),
      ...(flagAt(values, "policies.create") ? policies(scope) : []),
      ...fluxAccess(scope),
      ...checkHook(rendering, scope),
      ...migrationHook(rendering, scope),
    ],
  };
});

/** Flux labels its objects with the namespace as the instance. */
function fluxScope(rendering: Rendering): Scope {
  const scope = scopeOf(rendering);
  const { "app.kubernetes.io/name": _name, ...labels } = scope.labels;
  const part = { "app.kubernetes.io/part-of": "flux", "app.kubernetes.io/instance": rendering.namespace };
  return { ...scope, labels: { ...labels, ...part } };
}

function controllerObjects(scope: Scope, key: ControllerKey): readonly Manifest[] {
  const name = controllers[key];
  const values = objectAt(scope.values, key);
  const labels = { "app.kubernetes.io/component": name };
  const annotations = textMapAt(values, "serviceAccount.annotations");
  const automount = flagAt(values, "serviceAccount.automount");
  return [
    deployment(inNamespace(scope, name, { labels: { ...labels, "control-plane": "controller" } }), {
      selector: { app: name },
      pod: controllerPod(scope, key, values),
    }),
    ...(flagAt(values, "serviceAccount.create")
      ? [serviceAccount(inNamespace(scope, name, { labels, annotations }), { automount })]
      : []),
    ...(key === "kustomizeController" && flagAt(values, "secret.create")
      ? [secret(inNamespace(scope, textAt(values, "secret.name")), textMapAt(values, "secret.data"))]
      : []),
  ];
}

function controllerPod(scope: Scope, key: ControllerKey, values: JsonObject): PodOptions {
  const name = controllers[key];
  const image = `${textAt(values, "image")}:${textAt(values, "tag")}`;
  const extraMounts = objectsAt(values, "extraSecretMounts");
  const isSource = key === "sourceController" || key === "sourceWatcher";
  const manager = container("manager", image, {
    args: controllerArguments(scope, key, values),
    env: [fromField("RUNTIME_NAMESPACE", "metadata.namespace"), ...objectsAt(values, "extraEnv")],
    envFrom: [
      ...(isOn(values, "envFrom.map.name") ? [{ configMapRef: { name: textAt(values, "envFrom.map.name") } }] : []),
      ...(isOn(values, "envFrom.secret.name") ? [{ secretRef: { name: textAt(values, "envFrom.secret.name") } }] : []),
    ],
    ports: { "http-prom": 8080, healthz: 9440, ...(isSource ? { http: 9090 } : {}) },
    livenessProbe: { httpGet: { path: "/healthz", port: "healthz" } },
    readinessProbe: { httpGet: isSource ? { path: "/", port: "http" } : { path: "/readyz", port: "healthz" } },
    resources: objectAt(values, "resources"),
    volumeMounts: [
      mount("temp", "/tmp"),
      ...extraMounts.map((extra) => mount(textAt(extra, "name"), textAt(extra, "mountPath"))),
    ],
  });
  return {
    labels: { ...scope.labels, "app.kubernetes.io/component": name, ...textMapAt(values, "labels") },
    annotations: textMapAt(values, "annotations"),
    serviceAccountName: flagAt(values, "serviceAccount.create") ? name : textAt(values, "serviceAccount.name") || name,
    containers: [manager],
    volumes: [
      emptyVolume("temp"),
      ...extraMounts.map((extra) => ({
        name: textAt(extra, "name"),
        secret: { secretName: textAt(extra, "secretName") },
      })),
    ],
    imagePullSecrets: scope.values.imagePullSecrets,
    placement: placement(values),
    terminationGracePeriodSeconds: key === "helmController" ? 600 : key === "kustomizeController" ? 60 : 10,
  };
}

function controllerArguments(scope: Scope, key: ControllerKey, values: JsonObject): readonly string[] {
  const tenant = textAt(scope.values, "multitenancy.defaultServiceAccount");
  const appliesObjects = key === "helmController" || key === "kustomizeController";
  const limited = flagAt(scope.values, "multitenancy.enabled") && key !== "sourceController";
  const domain = textAt(scope.values, "clusterDomain");
  const extra = values.container as JsonObject | undefined;
  return [
    `--events-addr=http://notification-controller.${scope.namespace}.svc.${domain}.`,
    `--watch-all-namespaces=${flagAt(scope.values, "watchAllNamespaces")}`,
    `--log-level=${textAt(scope.values, "logLevel")}`,
    "--log-encoding=json",
    "--enable-leader-election",
    ...(limited ? ["--no-cross-namespace-refs=true"] : []),
    ...(limited && appliesObjects ? [`--default-service-account=${tenant}`] : []),
    ...((extra?.additionalArgs ?? []) as readonly string[]),
  ];
}

function services(scope: Scope, created: readonly ControllerKey[]): readonly Manifest[] {
  const meta = (name: string, path: string) =>
    inNamespace(scope, name, {
      labels: { "control-plane": "controller", ...textMapAt(scope.values, `${path}.labels`) },
      annotations: textMapAt(scope.values, `${path}.annotations`),
    });
  const source = service(meta("source-controller", "sourceController.service"), {
    selector: { app: "source-controller" },
    ports: { http: 80 },
  });
  const notification = service(meta("notification-controller", "notificationController.service"), {
    selector: { app: "notification-controller" },
    ports: { http: 80 },
  });
  const receiver = service(meta("webhook-receiver", "notificationController.webhookReceiver.service"), {
    selector: { app: "notification-controller" },
    ports: { http: { port: 80, targetPort: "http-webhook" } },
  });
  const watcher = service(meta("source-watcher", "sourceWatcher.service"), {
    selector: { app: "source-watcher" },
    ports: { http: 80 },
  });
  return [
    ...(created.includes("sourceController") ? [source] : []),
    ...(created.includes("notificationController") ? [notification, receiver] : []),
    ...(created.includes("sourceWatcher") ? [watcher] : []),
  ];
}

function policies(scope: Scope): readonly Manifest[] {
  const anybody = { from: [{ namespaceSelector: {} }] };
  return [
    networkPolicy(inNamespace(scope, "allow-egress"), {
      podSelector: {},
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{}],
    }),
    networkPolicy(inNamespace(scope, "allow-scraping"), {
      podSelector: {},
      ingress: [{ ...anybody, ports: [{ port: 8080, protocol: "TCP" }] }],
    }),
    networkPolicy(inNamespace(scope, "allow-webhooks"), {
      podSelector: { matchLabels: { app: "notification-controller" } },
      ingress: [anybody],
    }),
  ];
}
