import { refuse, refuseUnless } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import { requestTags, type Tags } from "../../tags.ts";
import { callEc2, checkTags, tagRules } from "../calls.ts";
import { arnOf, checkForm, kindOf, notFound, tableOf } from "../identifiers.ts";
import { ec2 } from "../tables.ts";

/**
 * CreateTags on any EC2 object.
 *
 * @throws AwsError when the object is unknown or the tags are more, or other, than EC2 takes
 */
export function createTags(aws: Aws, id: string, tags: Tags): void {
  const conditions = requestTags(tags);
  callEc2(aws, "CreateTags", { resources: arnsOf(aws, id), parameters: { Resources: [id], tags }, conditions }, () => {
    const held = requiredTags(aws, id);
    checkTags(aws, tags);
    const all = { ...held.tags, ...tags };
    checkTags(aws, Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith("aws:"))));
    held.put(all);
  });
}

/** DeleteTags; keys and objects that are not there are passed over. */
export function deleteTags(aws: Aws, id: string, keys: readonly string[]): void {
  const request = {
    resources: arnsOf(aws, id),
    parameters: { Resources: [id], Keys: keys },
    conditions: { "aws:TagKeys": keys },
  };
  callEc2(aws, "DeleteTags", request, () => {
    const held = heldTags(aws, id);
    held?.put(Object.fromEntries(Object.entries(held.tags).filter(([key]) => !keys.includes(key))));
  });
}

/** DescribeTags of one object; none for an object that is not there. */
export function describeTags(aws: Aws, id: string): Tags {
  return callEc2(aws, "DescribeTags", { parameters: { ResourceId: id } }, () => heldTags(aws, id)?.tags ?? {});
}

/** The tags of an object, and how they are put in place of the old ones. */
interface HeldTags {
  readonly tags: Tags;
  put(tags: Tags): void;
}

function requiredTags(aws: Aws, id: string): HeldTags {
  const held = heldTags(aws, id);
  if (held) return held;
  const kind = kindOf(id);
  refuseUnless(kind, tagRules.resourceUnknown, id);
  checkForm(kind, id);
  return refuse(notFound[kind], id);
}

function heldTags(aws: Aws, id: string): HeldTags | undefined {
  if (id.startsWith("sgr-")) return tagsOfRule(aws, id);
  const kind = kindOf(id);
  const table = kind && aws.table<{ readonly tags: Tags }>(tableOf(kind));
  const row = table?.get(id);
  return row && { tags: row.tags, put: (tags) => void table?.put(id, { ...row, tags }) };
}

/** Rules stand inside of their group. */
function tagsOfRule(aws: Aws, id: string): HeldTags | undefined {
  const groups = ec2.securityGroups(aws);
  const group = groups.find(({ rules }) => rules.some((rule) => rule.id === id));
  const rule = group?.rules.find((candidate) => candidate.id === id);
  if (!group || !rule) return undefined;
  return {
    tags: rule.tags,
    put(tags) {
      const rules = group.rules.map((other) => (other.id === id ? { ...rule, tags } : other));
      groups.put(group.id, { ...group, rules });
    },
  };
}

function arnsOf(aws: Aws, id: string): string[] {
  if (id.startsWith("sgr-")) return [aws.arn("ec2", `security-group-rule/${id}`)];
  const kind = kindOf(id);
  return kind ? [arnOf(aws, kind, id)] : ["*"];
}
