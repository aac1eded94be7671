import type { JsonObject } from "../world/json.ts";
import { authorise } from "./access/authorise.ts";
import type { Verb } from "./access/policy-rule.ts";
import { systemUser, type User } from "./access/user.ts";
import type { Cluster } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import { findKind, type Kind, resourceName } from "./kinds.ts";
import { groupOf, isTerminating, type KubernetesObject, type Manifest, versionOf } from "./object.ts";
import { requestRules as rules } from "./rules/request-rules.ts";
import { admitChange, admitDeletion, admitNew, type WriteOptions } from "./server/admission.ts";
import { appliedByClient, withLastApplied } from "./server/client-side-apply.ts";
import { hasFinalizers, isHeld, markedForDeletion, type Propagation } from "./server/deletion.ts";
import { inItsPlace, keyFor } from "./server/identity.ts";
import { refuse, refuseIf, refuseUnless } from "./server/kubernetes-error.ts";
import { checkDeletion, checkNewContent } from "./server/lifecycle.ts";
import { ownersAfterUpdate, ownersOfNew, type Writer } from "./server/managed-fields.ts";
import { mergePatch } from "./server/merge-patch.ts";
import { namespaceContents } from "./server/namespace-contents.ts";
import { recordId } from "./server/object-store.ts";
import { isRepeated, noteUnchanged } from "./server/repeated-apply.ts";
import { checkVersion, isOtherGeneration } from "./server/resource-versions.ts";
import { sameJson } from "./server/same-json.ts";
import { applied, checkConfiguration } from "./server/server-side-apply.ts";

/** What a list is limited to. */
interface Filter {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What names an object of a cluster. */
type ObjectName = Pick<KubernetesObject, "apiVersion" | "kind"> & { readonly metadata: Manifest["metadata"] };

/**
 * One caller's access to the API server of one cluster. Every call checks what the real server checks, in its order, and refuses
 * by a rule with a `KubernetesError`; the caller's name is the field manager.
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
    this.#mayRead("get", kind, namespace === "" ? undefined : namespace, name);
    return this.cluster.store.find(kind, namespace, name) ?? this.cluster.store.find(kind, "", name);
  }

  /** Objects of a kind such as `apps/Deployment`, in the order of their namespaces and names. */
  list(kind: string, filter: Filter = {}): readonly KubernetesObject[] {
    const { namespace, labels = {} } = filter;
    this.#mayRead("list", kind, namespace);
    const wanted = Object.entries(labels);
    const objects = this.cluster.store.list(kind, namespace);
    if (wanted.length === 0) return objects;
    return objects.filter(({ metadata }) => wanted.every(([key, value]) => metadata.labels?.[key] === value));
  }

  /** Makes an object. */
  create(manifest: Manifest, options: WriteOptions = {}): KubernetesObject {
    return this.#create(manifest, "Update", options);
  }

  /** Puts an object in place of the one of the same key; metadata that is left out stays. */
  update(object: Manifest, options: WriteOptions = {}): KubernetesObject {
    const { kind, present } = this.#present(object, "update");
    checkVersion(kind, present, object);
    const { status } = present;
    const kept = { ...(status ? { status } : {}), ...object };
    return this.#change(kind, present, { ...kept, metadata: { ...present.metadata, ...object.metadata } }, options);
  }

