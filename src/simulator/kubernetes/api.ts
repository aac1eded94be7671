import { canonicalJson, type Json, type JsonObject } from "../world/json.ts";
import type { Cluster } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import { findKind, type Kind, servedKind } from "./kinds.ts";
import {
  isObject,
  type KubernetesObject,
  keyOf,
  kindKey,
  type Manifest,
  type ObjectKey,
  type ObjectMeta,
} from "./object.ts";

/** Who calls an API server. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Controllers of the control plane and of the platform: they may do everything. */
export const systemUser: User = { name: "system:controller", groups: ["system:masters"] };

/** What a list is limited to. */
export interface Filter {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export type Propagation = "Background" | "Foreground" | "Orphan";

/**
 * One caller's access to the API server of one cluster. Every write checks what the real server checks, in its order, and refuses
 * by a rule; the caller's name is the field manager.
 */
export class KubernetesApi {
  readonly cluster: Cluster;
  readonly user: User;
  readonly fieldManager: string;
  readonly clusters: Clusters;

  constructor(cluster: Cluster, user: User, fieldManager: string, clusters: Clusters) {
    this.cluster = cluster;
    this.user = user;
    this.fieldManager = fieldManager;
    this.clusters = clusters;
  }

  /** The object, or undefined when there is none or its kind is not served. */
  find(kind: string, name: string, namespace = ""): KubernetesObject | undefined {
    const object = this.cluster.objects(kind).get(rowId({ namespace, name }));
    return object && this.#opened(object);
  }

  /** Objects of a kind such as `apps/Deployment`, in the order of their names. */
  list(kind: string, filter: Filter = {}): readonly KubernetesObject[] {
    const { namespace, labels = {} } = filter;
    return this.cluster
      .objects(kind)
      .filter(
        ({ metadata }) =>
          (namespace === undefined || (metadata.namespace ?? "") === namespace) &&
          Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value),
      )
      .sort((left, right) => rowId(keyOf(left)).localeCompare(rowId(keyOf(right))))
      .map((object) => this.#opened(object));
  }

  /** Makes an object. */
  create(manifest: Manifest): KubernetesObject {
    const kind = this.#kindOf(manifest);
    const meta: ObjectMeta = {
      ...manifest.metadata,
      uid: this.cluster.world.ids.uuid("kubernetes/uid", [
        this.cluster.name,
        kindKey(manifest),
        rowId(keyOf(manifest)),
      ]),
      resourceVersion: this.#nextVersion(),
      generation: 1,
      creationTimestamp: this.cluster.now.toISOString(),
    };
    return this.#put(kind, { ...manifest, metadata: meta });
  }

  /** Puts an object in place of the one of the same key; metadata that only the server sets stays. */
  update(object: Manifest): KubernetesObject {
    const kind = this.#kindOf(object);
    const present = this.#present(object);
    return this.#replace(kind, present, { ...object, metadata: { ...present.metadata, ...object.metadata } });
  }

  /** Server-side apply: makes the object, or merges into it what the manifest says. */
  apply(manifest: Manifest, _options: { readonly force?: boolean } = {}): KubernetesObject {
    const present = this.find(kindKey(manifest), manifest.metadata.name, manifest.metadata.namespace ?? "");
    if (!present) return this.create(manifest);
    const merged = merge(present, manifest) as KubernetesObject;
    return this.#replace(this.#kindOf(manifest), present, merged);
  }

  /** Merges into an object; null removes a field. */
  patch(object: KubernetesObject, change: JsonObject): KubernetesObject {
    const present = this.#present(object);
    return this.#replace(this.#kindOf(object), present, merge(present, change) as KubernetesObject);
  }

  /** Replaces members of an object's status; writes nothing when nothing changes. */
  setStatus(object: KubernetesObject, status: JsonObject): KubernetesObject {
    const present = this.#present(object);
    return this.#replace(this.#kindOf(object), present, { ...present, status: { ...present.status, ...status } });
  }

