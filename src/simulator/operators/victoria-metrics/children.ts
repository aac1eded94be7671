import { at, flagAt, numberAt, objectsAt, textAt, textMapAt, textsAt } from "../../kubernetes/fields.ts";
import { isObject, type KubernetesObject, type Manifest, ownedBy } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { isAtLeast } from "../operator-pod.ts";
import { finalizer, type WorkloadKind } from "./kinds.ts";

interface Program {
  readonly repository: string;
  readonly port: string;
  /** Whether its replicas have names and volumes of their own. */
  readonly isStateful: boolean;
  /** Whether a sidecar reads its configuration anew, from a Secret. */
  readonly hasConfiguration: boolean;
}

/** What the operator starts for each kind. Source: VictoriaMetrics/operator, internal/config; facts of the stack chart, `runtime_images`. */
const programs: Readonly<Record<WorkloadKind, Program>> = {
  VMSingle: {
    repository: "docker.io/victoriametrics/victoria-metrics",
    port: "8429",
    isStateful: false,
    hasConfiguration: false,
  },
  VMAgent: { repository: "docker.io/victoriametrics/vmagent", port: "8429", isStateful: false, hasConfiguration: true },
  VMAlert: { repository: "docker.io/victoriametrics/vmalert", port: "8080", isStateful: false, hasConfiguration: true },
  VMAlertmanager: {
    repository: "docker.io/prom/alertmanager",
    port: "9093",
    isStateful: true,
    hasConfiguration: true,
  },
  VMAuth: { repository: "docker.io/victoriametrics/vmauth", port: "8427", isStateful: false, hasConfiguration: true },
};

/** Name of everything that is made from a resource: `vmsingle-<name>` and so on. */
export function childName({ kind, metadata }: Pick<KubernetesObject, "kind" | "metadata">): string {
  return `${kind.toLowerCase()}-${metadata.name}`;
}

/** `group/Kind` of the workload that is made from a resource. */
export function workloadKindOf({ kind, spec }: KubernetesObject): string {
  const isStateful = programs[kind as WorkloadKind].isStateful || flagAt(spec, "statefulMode");
  return isStateful ? "apps/StatefulSet" : "apps/Deployment";
}

/** What the operator makes from one resource: account, Service, configuration, volume and workload. */
export function childrenOf(resource: KubernetesObject, operatorVersion: readonly number[]): readonly Manifest[] {
  const program = programs[resource.kind as WorkloadKind];
  const name = childName(resource);
  const selector = {
    "app.kubernetes.io/name": resource.kind.toLowerCase(),
    "app.kubernetes.io/instance": resource.metadata.name,
    "app.kubernetes.io/component": "monitoring",
    "managed-by": "vm-operator",
  };
  const port = Number(textAt(resource.spec, "port") || program.port);
  const { namespace = "" } = resource.metadata;
  const metadata = {
    name,
    namespace,
    labels: selector,
    finalizers: [finalizer],
    ownerReferences: [ownedBy(resource)],
  };
  const ports = [{ name: "http", port, targetPort: port, protocol: "TCP" }];
  const isHeadless = program.isStateful ? { clusterIP: "None" } : {};
  return [
    ...(textAt(resource.spec, "serviceAccountName") === ""
      ? [{ apiVersion: "v1", kind: "ServiceAccount", metadata }]
      : []),
    { apiVersion: "v1", kind: "Service", metadata, spec: { type: "ClusterIP", selector, ports, ...isHeadless } },
    ...(program.hasConfiguration && textAt(resource.spec, "configSecret") === ""
      ? [{ apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data: { "config.yaml.gz": "" } }]
      : []),
    ...volumeClaim(resource, name),
    workload(resource, { metadata, selector, port, program, operatorVersion }),
  ];
}

/** The claim of a VMSingle: it outlives the resource unless it says otherwise. */
function volumeClaim(resource: KubernetesObject, name: string): readonly Manifest[] {
  const storage = at(resource.spec, "storage");
  if (resource.kind !== "VMSingle" || !isObject(storage)) return [];
  const { accessModes = ["ReadWriteOnce"], resources, storageClassName } = storage;
  const { namespace = "" } = resource.metadata;
  const goesAlong = flagAt(resource.spec, "removePvcAfterDelete") ? { ownerReferences: [ownedBy(resource)] } : {};
  return [
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name, namespace, labels: { "managed-by": "vm-operator" }, ...goesAlong },
      spec: { accessModes, resources, ...(storageClassName === undefined ? {} : { storageClassName }) },
    },
  ];
}

