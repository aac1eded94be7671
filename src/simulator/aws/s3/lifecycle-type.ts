import type { Diagnostic } from "../../planning/diagnostics.ts";
import type { PlanCall, ResourceType } from "../../planning/resource-type.ts";
import { isRecord, type Value, type Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { blocks, text } from "../input.ts";
import { checkLifecycle } from "./lifecycle.ts";
import { planExpectedOwner, settingType } from "./setting-type.ts";

/** `aws_s3_bucket_lifecycle_configuration`: each call replaces all rules. */
export const lifecycleConfiguration: ResourceType<Aws> = {
  ...settingType({
    type: "aws_s3_bucket_lifecycle_configuration",
    label: "S3 Bucket Lifecycle Configuration",
    get: "GetBucketLifecycleConfiguration",
    put: "PutBucketLifecycleConfiguration",
    remove: { operation: "DeleteBucketLifecycle", left: { lifecycle: null } },

    change(_aws, _bucket, input) {
      const rules = blocks(input, "rule");
      checkLifecycle(rules);
      return { lifecycle: { rules, minimumObjectSize: text(input, sizeAttribute) || standardSize } };
    },

    show: (_aws, { lifecycle }, state) =>
      lifecycle && {
        rule: lifecycle.rules,
        [sizeAttribute]: lifecycle.minimumObjectSize,
        expected_bucket_owner: text(state, "expected_bucket_owner"),
      },
  }),

  validate: (config) => blocks(config, "rule").flatMap(ambiguities),

  plan(call) {
    planExpectedOwner(call);
    planRules(call);
  },
};

const sizeAttribute = "transition_default_minimum_object_size";
const standardSize = "all_storage_classes_128K";

/** What the provider warns of, because S3 takes it in a way that may not be meant. */
function ambiguities(rule: Values): Diagnostic[] {
  return [
    ...blocks(rule, "expiration").flatMap((expiration) =>
      warnUnlessOne(expiration, ["date", "days", "expired_object_delete_marker"]),
    ),
    ...blocks(rule, "transition").flatMap((transition) => warnUnlessOne(transition, ["date", "days"])),
    ...warnUnlessOne(rule, ["filter", "prefix"]),
  ];
}

function warnUnlessOne(block: Values, names: readonly string[]): Diagnostic[] {
  const given = names.filter((name) => {
    const value = block[name] ?? null;
    return value !== null && !(Array.isArray(value) && value.length === 0);
  });
  if (given.length === 1) return [];
  const problem = given.length === 0 ? "No attribute specified" : `${given.length} attributes specified`;
  const detail = `${problem} when one (and only one) of [${names.join(", ")}] is required`;
  return [{ severity: "warning", summary: "Invalid Attribute Combination", detail }];
}

/** The values that the provider writes for what a rule leaves out, so that they are known at plan time. */
function planRules({ planned, config, changed }: PlanCall<Aws>): void {
  if (planned[sizeAttribute] === null || !changed("rule")) planned[sizeAttribute] ??= standardSize;
  const configured = config.rule;
  if (Array.isArray(configured)) planned.rule = configured.map((rule: Value) => (isRecord(rule) ? whole(rule) : rule));
}

function whole(rule: Values): Values {
  return {
    ...rule,
    prefix: rule.prefix ?? "",
    expiration: blocks(rule, "expiration").map((expiration) => ({
      ...expiration,
      days: expiration.days ?? 0,
      expired_object_delete_marker: expiration.expired_object_delete_marker ?? false,
    })),
    transition: blocks(rule, "transition").map((transition) => ({
      ...transition,
      days: transition.days ?? ((transition.date ?? null) === null ? 0 : null),
    })),
    filter: blocks(rule, "filter").map(wholeFilter),
  };
}

function wholeFilter(filter: Values): Values {
  const and = blocks(filter, "and").map(
    (one): Values => ({
      ...one,
      prefix: one.prefix ?? "",
      object_size_greater_than: one.object_size_greater_than ?? 0,
      object_size_less_than: one.object_size_less_than ?? 0,
    }),
  );
  const sizes = [filter.object_size_greater_than ?? null, filter.object_size_less_than ?? null];
  const isEmpty = and.length === 0 && blocks(filter, "tag").length === 0 && sizes.every((size) => size === null);
  return { ...filter, and, prefix: filter.prefix ?? (isEmpty ? "" : null) };
}