  /** Replaces an object's finalizers; an object that is being deleted goes with the last of them. */
  setFinalizers(object: KubernetesObject, finalizers: readonly string[]): void {
    const present = this.#present(object);
    const kind = this.#kindOf(object);
    if (present.metadata.deletionTimestamp !== undefined && finalizers.length === 0) this.#remove(kind, present);
    else this.#replace(kind, present, { ...present, metadata: { ...present.metadata, finalizers } });
  }

  /** Deletes an object; one with finalizers stays until they are gone. Gives whether it is gone. */
  delete(
    object: Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">,
    _propagation: Propagation = "Background",
  ): boolean {
    const present = this.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
    if (!present) return true;
    const kind = this.#kindOf(object);
    if ((present.metadata.finalizers ?? []).length === 0) {
      this.#remove(kind, present);
      return true;
    }
    if (present.metadata.deletionTimestamp === undefined) {
      const metadata = { ...present.metadata, deletionTimestamp: this.cluster.now.toISOString() };
      this.#replace(kind, present, { ...present, metadata });
    }
    return false;
  }

  #kindOf(object: { readonly apiVersion: string; readonly kind: string }): Kind {
    const kind = servedKind(this.cluster, object) ?? findKind(this.cluster, "", object.kind);
    if (!kind) throw new RangeError(`no matches for kind "${object.kind}" in version "${object.apiVersion}"`);
    return kind;
  }

  #present(object: Pick<Manifest, "apiVersion" | "kind" | "metadata">): KubernetesObject {
    const present = this.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
    if (!present) throw new RangeError(`${object.kind} "${object.metadata.name}" not found`);
    return present;
  }

  #replace(kind: Kind, present: KubernetesObject, next: KubernetesObject): KubernetesObject {
    if (canonicalJson(present) === canonicalJson(next)) return present;
    const specChanged = canonicalJson(present.spec) !== canonicalJson(next.spec);
    const metadata = {
      ...next.metadata,
      resourceVersion: this.#nextVersion(),
      generation: present.metadata.generation + (specChanged ? 1 : 0),
    };
    return this.#put(kind, { ...next, metadata });
  }

  #put(kind: Kind, object: KubernetesObject): KubernetesObject {
    const key = `${kind.group}/${kind.kind}`;
    this.cluster.objects(key).put(rowId(keyOf(object)), this.#closed(object));
    this.cluster.touch(key);
    return object;
  }

  #remove(kind: Kind, object: KubernetesObject): void {
    const key = `${kind.group}/${kind.kind}`;
    this.cluster.objects(key).delete(rowId(keyOf(object)));
    this.cluster.touch(key);
  }

  #nextVersion(): string {
    const counters = this.cluster.table<{ readonly value: number }>("counter");
    const value = (counters.get("resourceVersion")?.value ?? 0) + 1;
    counters.put("resourceVersion", { value });
    return String(value);
  }

  /** Secrets are sealed in the records. */
  #closed(object: KubernetesObject): KubernetesObject {
    if (kindKey(object) !== "/Secret" || object.data === undefined) return object;
    const { data, ...rest } = object;
    return { ...rest, sealed: this.cluster.seal(data ?? null) };
  }

  #opened(object: KubernetesObject): KubernetesObject {
    if (typeof object.sealed !== "string") return object;
    const { sealed, ...rest } = object;
    return { ...rest, data: this.cluster.unseal(String(sealed)) };
  }
}

/** Key of an object's record: `<namespace>/<name>`, or the name alone. */
export function rowId({ namespace, name }: Pick<ObjectKey, "namespace" | "name">): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

/** JSON merge patch: objects are merged, null removes, everything else replaces. */
function merge(present: Json | undefined, change: Json | undefined): Json | undefined {
  if (!isObject(present) || !isObject(change)) return change;
  const merged: Record<string, Json | undefined> = { ...present };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(merged[name], value);
  }
  return merged;
}
