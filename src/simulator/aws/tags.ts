import { isRecord, type Value } from "../planning/values.ts";

export type Tags = Readonly<Record<string, string>>;

/** The tags of an object from its planned `tags_all`. */
export function tagsOf(value: Value | undefined): Tags {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, tag]) => (typeof tag === "string" ? [[key, tag]] : [])),
  );
}
