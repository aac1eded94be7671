import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { accountAt } from "../shared/access.ts";
import { compact } from "../shared/compact.ts";
import { configMap } from "../shared/configuration.ts";
import { imageAt } from "../shared/images.ts";
import { container, emptyVolume, mount } from "../shared/pods.ts";
import { inNamespace, placement, type Scope } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { storageXml } from "./cold-storage.ts";
import type { SigNozScopes } from "./scopes.ts";

const podTemplate = "pod-template";
const volumeClaimTemplate = "data-volumeclaim-template";
const serviceTemplate = "service-template";

/** The installation, its account, the Service in front of it, and its functions. */
export function clickHouse(scopes: SigNozScopes): readonly Manifest[] {
  const { clickHouse: scope } = scopes;
  const { values } = scope;
  const roleAnnotations = flagAt(values, "coldStorage.role.enabled")
    ? textMapAt(values, "coldStorage.role.annotations")
    : {};
  const annotations = flagAt(values, "coldStorage.enabled") ? roleAnnotations : {};
  const account = accountAt(scope, "serviceAccount", scope.fullName, { annotations });
  return [
    ...account.objects,
    configMap(inNamespace(scope, `${scope.fullName}-custom-functions`), { "custom-functions.xml": "<functions/>" }),
    service(
      inNamespace(scope, scope.fullName, {
        labels: { "app.kubernetes.io/component": "clickhouse" },
        annotations: textMapAt(values, "service.annotations"),
      }),
      {
        type: textAt(values, "service.type"),
        selector: { ...scope.selector, "app.kubernetes.io/component": "clickhouse" },
        ports: { http: numberAt(values, "service.httpPort", 8123), tcp: numberAt(values, "service.tcpPort", 9000) },
      },
    ),
    installation(scopes, account.name),
  ];
}

function installation({ clickHouse: scope, zooKeeper }: SigNozScopes, account: string): Manifest {
  const { values, namespace } = scope;
  const user = textAt(values, "user");
  const external = objectAt(values, "externalZookeeper");
  const replicas = numberAt(values, "zookeeper.replicaCount", 1);
  const servers = Array.from({ length: replicas }, (_, index) => ({
    host: `${zooKeeper.fullName}-${index}.${zooKeeper.fullName}-headless.${namespace}.svc.cluster.local`,
    port: 2181,
  }));
  return {
    apiVersion: "clickhouse.altinity.com/v1",
    kind: "ClickHouseInstallation",
    metadata: inNamespace(scope, scope.fullName, {
      labels: { "app.kubernetes.io/component": "clickhouse" },
      annotations: textMapAt(values, "annotations"),
    }),
    spec: {
      defaults: { templates: { dataVolumeClaimTemplate: volumeClaimTemplate, podTemplate, serviceTemplate } },
      configuration: {
        users: {
          [`${user}/password`]: textAt(values, "password"),
          [`${user}/networks/ip`]: at(values, "allowedNetworkIps"),
          [`${user}/profile`]: "default",
          [`${user}/quota`]: "default",
        },
        profiles: { ...objectAt(values, "defaultProfiles"), ...objectAt(values, "profiles") },
        clusters: [
          {
            name: textAt(values, "cluster"),
            templates: { podTemplate },
            layout: objectAt(values, "layout"),
          },
        ],
        settings: { ...objectAt(values, "defaultSettings"), ...objectAt(values, "settings") },
        files: {
          ...(flagAt(values, "coldStorage.enabled") ? { "config.d/storage.xml": storageXml(values) } : {}),
          ...objectAt(values, "files"),
        },
        zookeeper: { nodes: Object.keys(external).length > 0 ? at(external, "servers") : servers },
      },
      templates: {
        podTemplates: [
          {
            name: podTemplate,
            metadata: { annotations: textMapAt(values, "podAnnotations"), labels: podLabels(scope) },
            spec: podSpec(scope, account),
          },
        ],
        serviceTemplates: [{ name: serviceTemplate, spec: { type: textAt(values, "service.type"), ports: [] } }],
        ...(flagAt(values, "persistence.enabled")
          ? { volumeClaimTemplates: [{ name: volumeClaimTemplate, reclaimPolicy: "Retain", spec: claimSpec(values) }] }
          : {}),
      },
    },
  };
}

/** Labels by which the chart's Service finds the pods that the operator makes. */
function podLabels(scope: Scope): Readonly<Record<string, string>> {
  return { ...scope.selector, "app.kubernetes.io/component": "clickhouse" };
}

function podSpec(scope: Scope, account: string): JsonObject {
  const { values } = scope;
  const server = container("clickhouse", imageAt(values, "image"), {
    ports: { http: 8123, client: 9000, interserver: 9009, metrics: 9363 },
    resources: at(values, "resources"),
    readinessProbe: { httpGet: { path: "/ping", port: "http" } },
    volumeMounts: [
      ...(flagAt(values, "persistence.enabled") ? [mount(volumeClaimTemplate, "/var/lib/clickhouse")] : []),
      mount("shared-binary-volume", "/var/lib/clickhouse/user_scripts"),
    ],
  });
  const functions = container(`${scope.fullName}-udf-init`, imageAt(values, "initContainers.udf.image"), {
    command: ["sh", "-c", "fetch the functions into the shared volume"],
    volumeMounts: [mount("shared-binary-volume", "/var/lib/clickhouse/user_scripts")],
  });
  const hasFunctions = flagAt(values, "initContainers.enabled") && flagAt(values, "initContainers.udf.enabled");
  return compact({
    serviceAccountName: account,
    initContainers: hasFunctions ? [functions] : [],
    containers: [server, ...objectsAt(values, "extraContainers")],
    volumes: [emptyVolume("shared-binary-volume")],
    imagePullSecrets: at(values, "imagePullSecrets"),
    ...placement(values),
  });
}

function claimSpec(values: JsonObject): JsonObject {
  return {
    ...compact({ storageClassName: at(values, "persistence.storageClass") }),
    accessModes: at(values, "persistence.accessModes"),
    resources: { requests: { storage: textAt(values, "persistence.size") } },
  };
}
