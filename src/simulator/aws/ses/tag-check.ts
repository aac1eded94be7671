import { refuseIf } from "../../rule.ts";
import type { Tags } from "../tags.ts";
import { rules } from "./rules.ts";

/** @throws ServiceError `BadRequestException` */
export function checkTags(tags: Tags): void {
  refuseIf(Object.keys(tags).length > 50, rules.tag, "a resource has at most 50 tags");
  for (const key of Object.keys(tags)) refuseIf(/^aws:/i.test(key), rules.tag, `the key ${key} begins with aws:`);
}
