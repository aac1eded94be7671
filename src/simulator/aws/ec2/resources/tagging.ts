import type { UpdateCall } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { text } from "../../input.ts";
import { type Tags, tagsOf } from "../../tags.ts";
import { createTags, deleteTags } from "../api/tags.ts";

/** Brings the tags of an object to those of the plan. */
export function updateTags({ client, state, input, changed }: UpdateCall<Aws>): void {
  if (!changed("tags_all")) return;
  applyTags(client, text(state, "id"), tagsOf(state.tags_all), tagsOf(input.tags_all));
}

/** Changes tags from one set to another: DeleteTags for those that go, CreateTags for new and changed ones. */
export function applyTags(aws: Aws, id: string, before: Tags, after: Tags): void {
  const gone = Object.keys(before).filter((key) => !(key in after));
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  if (gone.length > 0) deleteTags(aws, id, gone);
  if (Object.keys(set).length > 0) createTags(aws, id, set);
}
