import { refuseIf, refuseUnless } from "../../rule.ts";
import { accountOf } from "../accounts.ts";
import { parseArn } from "../arn.ts";
import type { Aws } from "../client.ts";
import { roleByArn, userByArn } from "../iam/principals.ts";
import type { Tags } from "../tags.ts";
import { callEks, clusterArn, objectId, requireCluster } from "./calls.ts";
import { type AccessEntry, type Cluster, eks } from "./records.ts";
import { accessRules as rules } from "./rules/access.ts";
import { changeTags } from "./tagging.ts";

/** What `CreateAccessEntry` is asked for; null for what EKS is to choose. */
export interface AccessEntryProperties {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly type: string;
  readonly userName: string | null;
  readonly groups: readonly string[];
  readonly tags: Tags;
}

/** Types of entries for machines: the name and the groups are EKS's choice. */
const nodeTypes = ["EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX"];

/** What names and groups that somebody chooses cannot begin with. */
const reservedPrefixes = ["system:", "eks:", "aws:", "amazon:", "iam:"];

/**
 * `eks:CreateAccessEntry`.
 *
 * @throws AwsError
 */
export function createAccessEntry(aws: Aws, properties: AccessEntryProperties): AccessEntry {
  const { clusterName, principalArn, type, tags } = properties;
  const request = { resources: [clusterArn(aws, clusterName)], parameters: { clusterName, principalArn, type }, tags };
  return callEks(aws, "CreateAccessEntry", request, () => {
    requireAccessApi(aws, clusterName);
    refuseUnless(type === "STANDARD" || nodeTypes.includes(type), rules.type, type);
    checkPrincipal(aws, principalArn);
    if (type === "STANDARD") checkNames(properties.userName, properties.groups);
    else checkNodeEntry(aws, properties);
    refuseIf(eks.accessEntries(aws).has(keyOf(clusterName, principalArn)), rules.duplicate);
    return putEntry(aws, properties);
  });
}

