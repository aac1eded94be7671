import { canonicalJson, type JsonObject } from "../world/json.ts";
import type { Cluster } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import { listAt, textAt } from "./fields.ts";
import { findKind, type Kind, resourceName } from "./kinds.ts";
import {
  groupOf,
  type KubernetesObject,
  keyOf,
  kindKey,
  type Manifest,
  type ObjectKey,
  type ObjectMeta,
  versionOf,
} from "./object.ts";
import { requestRules as rules } from "./rules/request-rules.ts";
import { filled, refilled } from "./server/defaults.ts";
import { refuse, refuseIf, refuseUnless } from "./server/kubernetes-error.ts";
import { checkDeletion, checkNewContent } from "./server/lifecycle.ts";
import { mergePatch } from "./server/merge-patch.ts";
import { namespaceContents } from "./server/namespace-contents.ts";
import { recordId } from "./server/object-store.ts";
import { checkSize } from "./server/size.ts";

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
    return this.cluster.store.find(kind, namespace, name) ?? this.cluster.store.find(kind, "", name);
  }

  /** Objects of a kind such as `apps/Deployment`, in the order of their namespaces and names. */
  list(kind: string, filter: Filter = {}): readonly KubernetesObject[] {
    const { namespace, labels = {} } = filter;
    const wanted = Object.entries(labels);
    const objects = this.cluster.store.list(kind, namespace);
    if (wanted.length === 0) return objects;
    return objects.filter(({ metadata }) => wanted.every(([key, value]) => metadata.labels?.[key] === value));
  }

  /** Makes an object. */
  create(manifest: Manifest): KubernetesObject {
    const kind = this.#kindOf(manifest);
    const named = inItsPlace(kind, manifest);
    const { name, namespace = "" } = named.metadata;
    checkSize(named);
    checkNewContent(this.cluster, kind, named);
    refuseIf(this.cluster.store.find(keyFor(kind), namespace, name), rules.alreadyExists, resourceName(kind), name);
    const meta: ObjectMeta = {
      ...named.metadata,
      uid: this.cluster.world.ids.uuid("kubernetes/uid", [this.cluster.name, keyFor(kind), rowId(keyOf(named))]),
      resourceVersion: this.nextVersion(),
      generation: 1,
      creationTimestamp: this.cluster.now.toISOString(),
    };
    const made = this.#put(kind, filled(this.cluster, kind, { ...named, metadata: meta }));
    if (keyFor(kind) === "/Namespace") {
      const authority = Buffer.from(this.cluster.eks?.certificateAuthority ?? "", "base64").toString("utf8");
      for (const content of namespaceContents(name, authority)) this.create(content);
    }
    return made;
  }

  /** Puts an object in place of the one of the same key; metadata that only the server sets stays. */
  update(object: Manifest): KubernetesObject {
    const kind = this.#kindOf(object);
    const present = this.#present(object);
    const { resourceVersion } = object.metadata as Partial<ObjectMeta>;
    const isStale = resourceVersion !== undefined && resourceVersion !== present.metadata.resourceVersion;
    refuseIf(isStale, rules.stale, resourceName(kind), object.metadata.name);
    checkSize(object);
    return this.#replace(kind, present, { ...object, metadata: { ...present.metadata, ...object.metadata } });
  }

  /** Server-side apply: makes the object, or merges into it what the manifest says. */
  apply(manifest: Manifest, _options: { readonly force?: boolean } = {}): KubernetesObject {
    const kind = this.#kindOf(manifest);
    const sent = inItsPlace(kind, manifest);
    const present = this.find(keyFor(kind), sent.metadata.name, sent.metadata.namespace);
    if (!present) return this.create(sent);
    return this.#replace(kind, present, mergePatch(present, sent) as KubernetesObject);
  }

  /** Merges into an object; null removes a field. */
  patch(object: KubernetesObject, change: JsonObject): KubernetesObject {
    const present = this.#present(object);
    return this.#replace(this.#kindOf(object), present, mergePatch(present, change) as KubernetesObject);
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
    this.#replace(kind, present, { ...present, metadata: { ...present.metadata, finalizers } });
  }

  /**
   * Deletes an object; one with finalizers stays until they are gone, a pod on a node until its kubelet has stopped it and deletes it
   * without grace. Gives whether it is gone.
   */
  delete(
    object: Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">,
    _propagation: Propagation = "Background",
    { withoutGrace = false }: { readonly withoutGrace?: boolean } = {},
  ): boolean {
    const kind = this.#kindOf(object);
    const { name, namespace } = inItsPlace(kind, object).metadata;
    const present = this.find(keyFor(kind), name, namespace);
    if (!present) return true;
    checkDeletion(kind, present);
    if (!isHeld(present) || (withoutGrace && !hasFinalizers(present))) {
      this.#remove(kind, present);
      return true;
    }
    if (present.metadata.deletionTimestamp === undefined) {
      const metadata = { ...present.metadata, deletionTimestamp: this.cluster.now.toISOString() };
      const status = keyFor(kind) === "/Namespace" ? { status: { ...present.status, phase: "Terminating" } } : {};
      this.#replace(kind, present, { ...present, ...status, metadata });
    }
    return false;
  }

  /** A version that no object had so far. */
  nextVersion(): string {
    return this.cluster.store.nextVersion();
  }

  #kindOf({ apiVersion, kind: name }: { readonly apiVersion: string; readonly kind: string }): Kind {
    const kind = findKind(this.cluster, groupOf(apiVersion), name) ?? refuse(rules.kindUnknown, name, apiVersion);
    refuseUnless(kind.versions.includes(versionOf(apiVersion)), rules.versionNotServed);
    return kind;
  }

  #present(object: Pick<Manifest, "apiVersion" | "kind" | "metadata">): KubernetesObject {
    const kind = this.#kindOf(object);
    const { name, namespace } = inItsPlace(kind, object).metadata;
    return this.find(keyFor(kind), name, namespace) ?? refuse(rules.notFound, resourceName(kind), name);
  }

  #replace(kind: Kind, present: KubernetesObject, next: KubernetesObject): KubernetesObject {
    if (canonicalJson(present) === canonicalJson(next)) return present;
    if (present.metadata.deletionTimestamp !== undefined && !isHeld(next)) {
      this.#remove(kind, present);
      return next;
    }
    const specChanged = canonicalJson(present.spec) !== canonicalJson(next.spec);
    const metadata = {
      ...next.metadata,
      resourceVersion: this.nextVersion(),
      generation: present.metadata.generation + (specChanged ? 1 : 0),
    };
    return this.#put(kind, refilled(this.cluster, kind, { ...next, metadata }));
  }

  #put(kind: Kind, object: KubernetesObject): KubernetesObject {
    this.cluster.store.put(keyFor(kind), object);
    return object;
  }

  #remove(kind: Kind, object: KubernetesObject): void {
    this.cluster.store.remove(keyFor(kind), object);
  }
}

