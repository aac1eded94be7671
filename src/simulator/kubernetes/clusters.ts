import type { World } from "../world/world.ts";
import { Cluster, type ClusterPlace } from "./cluster.ts";
import type { Controller } from "./controller.ts";
import type { Repositories } from "./repositories.ts";
import type { AdmissionHook } from "./server/admission-hook.ts";
import { apiServerControllers } from "./server/controllers.ts";
import type { DefinitionCheck } from "./server/definition-check.ts";

/** Every cluster of a world, what runs in them, and the git repositories that they reach. */
export class Clusters {
  readonly world: World;
  /** Those that belong to every API server, then the others. */
  readonly controllers: readonly Controller[];
  readonly repositories: Repositories;
  readonly #clusters = new Map<string, Cluster>();
  readonly #admissionHooks: ReadonlyMap<string, AdmissionHook>;
  readonly #definitionChecks: readonly DefinitionCheck[];

  constructor(world: World, controllers: readonly Controller[], repositories: Repositories) {
    this.world = world;
    this.controllers = [...apiServerControllers, ...controllers];
    this.repositories = repositories;
    const hooks = controllers.flatMap(({ admissionHooks = [] }) => admissionHooks);
    this.#admissionHooks = new Map(hooks.map((hook) => [hook.webhook, hook]));
    this.#definitionChecks = controllers.flatMap(({ definitionChecks = [] }) => definitionChecks);
  }

  /** The cluster of that place; asking for it does not make one. */
  of(place: ClusterPlace): Cluster {
    const key = `${place.account}/${place.region}/${place.name}`;
    let cluster = this.#clusters.get(key);
    if (!cluster) {
      cluster = new Cluster(this.world, place);
      this.#clusters.set(key, cluster);
    }
    return cluster;
  }

  /** The clusters that somebody in this process has worked on and that EKS still has. */
  get inUse(): readonly Cluster[] {
    return [...this.#clusters.values()].filter((cluster) => cluster.eks !== undefined);
  }

  /** What stands behind the webhook of that name; undefined for one that agrees to everything. */
  admissionHook(webhook: string): AdmissionHook | undefined {
    return this.#admissionHooks.get(webhook);
  }

  /** What the definition of a custom kind, as `group/Kind`, demands of its objects. */
  definitionChecks(kind: string): readonly DefinitionCheck[] {
    return this.#definitionChecks.filter((one) => one.kind === kind);
  }
}
