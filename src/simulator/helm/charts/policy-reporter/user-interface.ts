import { flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { accountAt, allow, role, roleBinding } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { configMap, secret } from "../shared/configuration.ts";
import { imageAt } from "../shared/images.ts";
import { configMapVolume, container, mount, secretVolume } from "../shared/pods.ts";
import { inNamespace, placement, type Scope } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { deployment } from "../shared/workloads.ts";

/** The web pages: a sub-chart with a ConfigMap in chart 2, part of the chart with Secrets and another selector in chart 3. */
export function userInterface(rendering: Rendering, parent: Scope): readonly Manifest[] {
  const isReference = rendering.edition === "reference";
  const values = objectAt(parent.values, "ui");
  const fullName = `${parent.fullName}-ui`;
  const name = isReference ? "ui" : `${parent.name}-ui`;
  const selector = { ...parent.selector, "app.kubernetes.io/name": name };
  const scope: Scope = { ...parent, values, fullName, name, selector, labels: { ...parent.labels, ...selector } };
  const account = accountAt(scope, "serviceAccount", fullName);
  const subject = { name: account.name, namespace: scope.namespace };
  const config = `${fullName}-config`;
  const port = numberAt(values, "server.port", 8080);
  return [
    ...account.objects,
    ...(flagAt(values, "rbac.enabled")
      ? [
          role(inNamespace(scope, `${fullName}-secret-reader`), [allow("core", "secrets", ["get"])]),
          roleBinding(inNamespace(scope, `${fullName}-secret-reader`), `${fullName}-secret-reader`, subject),
        ]
      : []),
    ...configuration(scope, isReference, parent),
    deployment(inNamespace(scope, fullName, { annotations: textMapAt(values, "annotations") }), {
      replicas: numberAt(values, "replicaCount", 1),
      selector,
      pod: {
        labels: textMapAt(values, "podLabels"),
        annotations: textMapAt(values, "podAnnotations"),
        serviceAccountName: account.name,
        containers: [
          container(isReference ? "ui" : "policy-reporter-ui", imageAt(values, "image"), {
            args: isReference
              ? ["-config=/app/config.yaml", `-policy-reporter=http://${parent.fullName}:8080`]
              : ["run", "--config=/app/config.yaml", `--port=${port}`],
            env: objectsAt(values, "envVars"),
            ports: { http: port },
            readinessProbe: { httpGet: { path: isReference ? "/" : "/healthz", port: "http" } },
            resources: objectAt(values, "resources"),
            volumeMounts: [mount("config-file", "/app/config.yaml", { subPath: "config.yaml", readOnly: true })],
          }),
        ],
        volumes: [isReference ? configMapVolume("config-file", config) : secretVolume("config-file", config)],
        imagePullSecrets: values.imagePullSecrets,
        placement: placement(values),
      },
    }),
    service(inNamespace(scope, fullName, { annotations: textMapAt(values, "service.annotations") }), {
      selector,
      ports: { http: { port: numberAt(values, "service.port", 8080), targetPort: "http" } },
      type: textAt(values, "service.type"),
    }),
  ];
}

function configuration(scope: Scope, isReference: boolean, parent: Scope): readonly Manifest[] {
  const { values, fullName } = scope;
  const shown: JsonObject = { displayMode: textAt(values, "displayMode"), clusters: values.clusters ?? [] };
  if (isReference) {
    const { refreshInterval, views } = values;
    const text = JSON.stringify({ ...shown, refreshInterval, views });
    return [configMap(inNamespace(scope, `${fullName}-config`), { "config.yaml": text })];
  }
  const cluster = `${fullName}-default-cluster`;
  return [
    secret(inNamespace(scope, `${fullName}-config`), {
      "config.yaml": JSON.stringify({ ...shown, secretRef: cluster }),
    }),
    secret(inNamespace(scope, cluster), { host: `http://${parent.fullName}:8080` }),
  ];
}
