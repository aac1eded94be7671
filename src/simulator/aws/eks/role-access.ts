import type { Aws } from "../client.ts";
import { roleByArn } from "../iam/principals.ts";
import { objectId } from "./calls.ts";
import { type Cluster, eks } from "./records.ts";

/** How those appear in the cluster whose access entry EKS makes by itself. Source: EKS UG, Create access entries. */
const identities = {
  EC2_LINUX: { userName: "system:node:{{EC2PrivateDNSName}}", groups: ["system:nodes"], isNode: true },
  EC2_WINDOWS: {
    userName: "system:node:{{EC2PrivateDNSName}}",
    groups: ["system:nodes", "eks:kube-proxy-windows"],
    isNode: true,
  },
  /** Nodes of Auto Mode. */
  EC2: { userName: "system:node:{{EC2PrivateDNSName}}", groups: ["system:nodes"], isNode: true },
  FARGATE_LINUX: {
    userName: "system:node:{{SessionName}}",
    groups: ["system:bootstrappers", "system:nodes", "system:node-proxier"],
    isNode: true,
  },
  CAPABILITY: { userName: "eks:capability:{{SessionName}}", groups: [], isNode: false },
} as const;

/** A type of access entry that EKS makes by itself. */
export type AutomaticEntryType = keyof typeof identities;

/** What EKS does with the role of new nodes or a capability: it makes an access entry, unless the role has one already. */
export function admitRole(aws: Aws, cluster: Cluster, roleArn: string, type: AutomaticEntryType): void {
  const key = `${cluster.name}:${roleArn}`;
  if (cluster.authenticationMode === "CONFIG_MAP" || eks.accessEntries(aws).has(key)) return;
  const role = roleByArn(aws.world, roleArn);
  const id = objectId(aws, "eks/access-entry", { cluster: cluster.name, roleArn });
  eks.accessEntries(aws).put(key, {
    clusterName: cluster.name,
    principalArn: roleArn,
    principalId: role?.uniqueId ?? null,
    arn: aws.arn("eks", `access-entry/${cluster.name}/role/${aws.account}/${role?.name ?? ""}/${id}`),
    type,
    userName: identities[type].userName,
    groups: identities[type].groups,
    policies: [],
    automatic: true,
    createdAt: aws.now,
    modifiedAt: aws.now,
    tags: {},
  });
}

/** What EKS does when something goes that used a role: the entry that it made goes with the last of them. */
export function dismissRole(aws: Aws, clusterName: string, roleArn: string): void {
  const users = [eks.nodeGroups(aws), eks.fargateProfiles(aws), eks.capabilities(aws)].flatMap((table) =>
    table.rows().filter((held) => held.clusterName === clusterName && held.roleArn === roleArn),
  );
  const key = `${clusterName}:${roleArn}`;
  if (users.length === 0 && eks.accessEntries(aws).get(key)?.automatic) eks.accessEntries(aws).delete(key);
}

/** True when the cluster lets nodes of a role in: an entry for nodes, whose role is still the one that it was made for. */
export function isAdmittedAsNode(aws: Aws, cluster: Cluster, roleArn: string): boolean {
  const entry = eks.accessEntries(aws).get(`${cluster.name}:${roleArn}`);
  if (!entry) return cluster.authenticationMode === "CONFIG_MAP";
  const living = roleByArn(aws.world, roleArn)?.uniqueId;
  return isNodeType(entry.type) && (entry.principalId === null || entry.principalId === living);
}

function isNodeType(type: string): boolean {
  return Object.entries(identities).some(([name, { isNode }]) => name === type && isNode);
}
