import type { Manifest } from "../kubernetes/object.ts";
import type { JsonObject } from "../world/json.ts";

/** Where a revision of a release stands, in Helm's words. */
type ReleaseStatus =
  | "deployed"
  | "failed"
  | "pending-install"
  | "pending-rollback"
  | "pending-upgrade"
  | "superseded"
  | "uninstalled"
  | "uninstalling";

/** One revision of a release, as Helm records it in the cluster. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  /** From 1. */
  readonly revision: number;
  readonly status: ReleaseStatus;
  readonly description: string;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string };
  /** The user's values, without the chart's defaults. */
  readonly values: JsonObject;
  /** Objects of the manifest in the order in which they are made, with their namespaces. */
  readonly objects: readonly Manifest[];
  /** Objects that are made around an operation; they are no part of the release. */
  readonly hooks: readonly Manifest[];
  /** ISO 8601, simulated time of the cluster. */
  readonly firstDeployed: string;
  readonly lastDeployed: string;
}

/** True while an operation is at work on a release, or was interrupted. */
export function isPending({ status }: Release): boolean {
  return status.startsWith("pending-");
}
