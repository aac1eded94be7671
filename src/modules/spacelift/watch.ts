import type { Construct } from "constructs";
import { DriftDetection } from "../../../.gen/spacelift/drift-detection.js";
import { PolicyAttachment } from "../../../.gen/spacelift/policy-attachment.js";

export interface WatchProps {
  readonly stackId: string;
  /** Ids of plan policies by a key that names the attachment. */
  readonly policyIds: Readonly<Record<string, string>>;
  /** When to look for drift: five cron fields, UTC. */
  readonly driftSchedule: string;
  /** Whether drift that is found is undone, after a person has confirmed it. */
  readonly reconcile: boolean;
}

/** Has every plan of a stack judged by the policies, and its resources compared with their state on a schedule. */
export function watch(scope: Construct, { stackId, policyIds, driftSchedule, reconcile }: WatchProps): void {
  for (const [name, policyId] of Object.entries(policyIds)) {
    new PolicyAttachment(scope, name, { policyId, stackId });
  }
  new DriftDetection(scope, "schedule", { stackId, schedule: [driftSchedule], timezone: "UTC", reconcile });
}