  /**
   * Server-side apply: makes the object, or merges into it what the manifest says and takes out what the same field manager said before
   * and no longer says. Fields that others set otherwise are a conflict, unless forced.
   */
  apply(manifest: Manifest, options: WriteOptions & { readonly force?: boolean } = {}): KubernetesObject {
    checkConfiguration(manifest, this.fieldManager);
    const kind = this.#kindOf(manifest);
    const sent = inItsPlace(kind, manifest);
    const present = this.cluster.store.find(keyFor(kind), sent.metadata.namespace ?? "", sent.metadata.name);
    if (!present) return this.#create(sent, "Apply", options);
    this.#may("patch", kind, sent);
    checkVersion(kind, present, sent);
    if (isRepeated(present, this.fieldManager, sent)) return present;
    const next = applied(present, sent, this.#writer(sent, "Apply"), options.force ?? false);
    const after = this.#change(kind, present, next, { ...options, managedFields: next.metadata.managedFields ?? [] });
    if (after === present) noteUnchanged(present, this.fieldManager, sent);
    return after;
  }

  /**
   * Apply as clients do it by themselves: with a copy of the whole manifest in an annotation, which a large one does not fit into. A
   * manifest that stands for a larger one says how many `bytes` that has.
   */
  applyByClient(manifest: Manifest, options: WriteOptions & { readonly bytes?: number } = {}): KubernetesObject {
    const kind = this.#kindOf(manifest);
    const sent = withLastApplied(inItsPlace(kind, manifest), options.bytes);
    const present = this.cluster.store.find(keyFor(kind), sent.metadata.namespace ?? "", sent.metadata.name);
    if (!present) return this.create(sent, options);
    this.#may("patch", kind, sent);
    return this.#change(kind, present, appliedByClient(present, sent), options);
  }

  /** Merges into an object; null removes a field. */
  patch(object: ObjectName, change: JsonObject, options: WriteOptions = {}): KubernetesObject {
    const { kind, present } = this.#present(object, "patch");
    return this.#change(kind, present, mergePatch(present, change) as KubernetesObject, options);
  }

  /** Replaces members of an object's status; writes nothing when nothing changes. Status belongs to nobody. */
  setStatus(object: ObjectName, status: JsonObject): KubernetesObject {
    const { kind, present } = this.#present(object, "update", "status");
    return this.#store(kind, present, { ...present, status: { ...present.status, ...status } });
  }

  /** Replaces an object's finalizers; an object that is being deleted goes with the last of them. */
  setFinalizers(object: ObjectName, finalizers: readonly string[]): void {
    const { kind, present } = this.#present(object, "update");
    this.#change(kind, present, { ...present, metadata: { ...present.metadata, finalizers } }, {});
  }

  /**
   * Deletes an object; one with finalizers stays until they are gone, a pod on a node until its kubelet has stopped it and deletes it
   * without grace. Gives whether it is gone; what was not there is.
   */
  delete(
    object: ObjectName,
    propagation: Propagation = "Background",
    { withoutGrace = false }: { readonly withoutGrace?: boolean } = {},
  ): boolean {
    const kind = this.#kindOf(object);
    const place = inItsPlace(kind, object);
    const { name, namespace } = place.metadata;
    this.#may("delete", kind, place);
    const found = this.cluster.store.find(keyFor(kind), namespace ?? "", name);
    if (!found) return true;
    checkDeletion(kind, found);
    if (!isTerminating(found)) admitDeletion(this, kind, found);
    const marked = markedForDeletion(found, propagation, this.cluster.now);
    if (!isHeld(marked) || (withoutGrace && !hasFinalizers(marked))) {
      this.cluster.store.remove(keyFor(kind), found);
      return true;
    }
    this.#store(kind, found, marked);
    return false;
  }

  #create(manifest: Manifest, operation: Writer["operation"], options: WriteOptions): KubernetesObject {
    const kind = this.#kindOf(manifest);
    const named = inItsPlace(kind, manifest);
    const { name, namespace = "" } = named.metadata;
    const { cluster } = this;
    this.#may("create", kind, named);
    checkNewContent(cluster, kind, named);
    const { status: _status, ...configuration } = named;
    const object: KubernetesObject = {
      ...(operation === "Apply" ? configuration : named),
      apiVersion: named.apiVersion,
      kind: named.kind,
      metadata: {
        ...named.metadata,
        uid: cluster.world.ids.uuid("kubernetes/uid", [cluster.name, keyFor(kind), recordId(namespace, name)]),
        resourceVersion: this.nextVersion(),
        generation: 1,
        creationTimestamp: cluster.now.toISOString(),
      },
    };
    const admitted = admitNew(this, kind, object, options);
    refuseIf(cluster.store.find(keyFor(kind), namespace, name), rules.alreadyExists, resourceName(kind), name);
    const managedFields = ownersOfNew(object, admitted, this.#writer(named, operation));
    const made = { ...admitted, metadata: { ...admitted.metadata, managedFields } };
    if (options.dryRun) return made;
    cluster.store.put(keyFor(kind), made);
    if (keyFor(kind) === "/Namespace") {
      const controllerManager = new KubernetesApi(cluster, systemUser, "kube-controller-manager", this.clusters);
      for (const content of namespaceContents(cluster, name)) controllerManager.create(content);
    }
    return made;
  }

  #change(
    kind: Kind,
    present: KubernetesObject,
    next: KubernetesObject,
    options: WriteOptions & { readonly managedFields?: KubernetesObject["metadata"]["managedFields"] },
  ): KubernetesObject {
    if (sameJson(present, next)) return present;
    const admitted = admitChange(this, kind, present, next, options);
    const managedFields =
      options.managedFields ?? ownersAfterUpdate(present, admitted, this.#writer(admitted, "Update"));
    const changed = { ...admitted, metadata: { ...admitted.metadata, managedFields } };
    return options.dryRun ? changed : this.#store(kind, present, changed);
  }

  #store(kind: Kind, present: KubernetesObject, next: KubernetesObject): KubernetesObject {
    if (sameJson(present, next)) return present;
    const { store } = this.cluster;
    if (isTerminating(present) && !isHeld(next)) {
      store.remove(keyFor(kind), present);
      return next;
    }
    const generation = present.metadata.generation + (isOtherGeneration(present, next) ? 1 : 0);
    const stored = { ...next, metadata: { ...next.metadata, resourceVersion: this.nextVersion(), generation } };
    store.put(keyFor(kind), stored);
    return stored;
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

  #present(object: ObjectName, verb: Verb, subresource?: string) {
    const kind = this.#kindOf(object);
    const place = inItsPlace(kind, object);
    this.#may(verb, kind, place, subresource);
    const { name, namespace = "" } = place.metadata;
    const present = this.cluster.store.find(keyFor(kind), namespace, name);
    return { kind, present: present ?? refuse(rules.notFound, resourceName(kind), name) };
  }

  #may(verb: Verb, kind: Kind, { metadata: { namespace, name } }: Pick<Manifest, "metadata">, subresource?: string) {
    authorise(this.cluster, this.user, { verb, kind, namespace, name, ...(subresource ? { subresource } : {}) });
  }

  #mayRead(verb: "get" | "list", key: string, namespace?: string, name?: string): void {
    if (this.user.groups.includes("system:masters")) return;
    const slash = key.indexOf("/");
    const kind = findKind(this.cluster, key.slice(0, slash), key.slice(slash + 1));
    if (kind) authorise(this.cluster, this.user, { verb, kind, namespace, name });
  }

  #writer({ apiVersion }: Pick<Manifest, "apiVersion">, operation: Writer["operation"]): Writer {
    return { manager: this.fieldManager, operation, apiVersion, time: this.cluster.now.toISOString() };
  }
}
