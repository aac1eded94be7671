import type { Json, JsonObject } from "../../../world/json.ts";
import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../fields.ts";
import { isObject, type KubernetesObject } from "../../object.ts";
import { parseQuantity } from "../quantities.ts";

/** A key of a Secret or ConfigMap, or all its keys, that a pod needs. */
export interface ConfigReference {
  readonly kind: "Secret" | "ConfigMap";
  readonly name: string;
  /** Null for the whole object. */
  readonly key: string | null;
  readonly optional: boolean;
}

/** An environment variable, its value as written; empty when it comes from elsewhere. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
}

/** A container of a pod, with defaults filled in. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly EnvironmentVariable[];
  /** Objects that its environment is made of. */
  readonly references: readonly ConfigReference[];
  /** An init container that keeps running beside the others. */
  readonly isSidecar: boolean;
  readonly hasReadinessProbe: boolean;
}

interface PodVolume {
  readonly name: string;
  /** Name of the claim; null for other sources. */
  readonly claim: string | null;
  /** Objects that are projected into the volume. */
  readonly references: readonly ConfigReference[];
}

/** Lets a pod onto nodes with a matching taint. */
export interface Toleration {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  readonly effect: string;
  /** How long it holds for the effect NoExecute; null for ever. */
  readonly seconds: number | null;
}

/** What a pod asks of its node. CPU in cores, memory in bytes. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
}

/** A pod's specification with everything that the scheduler and the kubelet look at. */
export interface PodSpec {
  /** Empty until the scheduler decides. */
  readonly nodeName: string;
  readonly serviceAccountName: string;
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly PodVolume[];
  readonly imagePullSecrets: readonly string[];
  readonly restartPolicy: string;
  readonly hostNetwork: boolean;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  readonly affinity: JsonObject;
  /** Terms of pods that it must be near to, and of those that it must be apart from. */
  readonly near: readonly JsonObject[];
  readonly apart: readonly JsonObject[];
  readonly requests: Resources;
  /** It gets a network interface of its own, with security groups of its own. */
  readonly hasOwnInterface: boolean;
  readonly terminationGracePeriodSeconds: number;
}

/** Resource of which a node has as many as its instance takes interfaces for pods. */
export const podInterface = "vpc.amazonaws.com/pod-eni";

const specs = new WeakMap<JsonObject, PodSpec>();
const nothing: JsonObject = {};

/** The specification of a pod. Records are replaced, never changed, so that each is read once. */
export function podSpecOf(pod: KubernetesObject): PodSpec {
  return readPodSpec(pod.spec ?? nothing);
}

/** The specification in the pod template of a workload such as a Deployment. */
export function templateSpecOf(workload: KubernetesObject): PodSpec {
  return readPodSpec(objectAt(workload, "spec.template.spec"));
}

/** Reads what stands under `spec` of a pod or pod template. */
export function readPodSpec(spec: JsonObject): PodSpec {
  let read = specs.get(spec);
  if (!read) {
    read = parsePodSpec(spec);
    specs.set(spec, read);
  }
  return read;
}

function parsePodSpec(spec: JsonObject): PodSpec {
  const initContainers = objectsAt(spec, "initContainers");
  const containers = objectsAt(spec, "containers");
  return {
    nodeName: textAt(spec, "nodeName"),
    serviceAccountName: textAt(spec, "serviceAccountName") || textAt(spec, "serviceAccount") || "default",
    initContainers: initContainers.map(containerOf),
    containers: containers.map(containerOf),
    volumes: objectsAt(spec, "volumes").map(volumeOf),
    imagePullSecrets: objectsAt(spec, "imagePullSecrets").map((secret) => textAt(secret, "name")),
    restartPolicy: textAt(spec, "restartPolicy") || "Always",
    hostNetwork: flagAt(spec, "hostNetwork"),
    nodeSelector: textMapAt(spec, "nodeSelector"),
    tolerations: objectsAt(spec, "tolerations").map((toleration) => ({
      key: textAt(toleration, "key"),
      operator: textAt(toleration, "operator") || "Equal",
      value: textAt(toleration, "value"),
      effect: textAt(toleration, "effect"),
      seconds: typeof toleration.tolerationSeconds === "number" ? toleration.tolerationSeconds : null,
    })),
    affinity: objectAt(spec, "affinity"),
    near: objectsAt(spec, "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution"),
    apart: objectsAt(spec, "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution"),
    requests: requestsOf(containers, initContainers),
    hasOwnInterface: containers.some((container) => podInterface in textMapAt(container, "resources.limits")),
    terminationGracePeriodSeconds: numberAt(spec, "terminationGracePeriodSeconds", 30),
  };
}

