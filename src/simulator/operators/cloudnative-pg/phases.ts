/** Phases of a Cluster, in the operator's words. Source: CloudNativePG, api/v1/cluster_types.go. */
export const phases = {
  firstPrimary: "Setting up primary",
  newReplica: "Creating a new replica",
  waiting: "Waiting for the instances to become active",
  upgrading: "Upgrading cluster",
  healthy: "Cluster in healthy state",
  unknownPlugin: "Cluster cannot proceed to reconciliation due to an unknown plugin being required",
  catalog: "Cluster has incomplete or invalid image catalog",
} as const;

/** One of them. */
export type Phase = (typeof phases)[keyof typeof phases];

/** How far a Cluster is. */
export interface Progress {
  readonly phase: Phase;
  readonly reason: string;
}
