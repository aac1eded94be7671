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
  kinds(): string[] {
    return this.store.kinds();
  }

  /** Records beside the objects, for example the times that controllers wait for. */
  table<Row extends object>(kind: string): Table<Row> {
    return this.world.table<Row>(`${this.#prefix}${kind}`);
  }

  /** Simulated time in the cluster. */
  get now(): Date {
    const stored = this.table<{ readonly time: string }>("clock").get("now");
    const own = stored ? new Date(stored.time) : this.world.now;
    return own > this.world.now ? own : this.world.now;
  }

  /** Moves the cluster's clock forward; a time in the past changes nothing. */
  advanceTo(time: Date): void {
    if (time > this.now) this.table("clock").put("now", { time: time.toISOString() });
  }

  /**
   * Rises whenever an object of the kind is written; of `*`, whenever any but an Event is. A kind such as `aws/ec2/instance` is a
   * table of the cluster's account, in its Region or global.
   */
  version(kind: string): number {
    return kind.startsWith("aws/") ? this.#revisionInAws(kind.slice("aws/".length)) : this.store.version(kind);
  }

  #revisionInAws(kind: string): number {
    const revisions = [this.region, "global"].map(
      (place) => this.world.table(`aws/${this.account}/${place}/${kind}`).revision,
    );
    return revisions.reduce((sum, revision) => sum + revision, 0);
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
