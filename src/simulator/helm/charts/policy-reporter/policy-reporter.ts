import { flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt, allow, clusterRole, clusterRoleBinding, reading, role, roleBinding } from "../shared/access.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { secret } from "../shared/configuration.ts";
import { customResourceDefinitions } from "../shared/definitions.ts";
import { imageAt } from "../shared/images.ts";
import { refuseUnknownSwitches } from "../shared/not-simulated.ts";
import { container, mount, secretVolume } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope, scopeOf } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { deployment } from "../shared/workloads.ts";
import { userInterface } from "./user-interface.ts";

const plugins = ["kyvernoPlugin.enabled", "plugin.kyverno.enabled", "plugin.trivy.enabled"];

/** Collects policy reports and shows them. */
export const policyReporter = chartVersions("policy-reporter", (rendering) => {
  const scope = scopeOf(rendering);
  refuseUnknownSwitches(rendering.chart, scope.values, plugins);
  return {
    crds: [],
    objects: [
      ...kinds(rendering),
      ...access(scope),
      ...workload(rendering, scope),
      ...(flagAt(scope.values, "ui.enabled") ? userInterface(rendering, scope) : []),
      ...monitor(rendering, scope),
    ],
  };
});

/** Kinds of the newer chart, each behind a switch of its own. */
function kinds({ values, definitions }: Rendering): readonly Manifest[] {
  const hasBoards = flagAt(values, "ui.enabled") && flagAt(values, "ui.crds.customBoard");
  return customResourceDefinitions(
    definitions.filter(({ kind }) => (kind === "TargetConfig" ? flagAt(values, "target.crd") : hasBoards)),
  );
}

function access(scope: Scope): readonly Manifest[] {
  const { values, fullName, namespace } = scope;
  const account = accountAt(scope, "serviceAccount", fullName);
  const subject = { name: account.name, namespace };
  if (!flagAt(values, "rbac.enabled")) return account.objects;
  const secrets = `${fullName}-secret-reader`;
  return [
    ...account.objects,
    clusterRole(clusterWide(scope, fullName), [
      allow("wgpolicyk8s.io openreports.io", "*", reading),
      allow("core", "namespaces pods", reading),
    ]),
    clusterRoleBinding(clusterWide(scope, fullName), fullName, subject),
    role(inNamespace(scope, secrets), [allow("core", "secrets", ["get"])]),
    roleBinding(inNamespace(scope, secrets), secrets, subject),
  ];
}

function workload(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values, fullName, selector } = scope;
  const isReference = rendering.edition === "reference";
  const config = isReference ? `${fullName}-targets` : `${fullName}-config`;
  const existing = flagAt(values, "existingTargetConfig.enabled") ? textAt(values, "existingTargetConfig.name") : "";
  const port = numberAt(values, "port.number", 8080);
  const hasApi = flagAt(values, "rest.enabled") || flagAt(values, "ui.enabled");
  const hasMetrics = flagAt(values, "metrics.enabled") || flagAt(values, "monitoring.enabled");
  const { target = {}, sourceConfig = {}, reportFilter = {} } = values;
  return [
    ...(existing === ""
      ? [secret(inNamespace(scope, config), { "config.yaml": JSON.stringify({ target, sourceConfig, reportFilter }) })]
      : []),
    deployment(inNamespace(scope, fullName, { annotations: textMapAt(values, "annotations") }), {
      replicas: numberAt(values, "replicaCount", 1),
      selector,
      strategy: values[isReference ? "deploymentStrategy" : "updateStrategy"],
      pod: {
        labels: textMapAt(values, "podLabels"),
        annotations: textMapAt(values, "podAnnotations"),
        serviceAccountName: accountAt(scope, "serviceAccount", fullName).name,
        containers: [
          container("policy-reporter", imageAt(values, "image", { tag: rendering.appVersion }), {
            args: [
              `--port=${port}`,
              "--config=/app/config.yaml",
              `--metrics-enabled=${hasMetrics}`,
              `--rest-enabled=${hasApi}`,
            ],
            env: objectsAt(values, "envVars"),
            ports: { http: port },
            livenessProbe: objectAt(values, "livenessProbe"),
            readinessProbe: objectAt(values, "readinessProbe"),
            resources: objectAt(values, "resources"),
            volumeMounts: [mount("config-file", "/app/config.yaml", { subPath: "config.yaml", readOnly: true })],
          }),
        ],
        volumes: [secretVolume("config-file", existing || config)],
        imagePullSecrets: values.imagePullSecrets,
        placement: placement(values),
      },
    }),
    ...(flagAt(values, "service.enabled")
      ? [
          service(inNamespace(scope, fullName, { annotations: textMapAt(values, "service.annotations") }), {
            selector,
            ports: { http: { port: numberAt(values, "service.port", 8080), targetPort: "http" } },
            type: textAt(values, "service.type"),
          }),
        ]
      : []),
  ];
}

function monitor({ serves }: Rendering, scope: Scope): readonly Manifest[] {
  if (!flagAt(scope.values, "monitoring.enabled") || !serves("monitoring.coreos.com/v1")) return [];
  return [
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: inNamespace(scope, `${scope.fullName}-monitoring`),
      spec: { selector: { matchLabels: scope.selector }, endpoints: [{ port: "http" }] },
    },
  ];
}
