import { Aws } from "../aws/client.ts";
import type { Cluster as EksCluster } from "../aws/eks/records.ts";
import { eks } from "../aws/eks/records.ts";
import { servicePrincipal } from "../aws/principal.ts";
import type { Actor } from "../world/journal.ts";
import type { Table } from "../world/table.ts";
import type { World } from "../world/world.ts";
import type { KubernetesObject } from "./object.ts";
import { type ObjectStore, storeOf } from "./server/object-store.ts";

/** Where a cluster is. */
export interface ClusterPlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

interface ClockRecord {
  /** ISO 8601. */
  readonly time: string;
}

/** Begin of the names of all tables of a cluster. */
export function clusterTables({ account, region, name }: ClusterPlace): string {
  return `kubernetes/${account}/${region}/${name}/`;
}

/**
 * The inside of one EKS cluster: its objects, its clock, and what was written since who looked. There is one of these for each
 * cluster of a world (`Clusters`), so that everybody who works on the cluster in this process sees the same.
 *
 * The cluster's clock is the world's, or ahead of it: what happens in the cluster while a provider waits moves it.
 */
export class Cluster {
  readonly world: World;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** The objects, as the API server reads and writes them. */
  readonly store: ObjectStore;
  readonly #prefix: string;
  /** Tables that were asked for; the world keeps each for as long as it lives. */
  readonly #tables = new Map<string, Table<object>>();
  readonly #awsTables = new Map<string, readonly Table<object>[]>();
  /** The clock's record, read. */
  #clock: { readonly record: ClockRecord; readonly time: Date } | undefined;

  constructor(world: World, place: ClusterPlace) {
    this.world = world;
    this.account = place.account;
    this.region = place.region;
    this.name = place.name;
    this.#prefix = clusterTables(place);
    this.store = storeOf(world, this.#prefix);
  }

  /** What EKS knows of the cluster; undefined once it is gone. */
  get eks(): EksCluster | undefined {
    return eks.clusters(this.awsOf({ stack: "none", run: "none" })).get(this.name);
  }

  /** AWS as EKS itself sees it, in the cluster's account and Region. */
  awsOf(actor: Actor): Aws {
    const { world, account, region } = this;
    return new Aws({ world, actor, account, region, principal: servicePrincipal("eks.amazonaws.com", account) });
  }

  /** Objects of one kind, keyed `<namespace>/<name>`; read and write them through the API, which keeps track. */
  objects(kind: string): Table<KubernetesObject> {
    return this.store.table(kind);
  }

  /** Kinds, as `group/Kind`, of which there are objects. */
  kinds(): readonly string[] {
    return this.store.kinds();
  }

  /** Records beside the objects, for example the times that controllers wait for. */
  table<Row extends object>(kind: string): Table<Row> {
    let table = this.#tables.get(kind);
    if (!table) {
      table = this.world.table(`${this.#prefix}${kind}`);
      this.#tables.set(kind, table);
    }
    return table as unknown as Table<Row>;
  }

  /** Simulated time in the cluster. */
  get now(): Date {
    const record = this.table<ClockRecord>("clock").get("now");
    if (!record) return this.world.now;
    if (this.#clock?.record !== record) this.#clock = { record, time: new Date(record.time) };
    const { time } = this.#clock;
    if (time < this.world.now) return this.world.now;
    return time;
  }

  /** Moves the cluster's clock forward; a time in the past changes nothing. */
  advanceTo(time: Date): void {
    if (time > this.now) this.table("clock").put("now", { time: time.toISOString() });
  }

  /**
   * Rises whenever an object of the kind is written; of `*`, whenever any but an Event is. A kind such as `aws/ec2/instance` is a
   * table of the cluster's account, in its Region or global, one such as `spot/ocean` that of all accounts of Spot.
   */
  version(kind: string): number {
    if (kind.startsWith("aws/")) return this.#revisionInAws(kind.slice("aws/".length));
    return kind.startsWith("spot/") ? this.#revisionInSpot(kind.slice("spot/".length)) : this.store.version(kind);
  }

  #revisionInSpot(kind: string): number {
    const names = this.world.tableNames("spot/").filter((name) => name.endsWith(`/${kind}`));
    return names.reduce((sum, name) => sum + this.world.table(name).revision, 0);
  }

  #revisionInAws(kind: string): number {
    let tables = this.#awsTables.get(kind);
    if (!tables) {
      tables = [this.region, "global"].map((place) => this.world.table(`aws/${this.account}/${place}/${kind}`));
      this.#awsTables.set(kind, tables);
    }
    return tables.reduce((sum, { revision }) => sum + revision, 0);
  }

  /** Removes everything that is inside, as EKS does with a cluster: what controllers made outside of it stays. */
  forget(): void {
    for (const name of this.world.tableNames(this.#prefix)) {
      const table = this.world.table(name);
      for (const id of [...table.keys()]) table.delete(id);
    }
    this.store.forget();
  }
}
