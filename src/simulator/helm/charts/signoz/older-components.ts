import { at, flagAt, numberAt, objectAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { accountAt } from "../shared/access.ts";
import { configMap } from "../shared/configuration.ts";
import { imageAt } from "../shared/images.ts";
import { configMapVolume, container, mount, type PodOptions, variable } from "../shared/pods.ts";
import { inNamespace, placement, type Scope } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { claim, deployment, statefulSet } from "../shared/workloads.ts";
import { connectionTest } from "./connection-test.ts";
import { clickHouseHost, clickHouseVariables, type SigNozScopes, waitForService } from "./scopes.ts";

/** Query service, frontend and Alertmanager of the older chart. */
export function olderComponents(scopes: SigNozScopes): readonly Manifest[] {
  const { signoz: scope } = scopes;
  return [
    ...queryService(scopes),
    ...frontend(scope),
    ...(flagAt(scope.values, "alertmanager.enabled") ? alertmanager(scope) : []),
  ];
}

interface Part {
  readonly name: string;
  readonly values: JsonObject;
  readonly selector: Readonly<Record<string, string>>;
  readonly account: ReturnType<typeof accountAt>;
}

function partOf(scope: Scope, path: string): Part {
  const values = objectAt(scope.values, path);
  const name = `${scope.fullName}-${textAt(values, "name")}`;
  const selector = { ...scope.selector, "app.kubernetes.io/component": textAt(values, "name") };
  return { name, values, selector, account: accountAt(scope, `${path}.serviceAccount`, name) };
}

function podOf(part: Part, pod: Pick<PodOptions, "containers" | "initContainers" | "volumes">): PodOptions {
  return {
    ...pod,
    annotations: textMapAt(part.values, "podAnnotations"),
    serviceAccountName: part.account.name,
    imagePullSecrets: at(part.values, "imagePullSecrets"),
    placement: placement(part.values),
  };
}

/** Waits for another part in an init container, as the values say. */
function waiting(part: Part, host: string, port: number): readonly JsonObject[] {
  const path = "initContainers.init";
  if (!flagAt(part.values, `${path}.enabled`)) return [];
  const endpoint = textAt(part.values, `${path}.command.endpoint`);
  return [waitForService(`${part.name}-init`, imageAt(part.values, `${path}.image`), { host, port, path: endpoint })];
}

function storage(part: Part, name: string): readonly JsonObject[] {
  if (!flagAt(part.values, "persistence.enabled")) return [];
  const options = { storageClass: textAt(part.values, "persistence.storageClass") };
  return [claim(name, textAt(part.values, "persistence.size"), options)];
}

function queryService(scopes: SigNozScopes): readonly Manifest[] {
  const { signoz: scope, rendering } = scopes;
  const part = partOf(scope, "queryService");
  const ports = {
    http: numberAt(part.values, "service.port", 8080),
    "http-internal": numberAt(part.values, "service.internalPort", 8085),
    "opamp-internal": numberAt(part.values, "service.opampPort", 4320),
  };
  const host = clickHouseHost(scopes);
  const main = container(part.name, imageAt(part.values, "image"), {
    args: ["-config=/root/config/prometheus.yml"],
    env: clickHouseVariables(scopes),
    ports,
    resources: at(part.values, "resources"),
    readinessProbe: { httpGet: { path: textAt(part.values, "readinessProbe.path"), port: "http" } },
    volumeMounts: [mount("prometheus", "/root/config"), mount("signoz-db", "/var/lib/signoz")],
  });
  return [
    ...part.account.objects,
    configMap(inNamespace(scope, part.name), { "prometheus.yml": "" }),
    service(inNamespace(scope, part.name, { labels: part.selector }), { selector: part.selector, ports }),
    statefulSet(inNamespace(scope, part.name, { labels: part.selector }), {
      replicas: numberAt(part.values, "replicaCount", 1),
      selector: part.selector,
      serviceName: part.name,
      claims: storage(part, "signoz-db"),
      pod: podOf(part, {
        initContainers: waiting(part, host, numberAt(rendering.values, "clickhouse.service.httpPort", 8123)),
        containers: [main],
        volumes: [configMapVolume("prometheus", part.name)],
      }),
    }),
    connectionTest(scope, part.name, ports.http),
  ];
}

function frontend(scope: Scope): readonly Manifest[] {
  const part = partOf(scope, "frontend");
  const port = numberAt(part.values, "service.port", 3301);
  const main = container(part.name, imageAt(part.values, "image"), {
    ports: { http: port },
    resources: at(part.values, "resources"),
    volumeMounts: [mount("nginx-config", "/etc/nginx/conf.d")],
  });
  return [
    ...part.account.objects,
    configMap(inNamespace(scope, part.name), { "default.conf": "" }),
    service(inNamespace(scope, part.name, { labels: part.selector }), {
      selector: part.selector,
      ports: { http: port },
    }),
    deployment(inNamespace(scope, part.name, { labels: part.selector }), {
      replicas: numberAt(part.values, "replicaCount", 1),
      selector: part.selector,
      pod: podOf(part, {
        initContainers: waiting(part, queryServiceName(scope), queryServicePort(scope)),
        containers: [main],
        volumes: [configMapVolume("nginx-config", part.name)],
      }),
    }),
    connectionTest(scope, part.name, port),
  ];
}

function alertmanager(scope: Scope): readonly Manifest[] {
  const part = partOf(scope, "alertmanager");
  const ports = {
    http: numberAt(part.values, "service.port", 9093),
    cluster: numberAt(part.values, "service.clusterPort", 9094),
  };
  const main = container(part.name, imageAt(part.values, "image"), {
    args: [`--queryService.url=http://${queryServiceName(scope)}:8085`],
    env: Object.entries(objectAt(part.values, "additionalEnvs")).map(([key, value]) =>
      typeof value === "string"
        ? variable(key, value)
        : { name: key, ...objectAt(part.values, `additionalEnvs.${key}`) },
    ),
    ports,
    resources: at(part.values, "resources"),
    readinessProbe: objectAt(part.values, "readinessProbe"),
    volumeMounts: [mount("storage", "/alertmanager")],
  });
  return [
    ...part.account.objects,
    service(inNamespace(scope, part.name, { labels: part.selector }), { selector: part.selector, ports }),
    service(inNamespace(scope, `${part.name}-headless`, { labels: part.selector }), {
      selector: part.selector,
      ports,
      headless: true,
    }),
    statefulSet(inNamespace(scope, part.name, { labels: part.selector }), {
      replicas: numberAt(part.values, "replicaCount", 1),
      selector: part.selector,
      serviceName: `${part.name}-headless`,
      claims: storage(part, "storage"),
      pod: podOf(part, {
        initContainers: waiting(part, queryServiceName(scope), queryServicePort(scope)),
        containers: [main],
      }),
    }),
  ];
}

function queryServiceName(scope: Scope): string {
  return `${scope.fullName}-${textAt(scope.values, "queryService.name")}`;
}

function queryServicePort(scope: Scope): number {
  return numberAt(scope.values, "queryService.service.port", 8080);
}
