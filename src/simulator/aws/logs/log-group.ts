import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { keyPolicyAllows } from "../kms/key-policy.ts";
import { servicePrincipal } from "../principal.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags, tagProblem } from "../tags.ts";
import { rules } from "./rules.ts";

/** A log group, keyed by name. */
export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly creationTime: string;
  readonly logGroupClass: string;
  /** Days; 0 when events never expire. */
  readonly retentionInDays: number;
  readonly kmsKeyId: string | null;
  readonly deletionProtection: boolean;
  readonly tags: Tags;
}

/** Name of the table of log groups, to be used with `aws.table`. */
const logGroupTable = "logs/log-group";

/** Days that a group for deliveries keeps its events; nobody can change it. */
const deliveryDays = 2;

/** ARN of a log group without the `:*` that the API adds. */
function logGroupArn(aws: Aws, name: string): string {
  return aws.arn("logs", `log-group:${name}`);
}

/** The log group of that name. */
export function findLogGroup(aws: Aws, name: string): LogGroup | undefined {
  return groups(aws).get(name);
}

/** `logs:CreateLogGroup`. */
export function createLogGroup(
  aws: Aws,
  properties: Pick<LogGroup, "name"> & Partial<Omit<LogGroup, "name" | "arn" | "creationTime" | "retentionInDays">>,
): LogGroup {
  const { name, kmsKeyId = null, logGroupClass = "STANDARD", deletionProtection = false, tags = {} } = properties;
  const request = {
    action: "logs:CreateLogGroup",
    resources: [streamArn(aws, name)],
    parameters: { logGroupName: name, kmsKeyId, logGroupClass },
    conditions: requestTags(tags),
  };
  tagAtCreation(aws, { arn: logGroupArn(aws, name), tag: "logs:TagResource", tags, within: "CreateLogGroup" });
  return aws.call(request, () => {
    refuseUnless(/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name) && !name.startsWith("aws/"), rules.groupName, name);
    checkTags(tags);
    refuseIf(groups(aws).has(name), rules.groupDuplicate);
    const arn = logGroupArn(aws, name);
    if (kmsKeyId !== null) refuseUnless(keyServesLogs(aws, kmsKeyId, arn), rules.key, arn);
    return groups(aws).put(name, {
      name,
      arn,
      creationTime: aws.now,
      logGroupClass,
      retentionInDays: logGroupClass === "DELIVERY" ? deliveryDays : 0,
      kmsKeyId,
      deletionProtection,
      tags,
    });
  });
}

/**
 * What a service does that writes logs: it makes the group if it is not there, without retention, key or tags. So a group that
 * is deleted while its writer still runs comes back.
 */
export function createLogGroupIfMissing(aws: Aws, name: string): LogGroup {
  const logs = aws.as(servicePrincipal("delivery.logs.amazonaws.com", aws.account));
  return groups(aws).get(name) ?? createLogGroup(logs, { name });
}

/** `logs:PutRetentionPolicy`, or `logs:DeleteRetentionPolicy` for 0 days. */
export function setRetention(aws: Aws, name: string, days: number): LogGroup {
  const operation = days === 0 ? "DeleteRetentionPolicy" : "PutRetentionPolicy";
  return changeLogGroup(aws, operation, name, () => ({ retentionInDays: days }));
}

/** `logs:AssociateKmsKey`, or `logs:DisassociateKmsKey` for null. */
export function setLogGroupKey(aws: Aws, name: string, kmsKeyId: string | null): LogGroup {
  return changeLogGroup(aws, kmsKeyId === null ? "DisassociateKmsKey" : "AssociateKmsKey", name, ({ arn }) => {
    if (kmsKeyId !== null) refuseUnless(keyServesLogs(aws, kmsKeyId, arn), rules.key, arn);
    return { kmsKeyId };
  });
}

/** `logs:UntagResource` and `logs:TagResource`, as far as they are needed: the group then has exactly the tags of `after`. */
export function tagLogGroup(aws: Aws, name: string, before: Tags, after: Tags): void {
  const tagging = { arn: logGroupArn(aws, name), tag: "logs:TagResource", untag: "logs:UntagResource" };
  changeTags(aws, tagging, before, after, (tags) => {
    const group = requireGroup(aws, name);
    checkTags(tags);
    groups(aws).put(name, { ...group, tags });
  });
}

/** `logs:DeleteLogGroup`: streams and events go with it. */
export function deleteLogGroup(aws: Aws, name: string): void {
  aws.call(
    { action: "logs:DeleteLogGroup", resources: [streamArn(aws, name)], parameters: { logGroupName: name } },
    () => {
      const group = requireGroup(aws, name);
      refuseIf(group.deletionProtection, rules.protected, name);
      groups(aws).delete(name);
    },
  );
}

/** The key must let the Region's log service encrypt and decrypt for this very group. */
function keyServesLogs(aws: Aws, keyArn: string, groupArn: string): boolean {
  const service = servicePrincipal(`logs.${aws.region}.amazonaws.com`, aws.account);
  const context = {
    "kms:encryptioncontext:aws:logs:arn": [groupArn],
    "kms:encryptioncontextkeys": ["aws:logs:arn"],
    "aws:sourceaccount": [aws.account],
    "aws:sourcearn": [groupArn],
  };
  return ["kms:GenerateDataKey", "kms:Decrypt"].every((action) =>
    keyPolicyAllows(aws.world, keyArn, service, action, context),
  );
}

/** Performs an operation that changes a group. */
export function changeLogGroup(
  aws: Aws,
  operation: string,
  name: string,
  change: (group: LogGroup) => Partial<LogGroup>,
): LogGroup {
  const request = {
    action: `logs:${operation}`,
    resources: [streamArn(aws, name)],
    parameters: { logGroupName: name },
  };
  return aws.call(request, () => {
    const group = requireGroup(aws, name);
    return groups(aws).put(name, { ...group, ...change(group) });
  });
}

function requireGroup(aws: Aws, name: string): LogGroup {
  const group = groups(aws).get(name);
  refuseUnless(group, rules.groupMissing);
  return group;
}

function checkTags(tags: Tags): void {
  const problem = tagProblem(tags);
  if (problem !== undefined) refuse(rules.tags, problem);
}

/** The form in which older operations are authorised: policies name it as `log-group:<name>:*`. */
export function streamArn(aws: Aws, name: string): string {
  return `${logGroupArn(aws, name)}:log-stream:`;
}

function groups(aws: Aws) {
  return aws.table<LogGroup>(logGroupTable);
}
