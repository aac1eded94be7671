import type { UpdateCall } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { text } from "../../input.ts";
import { type Tags, tagsOf } from "../../tags.ts";
import { callEc2, checkTags } from "../calls.ts";
import { arnOf, type Kind, required } from "../identifiers.ts";

interface Tagged {
  readonly tags: Tags;
}

/** Brings the tags of an object to those of the plan: CreateTags for new and changed ones, DeleteTags for those that go. */
export function updateTags<Row extends Tagged>(
  { client, state, input, changed }: UpdateCall<Aws>,
  kind: Kind,
  table: { get(id: string): Row | undefined; put(id: string, row: Row): Row },
): void {
  if (!changed("tags_all")) return;
  const id = text(state, "id");
  const arn = arnOf(client, kind, id);
  const tags = tagsOf(input.tags_all);
  const gone = Object.keys(tagsOf(state.tags_all)).filter((key) => !(key in tags));
  if (gone.length > 0) {
    callEc2(client, "DeleteTags", { resources: [arn], parameters: { Keys: gone } }, () => {
      const row = required(kind, table, id);
      const kept = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.includes(key)));
      table.put(id, { ...row, tags: kept });
    });
  }
  callEc2(client, "CreateTags", { resources: [arn], parameters: { tags } }, () => {
    checkTags(client, tags);
    const row = required(kind, table, id);
    table.put(id, { ...row, tags: { ...row.tags, ...tags } });
  });
}
