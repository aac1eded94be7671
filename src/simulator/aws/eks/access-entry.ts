import { refuseIf, refuseUnless } from "../../rule.ts";
import { accountOf } from "../accounts.ts";
import { parseArn } from "../arn.ts";
import type { Aws } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { roleByArn, userByArn } from "../iam/principals.ts";
import type { Tags } from "../tags.ts";
import { type AccessEntryProperties, keyOf, putEntry } from "./access-entry-record.ts";
import { callEks, clusterArn, requireCluster } from "./calls.ts";
import { type AccessEntry, type Cluster, eks } from "./records.ts";
import { accessRules as rules } from "./rules/access.ts";
import { clusterRules } from "./rules/clusters.ts";
import { changeTags } from "./tagging.ts";

/** Entries that a cluster may have. */
const entryLimit = 3_000;

/** Types that somebody may ask for whose name and groups are EKS's choice. */
const nodeTypes = ["EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "EC2"];

/** What names and groups that somebody chooses cannot begin with. */
const reservedPrefixes = ["system:", "eks:", "aws:", "amazon:", "iam:"];

/**
 * `eks:CreateAccessEntry`.
 *
 * @throws AwsError
 */
export function createAccessEntry(aws: Aws, properties: AccessEntryProperties): AccessEntry {
  const { clusterName, principalArn, type, tags } = properties;
  const isNode = nodeTypes.includes(type) && parseArn(principalArn)?.account === aws.account;
  if (isNode) passRole(aws, { roleArn: principalArn, service: "eks.amazonaws.com", within: "eks:CreateAccessEntry" });
  const request = { resources: [clusterArn(aws, clusterName)], parameters: { clusterName, principalArn, type }, tags };
  return callEks(aws, "CreateAccessEntry", request, () => {
    requireAccessApi(aws, clusterName);
    checkPrincipal(aws, principalArn);
    if (type === "STANDARD") checkNames(properties.userName, properties.groups);
    else checkNodeEntry(aws, properties);
    const entries = eks.accessEntries(aws);
    refuseIf(entries.has(keyOf(clusterName, principalArn)), rules.duplicate);
    const count = entries.filter((entry) => entry.clusterName === clusterName).length;
    refuseIf(count >= entryLimit, clusterRules.quota, "Access entry", entryLimit);
    return putEntry(aws, properties);
  });
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

/**
 * Gives an entry exactly these tags.
 *
 * @throws AwsError
 */
export function tagAccessEntry(aws: Aws, clusterName: string, principalArn: string, tags: Tags): void {
  const held = describeAccessEntry(aws, clusterName, principalArn);
  changeTags(aws, held.arn, held.tags, tags, (now) => {
    eks.accessEntries(aws).put(keyOf(clusterName, principalArn), { ...held, tags: now });
  });
}

/** @throws ServiceError when the cluster does not exist or knows no access entries */
function requireAccessApi(aws: Aws, clusterName: string): Cluster {
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
