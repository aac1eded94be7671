import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import { serviceAccount } from "../shared/access.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { isEmpty } from "../shared/compact.ts";
import { configMap } from "../shared/configuration.ts";
import { customResourceDefinitions } from "../shared/definitions.ts";
import { keep } from "../shared/hooks.ts";
import { configMapVolume, container, fromField, mount, type PodOptions } from "../shared/pods.ts";
import { inNamespace, isOn, placement, type Scope, scopeOf } from "../shared/scope.ts";
import { type ServicePorts, service } from "../shared/services.ts";
import { deployment } from "../shared/workloads.ts";
import { certManagerAccess } from "./access.ts";
import { type Component, componentImage, componentName, componentSelector } from "./components.ts";
import { startupCheck } from "./startup-check.ts";
import { checkValues } from "./values-schema.ts";
import { webhookConfigurations } from "./webhooks.ts";

/** cert-manager: controller, CA injector, webhook, and a check after the installation that the webhook answers. */
export const certManager = chartVersions("cert-manager", (rendering) => {
  checkValues(rendering);
  const scope = scopeOf(rendering);
  const { values } = rendering;
  const kinds =
    flagAt(values, "crds.enabled") || flagAt(values, "installCRDs")
      ? customResourceDefinitions(rendering.definitions, {
          labels: scope.labels,
          annotations: flagAt(values, "crds.keep") ? keep : {},
        })
      : [];
  return {
    crds: [],
    objects: [
      ...kinds,
      ...component(scope, "controller", controllerPod(rendering, scope)),
      ...(flagAt(values, "cainjector.enabled") ? component(scope, "cainjector", injectorPod(rendering, scope)) : []),
      ...component(scope, "webhook", webhookPod(rendering, scope)),
      ...controllerConfiguration(rendering, scope),
      ...services(rendering, scope),
      ...certManagerAccess(scope),
      ...webhookConfigurations(scope),
      ...(flagAt(values, "startupapicheck.enabled") ? startupCheck(rendering, scope) : []),
    ],
  };
});

/** Values of a component: the controller's stand at the top. */
function valuesOf(scope: Scope, component: Component): JsonObject {
  return component === "controller" ? scope.values : objectAt(scope.values, component);
}

function component(scope: Scope, name: Component, pod: PodOptions): readonly Manifest[] {
  const values = valuesOf(scope, name);
  const labels = { app: name === "controller" ? scope.name : name, ...componentSelector(scope, name) };
  const meta = inNamespace(scope, componentName(scope, name), { labels });
  const annotations = textMapAt(values, "serviceAccount.annotations");
  return [
    ...(flagAt(values, "serviceAccount.create")
      ? [serviceAccount(inNamespace(scope, componentName(scope, name), { labels, annotations }))]
      : []),
    deployment(meta, {
      replicas: numberAt(values, "replicaCount", 1),
      selector: componentSelector(scope, name),
      strategy: at(values, "strategy"),
      pod: {
        ...pod,
        labels: { ...labels, ...textMapAt(values, "podLabels") },
        annotations: textMapAt(values, "podAnnotations"),
        serviceAccountName: textAt(values, "serviceAccount.name") || componentName(scope, name),
        imagePullSecrets: at(scope.values, "global.imagePullSecrets"),
        placement: placement(values),
      },
    }),
  ];
}

function controllerPod(rendering: Rendering, scope: Scope): PodOptions {
  const { values } = rendering;
  const hasFile = !isEmpty(at(values, "config"));
  const main = container("cert-manager-controller", componentImage(rendering, "image"), {
    args: [
      `--v=${numberAt(values, "global.logLevel", 2)}`,
      ...(hasFile ? ["--config=/var/cert-manager/config/config.yaml"] : []),
      `--cluster-resource-namespace=${textAt(values, "clusterResourceNamespace") || "$(POD_NAMESPACE)"}`,
      `--leader-election-namespace=${textAt(values, "global.leaderElection.namespace")}`,
      `--acme-http01-solver-image=${componentImage(rendering, "acmesolver.image")}`,
      `--max-concurrent-challenges=${numberAt(values, "maxConcurrentChallenges", 60)}`,
      ...(flagAt(values, "enableCertificateOwnerRef") ? ["--enable-certificate-owner-ref=true"] : []),
      ...(isOn(values, "featureGates") ? [`--feature-gates=${textAt(values, "featureGates")}`] : []),
      ...textsAt(values, "extraArgs"),
    ],
    env: [fromField("POD_NAMESPACE", "metadata.namespace"), ...objectsAt(values, "extraEnv")],
    ports: { "http-metrics": 9402, "http-healthz": 9403 },
    resources: at(values, "resources"),
    volumeMounts: hasFile ? [mount("config", "/var/cert-manager/config")] : [],
  });
  return { containers: [main], volumes: hasFile ? [configMapVolume("config", scope.fullName)] : [] };
}

