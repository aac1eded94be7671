import type { Cluster } from "../../simulator/kubernetes/cluster.ts";
import type { Clusters } from "../../simulator/kubernetes/clusters.ts";

/** A simulated cluster and the environment whose stack made it. */
export interface EnvironmentCluster {
  readonly environment: string;
  /** Id of the stack that made the cluster. */
  readonly stack: string;
  readonly cluster: Cluster;
}

/** `aws/<account>/<region>/eks/cluster`: where EKS keeps its clusters. */
const clusterTable = /^aws\/(\d{12})\/([a-z0-9-]+)\/eks\/cluster$/;

/**
 * The clusters of a world that stacks of environments made, in the order of the environments.
 *
 * @param environmentOf name of a stack's environment; null for stacks above all of them
 */
export function environmentClusters(
  clusters: Clusters,
  environments: readonly string[],
  environmentOf: (stackId: string) => string | null,
): readonly EnvironmentCluster[] {
  const found = clusters.world.ledger().flatMap(({ table, id, origin }): EnvironmentCluster[] => {
    const [, account, region] = clusterTable.exec(table) ?? [];
    const environment = environmentOf(origin.stack);
    if (account === undefined || region === undefined || environment === null) return [];
    return environments.includes(environment)
      ? [{ environment, stack: origin.stack, cluster: clusters.of({ account, region, name: id }) }]
      : [];
  });
  const rank = ({ environment }: EnvironmentCluster): number => environments.indexOf(environment);
  return found.sort((left, right) => rank(left) - rank(right));
}