/** Key of an object's record: `<namespace>/<name>`, or the name alone. */
export function rowId({ namespace, name }: Pick<ObjectKey, "namespace" | "name">): string {
  return recordId(namespace, name);
}

function keyFor({ group, kind }: Kind): string {
  return `${group}/${kind}`;
}

/** The manifest where clients send it: objects of a namespaced kind go to `default` unless said otherwise, others to no namespace. */
function inItsPlace<Sent extends Pick<Manifest, "metadata">>({ namespaced }: Kind, manifest: Sent): Sent {
  const { namespace, ...metadata } = manifest.metadata;
  return { ...manifest, metadata: namespaced ? { ...metadata, namespace: namespace || "default" } : metadata };
}

/** Whether something holds an object: its finalizers, or containers that run on a node. */
function isHeld(object: KubernetesObject): boolean {
  return hasFinalizers(object) || (kindKey(object) === "/Pod" && isOnNode(object));
}

/** A namespace has a finalizer of its own beside those of its metadata. */
function hasFinalizers(object: KubernetesObject): boolean {
  if ((object.metadata.finalizers ?? []).length > 0) return true;
  return kindKey(object) === "/Namespace" && listAt(object, "spec.finalizers").length > 0;
}

function isOnNode(pod: KubernetesObject): boolean {
  return textAt(pod, "spec.nodeName") !== "" && !["Succeeded", "Failed"].includes(textAt(pod, "status.phase"));
}
