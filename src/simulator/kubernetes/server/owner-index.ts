import type { KubernetesObject } from "../object.ts";

/** An object with the kind under which it is kept. */
interface Kept {
  readonly kind: string;
  readonly object: KubernetesObject;
}

/** Finalizers by which the garbage collector is asked to care for dependents before their owner goes. */
const collected = ["foregroundDeletion", "orphan"] as const;

/**
 * Who owns whom in one cluster, kept up with every write, so that the garbage collector looks only at objects whose owners went or
 * go. It is made from the records when it is first asked for.
 */
export class OwnerIndex {
  readonly #byUid = new Map<string, Kept>();
  readonly #dependents = new Map<string, Set<string>>();
  /** Objects that may have lost an owner. */
  readonly #suspects = new Set<string>();
  /** Owners that wait for what becomes of their dependents. */
  readonly #leaving = new Set<string>();

  constructor(objects: Iterable<Kept>) {
    const all = [...objects];
    for (const kept of all) this.#byUid.set(kept.object.metadata.uid, kept);
    for (const { kind, object } of all) this.put(kind, object);
  }

  /** Notes an object that was written. */
  put(kind: string, object: KubernetesObject): void {
    const { uid, ownerReferences = [], deletionTimestamp, finalizers = [] } = object.metadata;
    this.#forgetOwners(uid);
    this.#byUid.set(uid, { kind, object });
    for (const owner of ownerReferences) {
      const dependents = this.#dependents.get(owner.uid) ?? new Set();
      this.#dependents.set(owner.uid, dependents.add(uid));
    }
    if (ownerReferences.some((owner) => !this.isOwner(owner.uid, object))) this.#suspects.add(uid);
    const isCollected = collected.some((finalizer) => finalizers.includes(finalizer));
    if (deletionTimestamp !== undefined && isCollected) this.#leaving.add(uid);
    else this.#leaving.delete(uid);
  }

  /** Notes an object that went. */
  remove({ metadata: { uid } }: KubernetesObject): void {
    this.#forgetOwners(uid);
    this.#byUid.delete(uid);
    this.#leaving.delete(uid);
    this.#suspects.delete(uid);
    for (const dependent of this.#dependents.get(uid) ?? []) this.#suspects.add(dependent);
  }

  /** Whether there is an object of that uid that can own the other: one of the same namespace, or of none. */
  isOwner(uid: string, { metadata }: KubernetesObject): boolean {
    const owner = this.#byUid.get(uid)?.object.metadata;
    return owner !== undefined && (owner.namespace === undefined || owner.namespace === metadata.namespace);
  }

  /** Objects that name the owner, in the order in which they were written first. */
  dependentsOf(owner: KubernetesObject): readonly Kept[] {
    return this.#kept(this.#dependents.get(owner.metadata.uid) ?? []);
  }

  /** Owners that are being deleted and wait for their dependents. */
  leaving(): readonly Kept[] {
    return this.#leaving.size === 0 ? [] : this.#kept(this.#leaving);
  }

  /** Has an object looked at once more. */
  suspect({ metadata: { uid } }: KubernetesObject): void {
    if (this.#byUid.has(uid)) this.#suspects.add(uid);
  }

  /** Objects that may have lost an owner; each is given once. */
  takeSuspects(): readonly Kept[] {
    if (this.#suspects.size === 0) return [];
    const suspects = this.#kept(this.#suspects);
    this.#suspects.clear();
    return suspects;
  }

  #kept(uids: Iterable<string>): readonly Kept[] {
    return [...uids].flatMap((uid) => this.#byUid.get(uid) ?? []);
  }

  #forgetOwners(uid: string): void {
    for (const owner of this.#byUid.get(uid)?.object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(owner.uid);
      dependents?.delete(uid);
      if (dependents?.size === 0) this.#dependents.delete(owner.uid);
    }
  }
}
