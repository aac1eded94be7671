import type { Clusters } from "../simulator/kubernetes/clusters.ts";
import type { AccountRecords } from "../simulator/spacelift/queries/account.ts";
import { latestTrackedRun } from "../simulator/spacelift/queries/dependencies.ts";
import type { Run } from "../simulator/spacelift/records/run.ts";
import type { Space } from "../simulator/spacelift/records/space.ts";
import type { Stack } from "../simulator/spacelift/records/stack.ts";
import { type ClusterStatus, clusterStatus } from "./applications/cluster-status.ts";
import { environmentClusters } from "./applications/environment-clusters.ts";
import { environmentOfStack, inOrder, type Platform } from "./platform.ts";

/** What `status` shows of the simulated Spacelift. */
export interface Status {
  readonly account: string;
  readonly spaces: readonly { readonly id: string; readonly name: string; readonly parent: string | null }[];
  readonly stacks: readonly StackStatus[];
  readonly environments: readonly EnvironmentStatus[];
}

/** One environment: its stacks, and what runs in its cluster. */
export interface EnvironmentStatus extends ClusterStatus {
  readonly name: string;
  readonly stacks: readonly StackStatus[];
}

interface StackStatus {
  readonly id: string;
  readonly name: string;
  readonly environment: string | null;
  readonly space: string;
  readonly state: string;
  readonly lastRun: {
    readonly id: string;
    readonly type: string;
    readonly state: string;
    readonly note: string | null;
  } | null;
  readonly resources: number;
  /** Values as text; `(sensitive)` for what cannot be shown. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Puts together what an account and the clusters of a world hold, parents before children. */
export function statusOf(platform: Platform, records: AccountRecords, clusters: Clusters): Status {
  const stacks = inOrder(platform, records, [...records.stacks.keys()])
    .flatMap((stackId) => records.stacks.get(stackId) ?? [])
    .map((stack) => stackStatus(platform, records, stack));
  const environmentOf = (stackId: string): string | null => environmentOfStack(platform, records, stackId);
  const found = environmentClusters(clusters, platform.environments, environmentOf);
  return {
    account: records.account.name,
    spaces: treeOrder([...records.spaces.values()]).map(({ id, name, parentSpaceId }) => ({
      id,
      name,
      parent: parentSpaceId,
    })),
    stacks,
    environments: platform.environments.map((name) => {
      const cluster = found.find(({ environment }) => environment === name)?.cluster;
      const inside = cluster ? clusterStatus(cluster) : { nodes: [], addOns: [], applications: [] };
      return { name, stacks: stacks.filter(({ environment }) => environment === name), ...inside };
    }),
  };
}

function stackStatus(platform: Platform, records: AccountRecords, stack: Stack): StackStatus {
  return {
    id: stack.id,
    name: stack.name,
    environment: environmentOfStack(platform, records, stack.id),
    space: records.spaces.get(stack.spaceId)?.name ?? stack.spaceId,
    state: stack.state,
    lastRun: runText(latestTrackedRun(records, stack.id)),
    resources: stack.resourceCount,
    outputs: Object.fromEntries(
      stack.outputs.map(({ name, value, sensitive }) => [name, sensitive ? "(sensitive)" : value]),
    ),
  };
}

function runText(run: Run | undefined): StackStatus["lastRun"] {
  return run ? { id: run.id, type: run.type, state: run.state, note: run.note } : null;
}

function treeOrder(spaces: readonly Space[]): Space[] {
  const below = (parent: string | null): Space[] =>
    spaces
      .filter(({ parentSpaceId }) => parentSpaceId === parent)
      .sort((left, right) => left.name.localeCompare(right.name))
      .flatMap((space) => [space, ...below(space.id)]);
  return below(null);
}
