import { refuse, refuseUnless } from "../../../rule.ts";
import type { Table } from "../../../world/table.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { callEc2, checkTags, tagConditions, tagRules } from "../calls.ts";
import { arnOf, checkForm, type Kind, kindOf, notFound, tableOf } from "../identifiers.ts";

interface Tagged {
  readonly tags: Tags;
}

/**
 * CreateTags on any EC2 object.
 *
 * @throws AwsError when the object is unknown or the tags are more, or other, than EC2 takes
 */
export function createTags(aws: Aws, id: string, tags: Tags): void {
  const conditions = tagConditions(tags);
  callEc2(aws, "CreateTags", { resources: arnsOf(aws, id), parameters: { Resources: [id], tags }, conditions }, () => {
    const { table, row } = taggedObject(aws, id);
    const all = { ...row.tags, ...tags };
    checkTags(aws, tags);
    checkTags(aws, Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith("aws:"))));
    table.put(id, { ...row, tags: all });
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
    const kind = kindOf(id);
    const table = kind && tableFor(aws, kind);
    const row = table?.get(id);
    if (!table || !row) return;
    const kept = Object.entries(row.tags).filter(([key]) => !keys.includes(key));
    table.put(id, { ...row, tags: Object.fromEntries(kept) });
  });
}

/** DescribeTags of one object; none for an object that is not there. */
export function describeTags(aws: Aws, id: string): Tags {
  return callEc2(aws, "DescribeTags", { parameters: { ResourceId: id } }, () => {
    const kind = kindOf(id);
    return (kind && tableFor(aws, kind).get(id)?.tags) ?? {};
  });
}

function taggedObject(aws: Aws, id: string): { readonly table: Table<Tagged>; readonly row: Tagged } {
  const kind = kindOf(id);
  refuseUnless(kind, tagRules.resourceUnknown, id);
  checkForm(kind, id);
  const table = tableFor(aws, kind);
  return { table, row: table.get(id) ?? refuse(notFound[kind], id) };
}

function tableFor(aws: Aws, kind: Kind): Table<Tagged> {
  return aws.table<Tagged>(tableOf(kind));
}

function arnsOf(aws: Aws, id: string): string[] {
  const kind = kindOf(id);
  return kind ? [arnOf(aws, kind, id)] : ["*"];
}
