import { isRecord, type Value } from "../planning/values.ts";

export type Tags = Readonly<Record<string, string>>;

/** The tags of an object from its planned `tags_all`. */
export function tagsOf(value: Value | undefined): Tags {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, tag]) => (typeof tag === "string" ? [[key, tag]] : [])),
  );
}

/** Condition keys of a request that brings tags. */
export function requestTags(tags: Tags): Readonly<Record<string, string | readonly string[]>> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return {
    "aws:TagKeys": keys,
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}
