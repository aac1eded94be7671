import type { Aws } from "../client.ts";
import { roleByArn } from "../iam/principals.ts";
import { keyOf, putEntry } from "./access-entry-record.ts";
import { isNodeType, type MachineType } from "./facts/machine-identities.ts";
import { type AssociatedPolicy, type Cluster, eks } from "./records.ts";

/** What EKS does with the role of new nodes or a capability: it makes an access entry, unless the role has one already. */
export function admitRole(aws: Aws, cluster: Cluster, roleArn: string, type: MachineType): void {
  if (cluster.authenticationMode === "CONFIG_MAP") return;
  if (eks.accessEntries(aws).has(keyOf(cluster.name, roleArn))) return;
  const entry = { clusterName: cluster.name, principalArn: roleArn, type, userName: null, groups: [], tags: {} };
  const policies = type === "EC2" ? [everywhere(aws, "AmazonEKSAutoNodePolicy")] : [];
  putEntry(aws, entry, { automatic: true, policies });
}

/** The entry by which who makes a cluster administers it; the root user needs none. */
export function admitCreator(aws: Aws, cluster: Cluster): void {
  const { kind, identity } = aws.principal;
  if (cluster.authenticationMode === "CONFIG_MAP" || (kind !== "assumed-role" && kind !== "user")) return;
  const properties = {
    clusterName: cluster.name,
    principalArn: identity,
    type: "STANDARD",
    userName: null,
    groups: [],
    tags: {},
  };
  putEntry(aws, properties, { policies: [everywhere(aws, "AmazonEKSClusterAdminPolicy")] });
}

function everywhere(aws: Aws, policy: string): AssociatedPolicy {
  const policyArn = `arn:${aws.partition}:eks::aws:cluster-access-policy/${policy}`;
  return { policyArn, scope: "cluster", namespaces: [], associatedAt: aws.now, modifiedAt: aws.now };
}

/** What EKS does when something goes that used a role: the entry that it made goes with the last of them. */
export function dismissRole(aws: Aws, clusterName: string, roleArn: string): void {
  const users = [eks.nodeGroups(aws), eks.fargateProfiles(aws), eks.capabilities(aws)].flatMap((table) =>
    table.rows().filter((held) => held.clusterName === clusterName && held.roleArn === roleArn),
  );
  const key = keyOf(clusterName, roleArn);
  const { autoMode } = eks.clusters(aws).get(clusterName) ?? {};
  const isUsed = users.length > 0 || (autoMode?.enabled && autoMode.nodeRoleArn === roleArn);
  if (!isUsed && eks.accessEntries(aws).get(key)?.automatic) eks.accessEntries(aws).delete(key);
}

/** True when the cluster lets nodes of a role in: an entry for nodes, whose role is still the one that it was made for. */
export function isAdmittedAsNode(aws: Aws, cluster: Cluster, roleArn: string): boolean {
  const entry = eks.accessEntries(aws).get(keyOf(cluster.name, roleArn));
  if (!entry) return cluster.authenticationMode === "CONFIG_MAP";
  const living = roleByArn(aws.world, roleArn)?.uniqueId;
  return isNodeType(entry.type) && (entry.principalId === null || entry.principalId === living);
}
