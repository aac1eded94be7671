import type { Aws } from "../client.ts";
import type { AddOn } from "./records.ts";

/** The insides of clusters as EKS reaches them. Where AWS is looked at by itself, there is none. */
export interface ClusterInsides {
  /** Fills a new cluster with what EKS puts into it. */
  fill(aws: Aws, clusterName: string): void;
  /** Forgets what is in a cluster that is gone; what its controllers made in AWS stays. */
  forget(aws: Aws, clusterName: string): void;
  /**
   * Lets a cluster work until the pods of an add-on are ready, or so many seconds have passed.
   *
   * @returns the simulated seconds that passed
   */
  settle(aws: Aws, addOn: AddOn, seconds: number): number;
  /** What the consoles of instances say that stay out of a cluster. */
  consoles(aws: Aws, clusterName: string): readonly string[];
  /** Whether the pods of an add-on are ready. */
  isComplete(aws: Aws, addOn: AddOn): boolean;
}
