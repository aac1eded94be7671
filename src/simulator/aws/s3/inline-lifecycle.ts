import type { Value, Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { nameFor } from "../generated-name.ts";
import { blocks, flag, number, text } from "../input.ts";
import { tagsOf } from "../tags.ts";
import { prefixOf } from "./lifecycle.ts";

/** A `lifecycle_rule` block of `aws_s3_bucket` as a `rule` block of `aws_s3_bucket_lifecycle_configuration`. */
export function ruleOfInline(aws: Aws, inline: Values): Values {
  const prefix = text(inline, "prefix");
  const tags = tagsOf(inline.tags);
  const isTagged = Object.keys(tags).length > 0;
  const abortDays = number(inline, "abort_incomplete_multipart_upload_days", 0);
  return {
    id: text(inline, "id") || nameFor(aws, {}, "s3/lifecycle", "tf-s3-lifecycle-"),
    status: flag(inline, "enabled") ? "Enabled" : "Disabled",
    prefix: "",
    filter: [
      isTagged ? { and: [{ prefix, tags, object_size_greater_than: 0, object_size_less_than: 0 }] } : { prefix },
    ],
    abort_incomplete_multipart_upload: abortDays > 0 ? [{ days_after_initiation: abortDays }] : [],
    expiration: blocks(inline, "expiration").map((expiration) => ({
      date: midnight(expiration),
      days: number(expiration, "days", 0),
      expired_object_delete_marker: flag(expiration, "expired_object_delete_marker"),
    })),
    transition: blocks(inline, "transition").map((transition) => ({
      date: midnight(transition),
      days: midnight(transition) === null ? number(transition, "days", 0) : null,
      storage_class: text(transition, "storage_class"),
    })),
    noncurrent_version_expiration: blocks(inline, "noncurrent_version_expiration").map((expiration) => ({
      noncurrent_days: number(expiration, "days", 0),
      newer_noncurrent_versions: null,
    })),
    noncurrent_version_transition: blocks(inline, "noncurrent_version_transition").map((transition) => ({
      noncurrent_days: number(transition, "days", 0),
      newer_noncurrent_versions: null,
      storage_class: text(transition, "storage_class"),
    })),
  };
}

/** The other way round, for what a read of `aws_s3_bucket` shows. */
export function inlineOfRule(rule: Values): Values {
  const [filter = {}] = blocks(rule, "filter");
  const [and = {}] = blocks(filter, "and");
  const [abort = {}] = blocks(rule, "abort_incomplete_multipart_upload");
  const tags = {
    ...tagsOf(and.tags),
    ...Object.fromEntries(blocks(filter, "tag").map(({ key, value }) => [key, value])),
  };
  return {
    id: text(rule, "id"),
    enabled: text(rule, "status") === "Enabled",
    prefix: prefixOf(rule),
    tags: Object.keys(tags).length > 0 ? tags : null,
    abort_incomplete_multipart_upload_days: number(abort, "days_after_initiation", 0),
    expiration: blocks(rule, "expiration").map((expiration) => ({ ...expiration, date: day(expiration) })),
    transition: blocks(rule, "transition").map((transition) => ({ ...transition, date: day(transition) })),
    noncurrent_version_expiration: blocks(rule, "noncurrent_version_expiration").map(noncurrent),
    noncurrent_version_transition: blocks(rule, "noncurrent_version_transition").map((transition) => ({
      ...noncurrent(transition),
      storage_class: text(transition, "storage_class"),
    })),
  };
}

function noncurrent(action: Values): Values {
  return { days: number(action, "noncurrent_days", 0) };
}

/** `YYYY-MM-DD` of the bucket's blocks as the time that S3 keeps. */
function midnight(action: Values): string | null {
  const date = text(action, "date");
  return date === "" ? null : `${date.slice(0, 10)}T00:00:00Z`;
}

function day(action: Values): Value {
  return text(action, "date").slice(0, 10) || null;
}
