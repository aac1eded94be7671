import type { Json, JsonObject } from "../../../world/json.ts";
import { compact } from "./compact.ts";

/** A container; members that are empty are left out. */
interface ContainerOptions {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly JsonObject[];
  readonly envFrom?: readonly JsonObject[];
  /** Name of each port to its number. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly resources?: Json | undefined;
  readonly volumeMounts?: readonly JsonObject[];
  readonly livenessProbe?: JsonObject;
  readonly readinessProbe?: JsonObject;
  readonly securityContext?: JsonObject;
  readonly imagePullPolicy?: string;
}

/** A container; ports by name. */
export function container(name: string, image: string, options: ContainerOptions = {}): JsonObject {
  const { ports = {}, ...rest } = options;
  const containerPorts = Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort }));
  return compact({ name, image, ...rest, ports: containerPorts });
}

/** The template of a workload's pods. */
export interface PodOptions {
  /** Labels beside those of the selector. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly serviceAccountName?: string;
  readonly containers: readonly JsonObject[];
  readonly initContainers?: readonly JsonObject[];
  readonly volumes?: readonly JsonObject[];
  readonly imagePullSecrets?: Json | undefined;
  readonly restartPolicy?: "Always" | "OnFailure" | "Never";
  readonly terminationGracePeriodSeconds?: number;
  readonly hostNetwork?: boolean;
  /** Node selector, tolerations, affinity, priority; see `placement`. */
  readonly placement?: JsonObject;
}

/** The template of pods that a workload selects by these labels. */
export function podTemplate(selector: Readonly<Record<string, string>>, pod: PodOptions): JsonObject {
  const { labels, annotations, placement, ...spec } = pod;
  return {
    metadata: compact({ labels: { ...selector, ...labels }, annotations }),
    spec: compact({ ...spec, ...placement }),
  };
}

/** A variable with a fixed value. */
export function variable(name: string, value: string): JsonObject {
  return { name, value };
}

/** A variable from a key of a Secret: the container does not start without it, unless it is optional. */
export function fromSecret(name: string, secret: string, key: string, optional = false): JsonObject {
  return { name, valueFrom: { secretKeyRef: { name: secret, key, ...(optional ? { optional } : {}) } } };
}

/** A variable from a key of a ConfigMap. */
export function fromConfigMap(name: string, configMap: string, key: string, optional = false): JsonObject {
  return { name, valueFrom: { configMapKeyRef: { name: configMap, key, ...(optional ? { optional } : {}) } } };
}

/** A variable from a field of the pod, for example `metadata.namespace`. */
export function fromField(name: string, fieldPath: string): JsonObject {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

/** A volume from a Secret, and where it is mounted. */
export function secretVolume(name: string, secretName: string, optional = false): JsonObject {
  return { name, secret: { secretName, ...(optional ? { optional } : {}) } };
}

/** A volume from a ConfigMap. */
export function configMapVolume(name: string, configMap: string, optional = false): JsonObject {
  return { name, configMap: { name: configMap, ...(optional ? { optional } : {}) } };
}

/** A volume that lives as long as the pod. */
export function emptyVolume(name: string): JsonObject {
  return { name, emptyDir: {} };
}

/** A mount of a volume. */
export function mount(
  name: string,
  mountPath: string,
  options: { readonly subPath?: string; readonly readOnly?: boolean } = {},
): JsonObject {
  return { name, mountPath, ...options };
}
