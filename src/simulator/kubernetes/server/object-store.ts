import type { Json } from "../../world/json.ts";
import { seal, unseal } from "../../world/seal.ts";
import type { Table } from "../../world/table.ts";
import type { World } from "../../world/world.ts";
import { type KubernetesObject, kindKey } from "../object.ts";
import { OwnerIndex } from "./owner-index.ts";

/** What is sealed of a secret. */
interface SealedParts {
  readonly data?: Json;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Objects of one kind in one namespace, by name. */
type NamespaceList = readonly KubernetesObject[];

/**
 * The stored objects of one cluster, with what makes reading them cheap: sorted lists that a write replaces instead of sorting
 * again, and secrets that are opened once. Everybody in the process who works on the cluster shares it.
 */
export class ObjectStore {
  readonly #world: World;
  readonly #prefix: string;
  /** Tables that were asked for; the world keeps each for as long as it lives. */
  readonly #tables = new Map<string, Table<KubernetesObject>>();
  /** What `kinds` gives, until a kind gets its first object or loses its last. */
  #kinds: readonly string[] | undefined;
  readonly #versions = new Map<string, number>();
  /** By kind: the version at which its lists were right. */
  readonly #listed = new Map<string, number>();
  readonly #lists = new Map<string, Map<string, NamespaceList>>();
  readonly #everything = new Map<string, NamespaceList>();
  readonly #opened = new WeakMap<KubernetesObject, KubernetesObject>();
  #owners: OwnerIndex | undefined;
  #lastVersion: number | undefined;
  #version = 0;
  /** Version of kinds that nobody wrote since the cluster was forgotten. */
  #begin = 0;

  constructor(world: World, prefix: string) {
    this.#world = world;
    this.#prefix = `${prefix}objects/`;
  }

  /** The records of a kind, keyed `<namespace>/<name>` or `<name>`. */
  table(kind: string): Table<KubernetesObject> {
    let table = this.#tables.get(kind);
    if (!table) {
      table = this.#world.table<KubernetesObject>(this.#prefix + kind);
      this.#tables.set(kind, table);
    }
    return table;
  }

  /** Kinds, as `group/Kind`, of which there are objects. */
  kinds(): readonly string[] {
    this.#kinds ??= this.#world.tableNames(this.#prefix).map((name) => name.slice(this.#prefix.length));
    return this.#kinds;
  }

  /** Rises whenever an object of the kind is written; of `*`, whenever any but an Event is: nobody acts on those. */
  version(kind: string): number {
    return kind === "*" ? this.#version : (this.#versions.get(kind) ?? this.#begin);
  }

  /** Notes that an object of a kind was written. */
  touch(kind: string): void {
    if (kind === "/Event") {
      this.#versions.set(kind, this.version(kind) + 1);
      return;
    }
    this.#version += 1;
    this.#versions.set(kind, this.#version);
  }

  find(kind: string, namespace: string, name: string): KubernetesObject | undefined {
    const row = this.table(kind).get(recordId(namespace, name));
    return row && this.#open(row);
  }

  /** Objects in the order of their namespaces and names; of one namespace when it is given. */
  list(kind: string, namespace?: string): readonly KubernetesObject[] {
    const lists = this.#listsOf(kind);
    if (namespace !== undefined) return lists.get(namespace) ?? [];
    let everything = this.#everything.get(kind);
    if (!everything) {
      everything = [...lists].sort(([left], [right]) => order(left, right)).flatMap(([, list]) => list);
      this.#everything.set(kind, everything);
    }
    return everything;
  }

  /** Who owns whom. */
  get owners(): OwnerIndex {
    this.#owners ??= new OwnerIndex(
      this.kinds().flatMap((kind) => this.list(kind).map((object) => ({ kind, object }))),
    );
    return this.#owners;
  }

  /** A `resourceVersion` that no object has had, as far as the records tell. */
  nextVersion(): string {
    this.#lastVersion ??= Math.max(
      0,
      ...this.kinds().flatMap((kind) => this.list(kind).map(({ metadata }) => Number(metadata.resourceVersion))),
    );
    this.#lastVersion += 1;
    return String(this.#lastVersion);
  }

