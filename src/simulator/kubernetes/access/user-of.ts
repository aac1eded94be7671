import { accessPolicyName } from "../../aws/eks/facts/access-policies.ts";
import { type AccessEntry, eks } from "../../aws/eks/records.ts";
import { roleByArn, userByArn } from "../../aws/iam/principals.ts";
import type { Principal } from "../../aws/principal.ts";
import type { Cluster } from "../cluster.ts";
import { accessRules as rules } from "../rules/access-rules.ts";
import { refuse, refuseIf } from "../server/kubernetes-error.ts";
import { type AccessGrant, systemUser, type User } from "./user.ts";

/**
 * Who an AWS principal is in a cluster, by its access entry. The root user of the cluster's account administers it without one, as EKS
 * lets who makes a cluster do.
 *
 * @throws KubernetesError `Unauthorized` when the cluster knows nobody of that ARN, or somebody else who had it
 */
export function userOf(cluster: Cluster, principal: Principal): User {
  const aws = cluster.awsOf({ stack: "none", run: "none" });
  if (principal.kind === "root" && principal.account === cluster.account) return systemUser;
  const entry = eks.accessEntries(aws).get(`${cluster.name}:${principal.identity}`) ?? refuse(rules.unauthorized);
  const { world } = cluster;
  const living = (roleByArn(world, principal.identity) ?? userByArn(world, principal.identity))?.uniqueId;
  refuseIf(entry.principalId !== null && living !== undefined && entry.principalId !== living, rules.unauthorized);
  return {
    name: filledName(entry.userName, principal),
    groups: [...entry.groups, "system:authenticated"],
    grants: grantsOf(entry),
  };
}

/** The placeholders of a user name. Source: EKS UG, Create access entries. */
function filledName(userName: string, principal: Principal): string {
  const session = principal.arn.slice(principal.arn.lastIndexOf("/") + 1);
  return userName
    .replaceAll("{{SessionName}}", session.replaceAll("@", "-"))
    .replaceAll("{{SessionNameRaw}}", session)
    .replaceAll("{{AccountID}}", principal.account)
    .replaceAll("{{EC2PrivateDNSName}}", session);
}

function grantsOf({ policies }: AccessEntry): readonly AccessGrant[] {
  return policies.map(({ policyArn, scope, namespaces }) => ({
    policy: accessPolicyName(policyArn) ?? "",
    namespaces: scope === "cluster" ? null : namespaces,
  }));
}
