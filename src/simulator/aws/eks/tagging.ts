import type { Aws } from "../client.ts";
import { requestTags, type Tags } from "../tags.ts";

/** `eks:UntagResource` and `eks:TagResource` for what differs between two sets of tags; `put` keeps the new set. */
export function changeTags(aws: Aws, arn: string, before: Tags, after: Tags, put: () => void): void {
  const removed = Object.keys(before).filter((key) => !(key in after));
  const added = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  if (removed.length > 0) {
    const conditions = { "aws:TagKeys": removed };
    aws.call({ action: "eks:UntagResource", resources: [arn], parameters: { tagKeys: removed }, conditions }, put);
  }
  if (Object.keys(added).length > 0) {
    const conditions = requestTags(added);
    aws.call({ action: "eks:TagResource", resources: [arn], parameters: { tags: added }, conditions }, put);
  }
}
