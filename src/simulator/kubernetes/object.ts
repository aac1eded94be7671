import type { Json, JsonObject } from "../world/json.ts";

type OwnerReference = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
};

/**
 * One entry of `metadata.managedFields`: who set which fields, as paths such as `.spec.replicas`. The single path `.` is every field:
 * that of the only one who wrote the object so far.
 */
export type ManagedFields = {
  readonly manager: string;
  /** `Apply` for server-side apply. */
  readonly operation: "Apply" | "Update";
  /** The version in which the manager wrote. */
  readonly apiVersion?: string;
  /** ISO 8601, simulated time of the cluster. */
  readonly time?: string;
  readonly paths: readonly string[];
};

/** What a client may say of an object's identity. */
export type ManifestMeta = {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
};

/** An object as it is sent to the API server: any kind, its other fields as plain data. */
export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMeta;
  readonly [field: string]: Json | undefined;
};

/** What the API server says of an object's identity. */
export type ObjectMeta = ManifestMeta & {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  /** ISO 8601, simulated time of the cluster. */
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly managedFields?: readonly ManagedFields[];
};

/** An object as the API server holds it. Objects are replaced, never changed. */
export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  readonly [field: string]: Json | undefined;
};

/** What names an object in one cluster. `group` is empty for the core group, `namespace` for kinds that have none. */
export interface ObjectKey {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `apps` of `apps/v1`; empty for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** `v1` of `apps/v1` and of `v1`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf("/") + 1);
}

/** How controllers and tables name a kind: `apps/Deployment`, `/Secret`. */
export function kindKey(object: { readonly apiVersion: string; readonly kind: string }): string {
  return `${groupOf(object.apiVersion)}/${object.kind}`;
}

/** Key of an object. */
export function keyOf(object: Manifest): ObjectKey {
  const { namespace = "", name } = object.metadata;
  return { group: groupOf(object.apiVersion), kind: object.kind, namespace, name };
}

/** A reference by which the garbage collector removes the dependent with its owner. */
export function ownedBy(owner: KubernetesObject, options: { readonly controller?: boolean } = {}): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  const { controller = true } = options;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller, blockOwnerDeletion: true };
}

/** True for an object that somebody deleted and whose finalizers are still at work. */
export function isTerminating(object: KubernetesObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** The condition of that type in `status.conditions`. */
export function conditionOf(object: KubernetesObject, type: string): Condition | undefined {
  const conditions = object.status?.conditions;
  if (!Array.isArray(conditions)) return undefined;
  return conditions.find((condition): condition is Condition => isObject(condition) && condition.type === type);
}

/** True when the object has a condition of that type, and it is `True`. */
export function isTrue(object: KubernetesObject, condition: string): boolean {
  return conditionOf(object, condition)?.status === "True";
}

/** True when the controller of an object has seen its present specification. */
export function isObserved({ status, metadata }: KubernetesObject): boolean {
  const seen = status?.observedGeneration;
  return typeof seen === "number" && seen >= metadata.generation;
}

/** One entry of `status.conditions`. */
export type Condition = {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
};

/** The conditions with those of the same types replaced. */
export function withConditions(object: KubernetesObject, ...changed: readonly Condition[]): readonly Condition[] {
  const present = object.status?.conditions;
  const kept = Array.isArray(present)
    ? present.filter(
        (condition): condition is Condition =>
          isObject(condition) && !changed.some(({ type }) => type === condition.type),
      )
    : [];
  return [...kept, ...changed];
}

/** True for an object of JSON: no list, and not null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
