import { refuseIf } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { blocks, number, text } from "../input.ts";
import { objectRules as rules } from "./object-rules.ts";
import type { Bucket, ObjectVersion } from "./records.ts";

/** Refuses the removal of a version that is locked: compliance never gives way, governance and a legal hold to who may pass them. */
export function checkLock(aws: Aws, version: ObjectVersion, bypass: boolean): void {
  refuseIf(version.legalHold && !bypass, rules.locked);
  if (version.retention === null || version.retention.until <= aws.now) return;
  refuseIf(version.retention.mode === "COMPLIANCE" || !bypass, rules.locked);
}

/** Refuses a retention that is shorter than the compliance that holds. */
export function checkRetention(aws: Aws, version: ObjectVersion, wanted: ObjectVersion["retention"]): void {
  const { retention } = version;
  if (retention === null || retention.mode !== "COMPLIANCE" || retention.until <= aws.now) return;
  refuseIf(wanted === null || wanted.mode !== "COMPLIANCE" || wanted.until < retention.until, rules.locked);
}

/** The retention that a bucket gives to objects which are uploaded without one. */
export function standardRetention(aws: Aws, { objectLockRule }: Bucket): ObjectVersion["retention"] {
  const [standard] = objectLockRule ? blocks(objectLockRule, "default_retention") : [];
  if (!standard) return null;
  const until = new Date(aws.now);
  until.setUTCFullYear(until.getUTCFullYear() + number(standard, "years", 0));
  until.setUTCDate(until.getUTCDate() + number(standard, "days", 0));
  return { mode: text(standard, "mode"), until: until.toISOString() };
}