function injectorPod(rendering: Rendering, scope: Scope): PodOptions {
  const { values, edition } = rendering;
  const main = container("cert-manager-cainjector", componentImage(rendering, "cainjector.image"), {
    args: [
      `--v=${numberAt(values, "global.logLevel", 2)}`,
      `--leader-election-namespace=${textAt(values, "global.leaderElection.namespace")}`,
      ...textsAt(values, "cainjector.extraArgs"),
    ],
    env: [fromField("POD_NAMESPACE", "metadata.namespace")],
    ports: edition === "newest" && hasMetrics(values) ? { "http-metrics": 9402 } : {},
    resources: at(scope.values, "cainjector.resources"),
  });
  return { containers: [main] };
}

function webhookPod(rendering: Rendering, scope: Scope): PodOptions {
  const { values, edition } = rendering;
  const name = componentName(scope, "webhook");
  const port = numberAt(values, "webhook.securePort", 10_250);
  const main = container("cert-manager-webhook", componentImage(rendering, "webhook.image"), {
    args: [
      `--v=${numberAt(values, "global.logLevel", 2)}`,
      `--secure-port=${port}`,
      "--dynamic-serving-ca-secret-namespace=$(POD_NAMESPACE)",
      `--dynamic-serving-ca-secret-name=${name}-ca`,
      `--dynamic-serving-dns-names=${name},${name}.$(POD_NAMESPACE),${name}.$(POD_NAMESPACE).svc`,
      ...textsAt(values, "webhook.extraArgs"),
    ],
    env: [fromField("POD_NAMESPACE", "metadata.namespace")],
    ports: {
      https: port,
      healthcheck: 6080,
      ...(edition === "newest" && hasMetrics(values) ? { "http-metrics": 9402 } : {}),
    },
    readinessProbe: { httpGet: { path: "/healthz", port: "healthcheck" } },
    resources: at(values, "webhook.resources"),
  });
  return { containers: [main], hostNetwork: flagAt(values, "webhook.hostNetwork") };
}

/** The controller's file. Kind and version of it are demanded by the older chart and filled in by the newer one. */
function controllerConfiguration({ values, edition }: Rendering, scope: Scope): readonly Manifest[] {
  const config = objectAt(values, "config");
  if (isEmpty(config)) return [];
  if (edition === "reference") {
    for (const field of ["apiVersion", "kind"]) {
      if (textAt(config, field) === "") {
        throw new ChartError(
          `execution error at (cert-manager/templates/controller-config.yaml): .Values.config.${field} must be set !`,
        );
      }
    }
  }
  const file = { apiVersion: "controller.config.cert-manager.io/v1alpha1", kind: "ControllerConfiguration", ...config };
  // JSON is YAML, and keys in order keep the text the same at every rendering.
  return [configMap(inNamespace(scope, scope.fullName), { "config.yaml": JSON.stringify(file, null, 2) })];
}

/** Whether somebody may ask for metrics through Services. */
function hasMetrics(values: JsonObject): boolean {
  return flagAt(values, "prometheus.enabled") && !flagAt(values, "prometheus.podmonitor.enabled");
}

function services({ values, edition }: Rendering, scope: Scope): readonly Manifest[] {
  const meta = (component: Component) =>
    inNamespace(scope, componentName(scope, component), { labels: componentSelector(scope, component) });
  const isNewest = edition === "newest";
  const webhook = service(meta("webhook"), {
    type: textAt(values, "webhook.serviceType") || "ClusterIP",
    selector: componentSelector(scope, "webhook"),
    ports: {
      https: { port: 443, targetPort: "https" },
      ...(isNewest && hasMetrics(values) ? { metrics: { port: 9402, targetPort: "http-metrics" } } : {}),
    },
  });
  const metrics = (component: Component) =>
    service(meta(component), { selector: componentSelector(scope, component), ports: metricsPort(values, isNewest) });
  return [
    webhook,
    ...(hasMetrics(values) ? [metrics("controller")] : []),
    ...(hasMetrics(values) && isNewest && flagAt(values, "cainjector.enabled") ? [metrics("cainjector")] : []),
  ];
}

/** The port of metrics; the older chart let its values say where it leads. */
function metricsPort(values: JsonObject, isNewest: boolean): ServicePorts {
  if (isNewest) return { "http-metrics": { port: 9402, targetPort: 9402 } };
  const target = at(values, "prometheus.servicemonitor.targetPort");
  const targetPort = typeof target === "number" || typeof target === "string" ? target : 9402;
  return { "tcp-prometheus-servicemonitor": { port: 9402, targetPort } };
}
