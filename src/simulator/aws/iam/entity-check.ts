import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Tags } from "../tags.ts";
import { entityRules } from "./rules/entities.ts";

/** Refuses a name with foreign characters or over its limit. `field` is the request's, for example `roleName`. */
export function checkName(field: string, name: string, limit: number): void {
  refuseUnless(/^[\w+=,.@-]+$/.test(name), entityRules.nameChars, field);
  refuseIf(name.length > limit, entityRules.nameLength, field, name, limit);
}

/** Refuses a path that does not begin and end with a slash. */
export function checkPath(path: string): void {
  refuseUnless(path.length <= 512 && /^\/(?:[\x21-\x7e]+\/)?$/.test(path), entityRules.path);
}

/** Refuses tags that IAM does not take. */
export function checkTags(tags: Tags): void {
  const keys = Object.keys(tags);
  refuseIf(keys.length > 50, entityRules.tags, "The number of tags has reached the maximum limit.");
  refuseIf(
    new Set(keys.map((key) => key.toLowerCase())).size !== keys.length,
    entityRules.tags,
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  );
  for (const [key, value] of Object.entries(tags)) {
    refuseIf(/^aws:/i.test(key), entityRules.tags, "Tag keys cannot begin with aws:");
    refuseUnless(
      key.length <= 128 && value.length <= 256,
      entityRules.tags,
      "Tag keys have at most 128 characters and values at most 256.",
    );
  }
}
