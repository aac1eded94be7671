import { allControllers } from "./all-controllers.ts";
import { Clusters } from "./kubernetes/clusters.ts";
import { noRepositories } from "./kubernetes/repositories.ts";
import type { World } from "./world/world.ts";

const known = new WeakMap<World, Clusters>();

/** The clusters of a world with every controller and no git repository: the same for everybody who asks in this process. */
export function clustersOf(world: World): Clusters {
  let clusters = known.get(world);
  if (!clusters) {
    clusters = new Clusters(world, allControllers, noRepositories);
    known.set(world, clusters);
  }
  return clusters;
}
