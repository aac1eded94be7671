import { at, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { accountAt, clusterRole, clusterRoleBinding } from "../shared/access.ts";
import { configMap } from "../shared/configuration.ts";
import { imageAt } from "../shared/images.ts";
import { configMapVolume, container, mount, variable } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement } from "../shared/scope.ts";
import { deployment } from "../shared/workloads.ts";
import { clickHouseVariables, type SigNozScopes } from "./scopes.ts";
import { waitForMigration } from "./wait-for-migration.ts";

/** An OpenTelemetry collector: the one that takes data in, or at the older version the one for metrics of the cluster. */
export function collector(scopes: SigNozScopes, path: "otelCollector" | "otelCollectorMetrics"): readonly Manifest[] {
  const { signoz: scope, rendering } = scopes;
  const values = objectAt(scope.values, path);
  const name = `${scope.fullName}-${textAt(values, "name")}`;
  const selector = { ...scope.selector, "app.kubernetes.io/component": textAt(values, "name") };
  const account = accountAt(scope, `${path}.serviceAccount`, name);
  const ports = openPorts(values);
  const main = container("collector", imageAt(values, "image"), {
    command: [textAt(values, "command.name")],
    args: ["--config=/conf/otel-collector-config.yaml", ...textsAt(values, "command.extraArgs")],
    env: [
      ...clickHouseVariables(scopes),
      ...Object.entries(textMapAt(values, "additionalEnvs")).map(([key, value]) => variable(key, value)),
    ],
    ports: Object.fromEntries(ports.map(({ name: port, containerPort }) => [port, containerPort])),
    resources: at(values, "resources"),
    readinessProbe: { httpGet: { path: "/", port: 13_133 } },
    volumeMounts: [mount("otel-collector-config-vol", "/conf"), ...objectsAt(values, "extraVolumeMounts")],
  });
  const wide = clusterWide(scope, `${name}-${scope.namespace}`);
  const isNewest = rendering.edition === "newest";
  return [
    ...account.objects,
    clusterRole(wide, objectsAt(values, "clusterRole.rules")),
    clusterRoleBinding(wide, wide.name, { name: account.name, namespace: scope.namespace }),
    configMap(inNamespace(scope, name), {
      "otel-collector-config.yaml": JSON.stringify(at(values, "config") ?? {}),
    }),
    // Its real name is not in the facts.
    ...(isNewest
      ? [configMap(inNamespace(scope, `${name}-opamp`), { "otel-collector-opamp-config.yaml": "server_endpoint: " })]
      : []),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: inNamespace(scope, name, {
        labels: { ...selector, ...textMapAt(values, "service.labels") },
        annotations: textMapAt(values, "service.annotations"),
      }),
      spec: {
        type: textAt(values, "service.type"),
        selector,
        ports: ports.map(({ name: port, servicePort, protocol }) => ({
          name: port,
          port: servicePort,
          targetPort: port,
          protocol,
        })),
      },
    },
    deployment(inNamespace(scope, name, { labels: selector, annotations: textMapAt(values, "annotations") }), {
      replicas: numberAt(values, "replicaCount", 1),
      selector,
      pod: {
        labels: textMapAt(values, "podLabels"),
        annotations: textMapAt(values, "podAnnotations"),
        serviceAccountName: account.name,
        initContainers: waitForMigration(scopes, imageAt(values, "image")),
        containers: [main],
        volumes: [configMapVolume("otel-collector-config-vol", name), ...objectsAt(values, "extraVolumes")],
        placement: placement(values),
      },
    }),
  ];
}

interface OpenPort {
  readonly name: string;
  readonly containerPort: number;
  readonly servicePort: number;
  readonly protocol: string;
}

function openPorts(values: JsonObject): readonly OpenPort[] {
  return Object.entries(objectAt(values, "ports"))
    .filter(([, port]) => at(port, "enabled") === true)
    .map(([name, port]) => ({
      name,
      containerPort: numberAt(port, "containerPort", 0),
      servicePort: numberAt(port, "servicePort", 0),
      protocol: textAt(port, "protocol") || "TCP",
    }))
    .sort((left, right) => left.name.localeCompare(right.name));
}
