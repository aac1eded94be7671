import type { Manifest, ManifestMeta } from "../../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../../world/json.ts";
import { compact } from "./compact.ts";
import { type PodOptions, podTemplate } from "./pods.ts";

/** What every workload has. */
interface WorkloadOptions {
  /** Labels that choose its pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly pod: PodOptions;
}

interface ReplicatedOptions extends WorkloadOptions {
  /** 1 when left out. */
  readonly replicas?: number;
}

/** A Deployment of one replica unless said otherwise. */
export function deployment(
  metadata: ManifestMeta,
  options: ReplicatedOptions & { readonly strategy?: Json | undefined },
): Manifest {
  const { replicas = 1, selector, pod, strategy } = options;
  const spec = { replicas, selector: { matchLabels: selector }, template: podTemplate(selector, pod) };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { ...spec, ...compact({ strategy }) } };
}

interface StatefulSetOptions extends ReplicatedOptions {
  /** Service that gives its pods names. */
  readonly serviceName: string;
  readonly claims?: readonly JsonObject[];
  readonly podManagementPolicy?: "OrderedReady" | "Parallel";
  readonly persistentVolumeClaimRetentionPolicy?: Json | undefined;
}

/** A StatefulSet of one replica unless said otherwise. */
export function statefulSet(metadata: ManifestMeta, options: StatefulSetOptions): Manifest {
  const { replicas = 1, selector, pod, serviceName, claims = [], ...rest } = options;
  const spec = { replicas, serviceName, selector: { matchLabels: selector }, template: podTemplate(selector, pod) };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata,
    spec: { ...spec, ...compact({ ...rest, volumeClaimTemplates: claims }) },
  };
}

/** A DaemonSet. */
export function daemonSet(metadata: ManifestMeta, { selector, pod }: WorkloadOptions): Manifest {
  const spec = { selector: { matchLabels: selector }, template: podTemplate(selector, pod) };
  return { apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec };
}

interface JobOptions {
  readonly labels?: Readonly<Record<string, string>>;
  /** Its containers are not started again unless the pod says so. */
  readonly pod: PodOptions;
  readonly backoffLimit?: number;
  readonly ttlSecondsAfterFinished?: number;
}

/** A Job whose pods are not restarted unless said otherwise. */
export function job(metadata: ManifestMeta, options: JobOptions): Manifest {
  const { labels = {}, pod, backoffLimit, ttlSecondsAfterFinished } = options;
  const template = podTemplate(labels, { restartPolicy: "Never", ...pod });
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata,
    spec: compact({ backoffLimit, ttlSecondsAfterFinished, template }),
  };
}

/** A claim of a StatefulSet, or one of its own with `persistentVolumeClaim`. */
export function claim(
  name: string,
  size: string,
  options: { readonly storageClass?: string; readonly accessModes?: Json } = {},
): JsonObject {
  return { metadata: { name }, spec: claimSpec(size, options) };
}

/** A claim beside a workload. */
export function persistentVolumeClaim(
  metadata: ManifestMeta,
  size: string,
  options: { readonly storageClass?: string; readonly accessModes?: Json } = {},
): Manifest {
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata, spec: claimSpec(size, options) };
}

function claimSpec(size: string, options: { readonly storageClass?: string; readonly accessModes?: Json }): JsonObject {
  const { storageClass, accessModes = ["ReadWriteOnce"] } = options;
  return { accessModes, ...compact({ storageClassName: storageClass }), resources: { requests: { storage: size } } };
}
