import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { blocks, flag, number, text } from "../input.ts";
import { configurationRules as rules } from "./configuration-rules.ts";

/** Refuses lifecycle rules, in the form of `rule` blocks, that S3 refuses. */
export function checkLifecycle(lifecycleRules: readonly Values[]): void {
  refuseIf(lifecycleRules.length > 1_000, rules.schema);
  const ids = lifecycleRules.map((rule) => text(rule, "id"));
  refuseIf(
    new Set(ids).size !== ids.length,
    rules.lifecycle,
    "Rule ID must be unique. Found same ID for more than one rule",
  );
  for (const rule of lifecycleRules) {
    checkActions(rule);
    checkTimes(rule);
  }
}

const actions: readonly string[] = [
  ...["abort_incomplete_multipart_upload", "expiration", "transition"],
  ...["noncurrent_version_expiration", "noncurrent_version_transition"],
];

function checkActions(rule: Values): void {
  refuseUnless(
    actions.some((action) => blocks(rule, action).length > 0),
    rules.lifecycleRule,
    "At least one action needs to be specified in a rule",
  );
  for (const transition of blocks(rule, "transition")) {
    const storageClass = text(transition, "storage_class");
    const isEarly = text(transition, "date") === "" && number(transition, "days", 0) < 30;
    refuseIf(
      isEarly && storageClass.endsWith("_IA"),
      rules.lifecycle,
      `'Days' in Transition action must be greater than or equal to 30 for storageClass '${storageClass}'`,
    );
  }
}

function checkTimes(rule: Values): void {
  const transitions = blocks(rule, "transition");
  const [expiration] = blocks(rule, "expiration");
  const timed = [
    ...transitions,
    ...(expiration && !flag(expiration, "expired_object_delete_marker") ? [expiration] : []),
  ];
  const dated = timed.filter((one) => text(one, "date") !== "");
  const filter = `filter '(prefix=${prefixOf(rule)})'`;
  refuseIf(
    dated.length > 0 && dated.length < timed.length,
    rules.lifecycleRule,
    `Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for ${filter}`,
  );
  const days = expiration ? number(expiration, "days", 0) : 0;
  refuseIf(
    days > 0 && transitions.some((transition) => number(transition, "days", 0) >= days),
    rules.lifecycle,
    `'Days' in the Expiration action for ${filter} must be greater than 'Days' in the Transition action`,
  );
}

/** The prefix of the objects that a rule is for. */
export function prefixOf(rule: Values): string {
  const [filter = {}] = blocks(rule, "filter");
  const [and = {}] = blocks(filter, "and");
  return text(rule, "prefix") || text(filter, "prefix") || text(and, "prefix");
}
