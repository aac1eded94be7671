import type { UpdateCall } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { text } from "../../input.ts";
import { type Tags, tagsOf } from "../../tags.ts";
import { callEc2, checkTags, tagConditions } from "../calls.ts";
import { arnOf, type Kind, required } from "../identifiers.ts";

interface Tagged {
  readonly tags: Tags;
}

interface TaggedTable<Row extends Tagged> {
  get(id: string): Row | undefined;
  put(id: string, row: Row): Row;
}

/** Brings the tags of an object to those of the plan. */
export function updateTags<Row extends Tagged>(
  { client, state, input, changed }: UpdateCall<Aws>,
  kind: Kind,
  table: TaggedTable<Row>,
): void {
  if (!changed("tags_all")) return;
  const change = { before: tagsOf(state.tags_all), after: tagsOf(input.tags_all) };
  applyTags(client, kind, table, text(state, "id"), change);
}

/** Changes tags: DeleteTags for those that go, CreateTags for new and changed ones; no call where there are none. */
export function applyTags<Row extends Tagged>(
  aws: Aws,
  kind: Kind,
  table: TaggedTable<Row>,
  id: string,
  { before, after }: { readonly before: Tags; readonly after: Tags },
): void {
  const resources = [arnOf(aws, kind, id)];
  const gone = Object.keys(before).filter((key) => !(key in after));
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  if (gone.length > 0) {
    callEc2(aws, "DeleteTags", { resources, parameters: { Keys: gone }, conditions: { "aws:TagKeys": gone } }, () => {
      const row = required(kind, table, id);
      const kept = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.includes(key)));
      table.put(id, { ...row, tags: kept });
    });
  }
  if (Object.keys(set).length === 0) return;
  callEc2(aws, "CreateTags", { resources, parameters: { tags: set }, conditions: tagConditions(set) }, () => {
    const row = required(kind, table, id);
    const tags = { ...row.tags, ...set };
    checkTags(aws, tags);
    table.put(id, { ...row, tags });
  });
}