interface WorkloadParts {
  readonly metadata: Manifest["metadata"];
  readonly selector: Readonly<Record<string, string>>;
  readonly port: number;
  readonly program: Program;
  readonly operatorVersion: readonly number[];
}

function workload(resource: KubernetesObject, parts: WorkloadParts): Manifest {
  const { metadata, selector, program } = parts;
  const spec = resource.spec ?? {};
  const isStateful = workloadKindOf(resource) === "apps/StatefulSet";
  const passedOn = [
    "nodeSelector",
    "tolerations",
    "affinity",
    "topologySpreadConstraints",
    "priorityClassName",
    "imagePullSecrets",
  ];
  const pod = {
    serviceAccountName: textAt(spec, "serviceAccountName") || metadata.name,
    ...Object.fromEntries(passedOn.flatMap((key) => (spec[key] === undefined ? [] : [[key, spec[key]]]))),
    containers: [mainContainer(resource, parts), ...reloader(parts), ...objectsAt(spec, "containers")],
    volumes: volumes(resource, metadata.name, program),
  };
  return {
    apiVersion: "apps/v1",
    kind: isStateful ? "StatefulSet" : "Deployment",
    metadata,
    spec: {
      replicas: numberAt(spec, "replicaCount", 1),
      ...(isStateful ? { serviceName: metadata.name } : {}),
      selector: { matchLabels: selector },
      template: {
        metadata: {
          labels: { ...textMapAt(spec, "podMetadata.labels"), ...selector },
          annotations: textMapAt(spec, "podMetadata.annotations"),
        },
        spec: pod,
      },
    },
  };
}

function mainContainer(resource: KubernetesObject, { port, program, operatorVersion }: WorkloadParts): JsonObject {
  const spec = resource.spec ?? {};
  const usual = isAtLeast(operatorVersion, 0, 74) ? "v1.150.0" : "v1.102.1";
  const fallback = resource.kind === "VMAlertmanager" ? "v0.25.0" : usual;
  const image = `${textAt(spec, "image.repository") || program.repository}:${textAt(spec, "image.tag") || fallback}`;
  const args = Object.entries(textMapAt(spec, "extraArgs")).map(([key, value]) => `-${key}=${value}`);
  return {
    name: resource.kind.toLowerCase(),
    image,
    args: [`-httpListenAddr=:${port}`, ...args],
    ports: [{ name: "http", containerPort: port, protocol: "TCP" }],
    env: objectsAt(spec, "extraEnvs"),
    readinessProbe: { httpGet: { path: "/health", port } },
    resources: at(spec, "resources") ?? { requests: { cpu: "50m", memory: "200Mi" } },
    volumeMounts: objectsAt(spec, "volumeMounts"),
  };
}

function reloader({ program, operatorVersion }: WorkloadParts): readonly JsonObject[] {
  if (!program.hasConfiguration) return [];
  const image = isAtLeast(operatorVersion, 0, 60)
    ? `docker.io/victoriametrics/operator:config-reloader-v${operatorVersion.join(".")}`
    : "quay.io/prometheus-operator/prometheus-config-reloader:v0.68.0";
  const resources = { requests: { cpu: "10m", memory: "25Mi" }, limits: { memory: "25Mi" } };
  return [{ name: "config-reloader", image, resources, volumeMounts: [{ name: "config", mountPath: "/etc/config" }] }];
}

function volumes(resource: KubernetesObject, name: string, program: Program): readonly JsonObject[] {
  const spec = resource.spec ?? {};
  const hasStorage = resource.kind === "VMSingle" && isObject(at(spec, "storage"));
  return [
    ...(resource.kind !== "VMSingle"
      ? []
      : [hasStorage ? { name: "data", persistentVolumeClaim: { claimName: name } } : { name: "data", emptyDir: {} }]),
    ...(program.hasConfiguration
      ? [{ name: "config", secret: { secretName: textAt(spec, "configSecret") || name } }]
      : []),
    ...textsAt(spec, "configMaps").map((configMap) => ({
      name: `configmap-${configMap}`,
      configMap: { name: configMap },
    })),
    ...objectsAt(spec, "volumes"),
  ];
}
