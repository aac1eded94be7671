import type { Aws } from "../client.ts";
import { changeTags as changeTagsOf } from "../tagging.ts";
import type { Tags } from "../tags.ts";

/** `eks:UntagResource` and `eks:TagResource` for what differs between two sets of tags; `put` keeps what is then there. */
export function changeTags(aws: Aws, arn: string, before: Tags, after: Tags, put: (tags: Tags) => void): void {
  changeTagsOf(aws, { arn, tag: "eks:TagResource", untag: "eks:UntagResource" }, before, after, put);
}