function containerOf(container: JsonObject): Container {
  const env = objectsAt(container, "env");
  return {
    name: textAt(container, "name"),
    image: textAt(container, "image"),
    command: textsAt(container, "command"),
    args: textsAt(container, "args"),
    env: env.map((variable) => ({ name: textAt(variable, "name"), value: textAt(variable, "value") })),
    references: [
      ...objectsAt(container, "envFrom").flatMap((source) => [
        ...referenceTo("Secret", at(source, "secretRef"), false),
        ...referenceTo("ConfigMap", at(source, "configMapRef"), false),
      ]),
      ...env.flatMap((variable) => [
        ...referenceTo("Secret", at(variable, "valueFrom.secretKeyRef"), true),
        ...referenceTo("ConfigMap", at(variable, "valueFrom.configMapKeyRef"), true),
      ]),
    ],
    isSidecar: textAt(container, "restartPolicy") === "Always",
    hasReadinessProbe: at(container, "readinessProbe") !== undefined,
  };
}

function volumeOf(volume: JsonObject): PodVolume {
  const claim = textAt(volume, "persistentVolumeClaim.claimName");
  return {
    name: textAt(volume, "name"),
    claim: claim === "" ? null : claim,
    references: [
      ...referencesIn("Secret", at(volume, "secret"), "secretName"),
      ...referencesIn("ConfigMap", at(volume, "configMap"), "name"),
      ...objectsAt(volume, "projected.sources").flatMap((source) => [
        ...referencesIn("Secret", at(source, "secret"), "name"),
        ...referencesIn("ConfigMap", at(source, "configMap"), "name"),
      ]),
    ],
  };
}

function referenceTo(kind: ConfigReference["kind"], source: Json | undefined, byKey: boolean): ConfigReference[] {
  if (!isObject(source)) return [];
  const key = byKey ? textAt(source, "key") : null;
  return [{ kind, name: textAt(source, "name"), key, optional: flagAt(source, "optional") }];
}

/** What a volume shows of an object: the keys that it names, or all. */
function referencesIn(kind: ConfigReference["kind"], source: Json | undefined, nameField: string): ConfigReference[] {
  if (!isObject(source)) return [];
  const name = textAt(source, nameField);
  const optional = flagAt(source, "optional");
  const keys = objectsAt(source, "items").map((item) => textAt(item, "key"));
  return keys.length === 0 ? [{ kind, name, key: null, optional }] : keys.map((key) => ({ kind, name, key, optional }));
}

/** The sum over the containers, or the largest init container where that is more; sidecars count with the containers. */
function requestsOf(containers: readonly JsonObject[], initContainers: readonly JsonObject[]): Resources {
  const isSidecar = (container: JsonObject) => textAt(container, "restartPolicy") === "Always";
  const lasting = [...containers, ...initContainers.filter(isSidecar)];
  const passing = initContainers.filter((container) => !isSidecar(container));
  const total = (name: keyof Resources) =>
    Math.max(
      lasting.reduce((sum, container) => sum + requestOf(container, name), 0),
      ...passing.map((container) => requestOf(container, name)),
    );
  return { cpu: total("cpu"), memory: total("memory") };
}

/** A container without a request asks for its limit. */
function requestOf(container: JsonObject, name: keyof Resources): number {
  return quantityAt(container, `resources.requests.${name}`) ?? quantityAt(container, `resources.limits.${name}`) ?? 0;
}

/** The quantity at a path. */
export function quantityAt(value: Json | undefined, path: string): number | undefined {
  const found = at(value, path);
  return typeof found === "string" || typeof found === "number" ? parseQuantity(found) : undefined;
}
