import { eks } from "../../aws/eks/records.ts";
import type { Principal } from "../../aws/principal.ts";
import type { Actor } from "../../world/journal.ts";
import type { User } from "../api.ts";
import type { Cluster } from "../cluster.ts";

/** Whom an access entry of the cluster makes a principal; undefined when there is none for it. */
export function userOf(cluster: Cluster, principal: Principal, actor: Actor): User | undefined {
  const entry = eks.accessEntries(cluster.awsOf(actor)).get(`${cluster.name}:${principal.identity}`);
  if (!entry) return undefined;
  const isAdministrator = entry.policies.some(({ policyArn }) => policyArn.endsWith("/AmazonEKSClusterAdminPolicy"));
  return { name: principal.arn, groups: isAdministrator ? [...entry.groups, "system:masters"] : entry.groups };
}
