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

/** What is wrong with tags by the limits that all services share, in their usual words; undefined when nothing is. */
export function tagProblem(tags: Tags): string | undefined {
  const entries = Object.entries(tags);
  if (entries.length > 50) return "A resource has at most 50 tags.";
  if (entries.some(([key]) => /^aws:/i.test(key))) {
    return "aws: prefixed tag key names are not allowed for external use.";
  }
  const fits = entries.every(([key, value]) => key.length <= 128 && value.length <= 256);
  return fits ? undefined : "A tag key has at most 128 characters, and a value 256.";
}
