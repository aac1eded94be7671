import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { flag, number, shownText, text, textOrNull } from "../input.ts";
import { keyPolicyAllows } from "../kms/key-policy.ts";
import { servicePrincipal } from "../principal.ts";
import { requestTags, type Tags, tagsOf } from "../tags.ts";
import { retentionDays, rules } from "./rules.ts";

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
export const logGroupTable = "logs/log-group";

/** ARN of a log group without the `:*` that the API adds. */
export function logGroupArn(aws: Aws, name: string): string {
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
  return aws.call(request, () => {
    refuseUnless(/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name) && !name.startsWith("aws/"), rules.groupName, name);
    refuseUnless(
      ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"].includes(logGroupClass),
      rules.logGroupClass,
      logGroupClass,
    );
    refuseIf(groups(aws).has(name), rules.groupDuplicate);
    const arn = logGroupArn(aws, name);
    if (kmsKeyId !== null) refuseUnless(keyServesLogs(aws, kmsKeyId, arn), rules.key, arn);
    return groups(aws).put(name, {
      name,
      arn,
      creationTime: aws.now,
      logGroupClass,
      retentionInDays: 0,
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
  return changeGroup(aws, operation, name, () => {
    refuseUnless(days === 0 || retentionDays.includes(days), rules.retention, days);
    return { retentionInDays: days };
  });
}

/** `logs:AssociateKmsKey`, or `logs:DisassociateKmsKey` for null. */
export function setLogGroupKey(aws: Aws, name: string, kmsKeyId: string | null): LogGroup {
  return changeGroup(aws, kmsKeyId === null ? "DisassociateKmsKey" : "AssociateKmsKey", name, ({ arn }) => {
    if (kmsKeyId !== null) refuseUnless(keyServesLogs(aws, kmsKeyId, arn), rules.key, arn);
    return { kmsKeyId };
  });
}

/** `logs:DeleteLogGroup`: streams and events go with it. */
export function deleteLogGroup(aws: Aws, name: string): void {
  aws.call(
    { action: "logs:DeleteLogGroup", resources: [streamArn(aws, name)], parameters: { logGroupName: name } },
    () => {
      const group = groups(aws).get(name);
      refuseUnless(group, rules.groupMissing);
      refuseIf(group.deletionProtection, rules.protected, name);
      groups(aws).delete(name);
    },
  );
}

/** `aws_cloudwatch_log_group`. */
export const logGroup: ResourceType<Aws> = {
  type: "aws_cloudwatch_log_group",
  label: "CloudWatch Logs Log Group",

  create({ client, input }) {
    const name = nameFor(client, input, "logs/log-group");
    const created = createLogGroup(client, {
      name,
      kmsKeyId: textOrNull(input, "kms_key_id"),
      logGroupClass: text(input, "log_group_class") || "STANDARD",
      deletionProtection: flag(input, "deletion_protection_enabled"),
      tags: tagsOf(input.tags_all),
    });
    const days = number(input, "retention_in_days", 0);
    if (days === 0) return shown(created, input);
    try {
      return shown(setRetention(client, name, days), input);
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(shown(created, input), failure);
      throw failure;
    }
  },

  read({ client, state }) {
    const name = text(state, "id");
    const resources = [streamArn(client, "")];
    const found = client.call({ action: "logs:DescribeLogGroups", resources }, () => groups(client).get(name));
    if (!found) return null;
    client.call({ action: "logs:ListTagsForResource", resources: [found.arn] }, () => undefined);
    return shown(found, state);
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    if (changed("deletion_protection_enabled")) {
      const deletionProtection = flag(input, "deletion_protection_enabled");
      changeGroup(client, "PutLogGroupDeletionProtection", name, () => ({ deletionProtection }));
    }
    if (changed("retention_in_days")) setRetention(client, name, number(input, "retention_in_days", 0));
    if (changed("kms_key_id")) setLogGroupKey(client, name, textOrNull(input, "kms_key_id"));
    if (changed("tags_all")) changeGroup(client, "TagResource", name, () => ({ tags: tagsOf(input.tags_all) }));
    return {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    if (flag(state, "skip_destroy") || !groups(client).has(name)) return;
    deleteLogGroup(client, name);
  },

  import: (_call, id) => ({ id, skip_destroy: false }),
};

function shown(held: LogGroup, state: Values): Values {
  return {
    id: held.name,
    ...nameValues(state, held.name),
    arn: held.arn,
    kms_key_id: shownText(state, "kms_key_id", held.kmsKeyId),
    log_group_class: held.logGroupClass,
    deletion_protection_enabled: held.deletionProtection,
    retention_in_days: held.retentionInDays,
    tags_all: held.tags,
  };
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

function changeGroup(
  aws: Aws,
  operation: string,
  name: string,
  change: (group: LogGroup) => Partial<LogGroup>,
): LogGroup {
  const resource = operation === "TagResource" ? logGroupArn(aws, name) : streamArn(aws, name);
  return aws.call({ action: `logs:${operation}`, resources: [resource], parameters: { logGroupName: name } }, () => {
    const group = groups(aws).get(name);
    refuseUnless(group, rules.groupMissing);
    return groups(aws).put(name, { ...group, ...change(group) });
  });
}

/** The form in which older operations are authorised: policies name it as `log-group:<name>:*`. */
function streamArn(aws: Aws, name: string): string {
  return `${logGroupArn(aws, name)}:log-stream:`;
}

function groups(aws: Aws) {
  return aws.table<LogGroup>(logGroupTable);
}
