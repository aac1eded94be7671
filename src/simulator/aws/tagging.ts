import type { Aws } from "./client.ts";
import { requestTags, type Tags } from "./tags.ts";

/** How the tags of one object are changed. */
export interface Tagging {
  readonly arn: string;
  /** For example `iam:TagRole`. */
  readonly tag: string;
  /** For example `iam:UntagRole`. */
  readonly untag: string;
}

/** The right to tag that a creation with tags needs beside its own; a refusal appears as the creation's. */
export function tagAtCreation(
  aws: Aws,
  { arn, tag, tags, within }: Pick<Tagging, "arn" | "tag"> & { readonly tags: Tags; readonly within: string },
): void {
  if (Object.keys(tags).length === 0) return;
  aws.call(
    { action: tag, operation: within, resources: [arn], parameters: { tags }, conditions: requestTags(tags) },
    () => undefined,
  );
}

/** Takes tags away and sets new ones, each by its own call where there is something to do; `put` keeps what is then there. */
export function changeTags(
  aws: Aws,
  { arn, tag, untag }: Tagging,
  before: Tags,
  after: Tags,
  put: (tags: Tags) => void,
): void {
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => key in after));
  const removed = Object.keys(before).filter((key) => !(key in after));
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  if (removed.length > 0) {
    const conditions = { "aws:TagKeys": removed };
    aws.call({ action: untag, resources: [arn], parameters: { tagKeys: removed }, conditions }, () => put(kept));
  }
  if (Object.keys(set).length > 0) {
    const conditions = requestTags(set);
    aws.call({ action: tag, resources: [arn], parameters: { tags: set }, conditions }, () => put(after));
  }
}
