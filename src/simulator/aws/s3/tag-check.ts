import { refuseIf } from "../../rule.ts";
import type { Tags } from "../tags.ts";
import { bucketRules as rules } from "./bucket-rules.ts";

/** @throws ServiceError `InvalidTag` */
export function checkTags(tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) {
    refuseIf(/^aws:/i.test(key), rules.tag, "System tags cannot be added/updated by requester");
    refuseIf(key.length > 128, rules.tag, "The TagKey you have provided is invalid");
    refuseIf(value.length > 256, rules.tag, "The TagValue you have provided is invalid");
  }
  refuseIf(Object.keys(tags).length > 50, rules.tag, "Bucket tag count cannot be greater than 50");
}