  put(kind: string, object: KubernetesObject): void {
    const { namespace = "", name } = object.metadata;
    const lists = this.#listsOf(kind);
    const row = this.#close(object);
    if (row !== object) this.#opened.set(row, object);
    const table = this.table(kind);
    if (table.size === 0) this.#kinds = undefined;
    table.put(recordId(namespace, name), row);
    lists.set(namespace, withObject(lists.get(namespace) ?? [], object));
    this.#owners?.put(kind, object);
    this.#written(kind);
  }

  remove(kind: string, object: KubernetesObject): void {
    const { namespace = "", name } = object.metadata;
    const lists = this.#listsOf(kind);
    const table = this.table(kind);
    table.delete(recordId(namespace, name));
    if (table.size === 0) this.#kinds = undefined;
    const rest = (lists.get(namespace) ?? []).filter((listed) => listed.metadata.name !== name);
    if (rest.length > 0) lists.set(namespace, rest);
    else lists.delete(namespace);
    this.#owners?.remove(object);
    this.#written(kind);
  }

  /** Forgets what is known of the records, which somebody removed. */
  forget(): void {
    this.#version += 1;
    this.#begin = this.#version;
    this.#kinds = undefined;
    this.#versions.clear();
    this.#listed.clear();
    this.#lists.clear();
    this.#everything.clear();
    this.#owners = undefined;
    this.#lastVersion = undefined;
  }

  #written(kind: string): void {
    this.touch(kind);
    this.#everything.delete(kind);
    this.#listed.set(kind, this.version(kind));
  }

  #listsOf(kind: string): Map<string, NamespaceList> {
    const present = this.#lists.get(kind);
    if (present && this.#listed.get(kind) === this.version(kind)) return present;
    const byNamespace = new Map<string, KubernetesObject[]>();
    for (const row of this.table(kind).rows()) {
      const namespace = row.metadata.namespace ?? "";
      const list = byNamespace.get(namespace) ?? [];
      list.push(this.#open(row));
      byNamespace.set(namespace, list);
    }
    for (const list of byNamespace.values()) list.sort((left, right) => order(left.metadata.name, right.metadata.name));
    this.#lists.set(kind, byNamespace);
    this.#everything.delete(kind);
    this.#listed.set(kind, this.version(kind));
    return byNamespace;
  }

  /** What a secret holds is sealed in the records, annotations too: clients keep copies of whole manifests in them. */
  #close(object: KubernetesObject): KubernetesObject {
    if (kindKey(object) !== "/Secret") return object;
    const { data, metadata, ...rest } = object;
    const { annotations, ...kept } = metadata;
    return { ...rest, metadata: kept, sealed: seal(this.#world.seed, JSON.stringify({ data, annotations })) };
  }

  #open(row: KubernetesObject): KubernetesObject {
    if (typeof row.sealed !== "string") return row;
    let opened = this.#opened.get(row);
    if (!opened) {
      const { sealed, metadata, ...rest } = row;
      const { data, annotations } = JSON.parse(unseal(this.#world.seed, String(sealed))) as SealedParts;
      opened = {
        ...rest,
        metadata: annotations ? { ...metadata, annotations } : metadata,
        ...(data === undefined ? {} : { data }),
      };
      this.#opened.set(row, opened);
    }
    return opened;
  }
}

const stores = new WeakMap<World, Map<string, ObjectStore>>();

/** The store of the cluster whose tables begin so: the same for everybody who asks. */
export function storeOf(world: World, prefix: string): ObjectStore {
  let ofWorld = stores.get(world);
  if (!ofWorld) {
    ofWorld = new Map();
    stores.set(world, ofWorld);
  }
  let store = ofWorld.get(prefix);
  if (!store) {
    store = new ObjectStore(world, prefix);
    ofWorld.set(prefix, store);
  }
  return store;
}

/** Key of an object's record: `<namespace>/<name>`, or the name alone. */
export function recordId(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

/** Order of names: that of their characters' codes, the same in every locale. */
function order(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** A new list with the object at its place; lists that somebody reads never change. */
function withObject(list: NamespaceList, object: KubernetesObject): NamespaceList {
  const { name } = object.metadata;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(list[middle]?.metadata.name ?? "", name) < 0) low = middle + 1;
    else high = middle;
  }
  const isPresent = list[low]?.metadata.name === name;
  return [...list.slice(0, low), object, ...list.slice(isPresent ? low + 1 : low)];
}