/** The entry by which who makes a cluster administers it. */
export function admitCreator(aws: Aws, cluster: Cluster): void {
  const { kind, identity } = aws.principal;
  const isEntry = kind === "assumed-role" || kind === "user";
  if (cluster.authenticationMode === "CONFIG_MAP" || !isEntry) return;
  const { name: clusterName } = cluster;
  const entry = putEntry(aws, {
    clusterName,
    principalArn: identity,
    type: "STANDARD",
    userName: null,
    groups: [],
    tags: {},
  });
  const policyArn = `arn:${aws.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
  const policy = { policyArn, scope: "cluster", namespaces: [], associatedAt: aws.now, modifiedAt: aws.now } as const;
  eks.accessEntries(aws).put(keyOf(clusterName, identity), { ...entry, policies: [policy] });
}

/**
 * `eks:DescribeAccessEntry`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function describeAccessEntry(aws: Aws, clusterName: string, principalArn: string): AccessEntry {
  const request = { resources: [entryArnOf(aws, clusterName, principalArn)] };
  return callEks(aws, "DescribeAccessEntry", request, () => requireEntry(aws, clusterName, principalArn));
}

/**
 * `eks:UpdateAccessEntry`.
 *
 * @throws AwsError
 */
export function updateAccessEntry(
  aws: Aws,
  clusterName: string,
  principalArn: string,
  change: Pick<AccessEntryProperties, "userName" | "groups">,
): AccessEntry {
  const request = {
    resources: [entryArnOf(aws, clusterName, principalArn)],
    parameters: { clusterName, principalArn, username: change.userName, kubernetesGroups: change.groups },
  };
  return callEks(aws, "UpdateAccessEntry", request, () => {
    const held = requireEntry(aws, clusterName, principalArn);
    if (held.type !== "STANDARD") checkNodeFields({ ...change, type: held.type });
    checkNames(change.userName, change.groups);
    const userName = change.userName ?? held.userName;
    const updated = { ...held, userName, groups: change.groups, modifiedAt: aws.now };
    return eks.accessEntries(aws).put(keyOf(clusterName, principalArn), updated);
  });
}

/**
 * `eks:DeleteAccessEntry`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function deleteAccessEntry(aws: Aws, clusterName: string, principalArn: string): void {
  const request = {
    resources: [entryArnOf(aws, clusterName, principalArn)],
    parameters: { clusterName, principalArn },
  };
  callEks(aws, "DeleteAccessEntry", request, () => {
    requireEntry(aws, clusterName, principalArn);
    eks.accessEntries(aws).delete(keyOf(clusterName, principalArn));
  });
}

/** Gives an entry exactly these tags. */
export function tagAccessEntry(aws: Aws, clusterName: string, principalArn: string, tags: Tags): void {
  const held = requireEntry(aws, clusterName, principalArn);
  changeTags(aws, held.arn, held.tags, tags, () => {
    eks.accessEntries(aws).put(keyOf(clusterName, principalArn), { ...held, tags });
  });
}

/** @throws ServiceError when the cluster does not exist or knows no access entries */
export function requireAccessApi(aws: Aws, clusterName: string): Cluster {
  const cluster = requireCluster(aws, clusterName);
  refuseIf(cluster.authenticationMode === "CONFIG_MAP", rules.mode);
  return cluster;
}

/** @throws ServiceError when there is no such entry */
export function requireEntry(aws: Aws, clusterName: string, principalArn: string): AccessEntry {
  requireAccessApi(aws, clusterName);
  const held = eks.accessEntries(aws).get(keyOf(clusterName, principalArn));
  refuseUnless(held, rules.notFound);
  return held;
}

/** ARN of an entry, whether it exists or not; what permission is asked for. */
export function entryArnOf(aws: Aws, clusterName: string, principalArn: string): string {
  const held = eks.accessEntries(aws).get(keyOf(clusterName, principalArn));
  return held?.arn ?? aws.arn("eks", `access-entry/${clusterName}/*`);
}

/** Key of an entry's record. */
export function keyOf(clusterName: string, principalArn: string): string {
  return `${clusterName}:${principalArn}`;
}

function putEntry(aws: Aws, properties: AccessEntryProperties): AccessEntry {
  const { clusterName, principalArn, type, tags } = properties;
  const principal = parseArn(principalArn);
  const [kind = "role"] = principal?.resource.split("/") ?? [];
  const name = principalArn.slice(principalArn.lastIndexOf("/") + 1);
  const account = principal?.account ?? aws.account;
  const id = objectId(aws, "eks/access-entry", { cluster: clusterName, principalArn });
  const uniqueId = roleByArn(aws.world, principalArn)?.uniqueId ?? userByArn(aws.world, principalArn)?.uniqueId;
  return eks.accessEntries(aws).put(keyOf(clusterName, principalArn), {
    clusterName,
    principalArn,
    principalId: uniqueId ?? null,
    arn: aws.arn("eks", `access-entry/${clusterName}/${kind}/${account}/${name}/${id}`),
    type,
    userName: properties.userName ?? defaultUserName(type, kind, account, name, principalArn),
    groups: type === "STANDARD" ? properties.groups : (nodeGroups[type] ?? []),
    policies: [],
    createdAt: aws.now,
    modifiedAt: aws.now,
    tags,
  });
}

/** Groups of machines by type of entry. Source: EKS UG, Create access entries. */
const nodeGroups: Readonly<Record<string, readonly string[]>> = {
  EC2: ["system:nodes"],
  EC2_LINUX: ["system:nodes"],
  EC2_WINDOWS: ["system:nodes", "eks:kube-proxy-windows"],
  FARGATE_LINUX: ["system:bootstrappers", "system:nodes", "system:node-proxier"],
  HYBRID_LINUX: ["system:nodes"],
  HYPERPOD_LINUX: ["system:nodes"],
};

function defaultUserName(type: string, kind: string, account: string, name: string, principalArn: string): string {
  if (type.startsWith("EC2")) return "system:node:{{EC2PrivateDNSName}}";
  if (type !== "STANDARD") return "system:node:{{SessionName}}";
  return kind === "user" ? principalArn : `arn:aws:sts::${account}:assumed-role/${name}/{{SessionName}}`;
}

function checkPrincipal(aws: Aws, principalArn: string): void {
  refuseUnless(/^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/.+$/.test(principalArn), rules.principalKind);
  refuseIf(principalArn.includes(":role/aws-service-role/"), rules.serviceLinkedRole);
  const isForeign = accountOf(aws.world, parseArn(principalArn)?.account ?? "") === undefined;
  const exists = roleByArn(aws.world, principalArn) ?? userByArn(aws.world, principalArn);
  refuseUnless(isForeign || exists, rules.principal);
}

function checkNodeEntry(aws: Aws, properties: AccessEntryProperties): void {
  const principal = parseArn(properties.principalArn);
  refuseIf(principal?.account !== aws.account, rules.nodePrincipal, "account", nodeTypes);
  refuseIf(principal?.resource.startsWith("user/"), rules.nodePrincipal, "user", nodeTypes);
  checkNodeFields(properties);
}

function checkNodeFields({
  type,
  userName,
  groups,
}: Pick<AccessEntryProperties, "type" | "userName" | "groups">): void {
  refuseIf(userName !== null, rules.nodeFields, "username", type);
  refuseIf(groups.length > 0, rules.nodeFields, "kubernetesGroups", type);
}

function checkNames(userName: string | null, groups: readonly string[]): void {
  const prefix = reservedPrefixes.find((candidate) => userName?.startsWith(candidate));
  refuseIf(prefix, rules.userName, prefix ?? "");
  for (const group of groups) {
    const reserved = reservedPrefixes.find((candidate) => group.startsWith(candidate));
    refuseIf(reserved, rules.group, group, reserved ?? "");
  }
}
