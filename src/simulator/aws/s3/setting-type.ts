import type { PlanCall, ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { text, textOrNull } from "../input.ts";
import { type CallTarget, callWithout, changeBucket, findBucket } from "./calls.ts";
import type { Bucket } from "./records.ts";

/** One setting of a bucket as a resource type of its own: its calls, what they change, and how it is shown. */
export interface BucketSetting {
  readonly type: string;
  readonly label: string;
  /** Operations of the API. */
  readonly get: string;
  readonly put: string;
  /** The operation that takes the setting away, and what is left then; null where nothing is called. */
  readonly remove: { readonly operation: string; readonly left: Partial<Bucket> } | null;
  /** Refuses what S3 refuses. */
  change(aws: Aws, bucket: Bucket, input: Values): Partial<Bucket>;
  /** Null when the bucket has no such setting. */
  show(aws: Aws, bucket: Bucket, state: Values): Values | null;
}

/** The resource type of a setting; its id is the bucket, with the expected owner behind a comma where one is named. */
export function settingType(setting: BucketSetting): ResourceType<Aws> {
  const put = (aws: Aws, input: Values): Bucket =>
    changeBucket(aws, setting.put, targetOf(input), (bucket) => setting.change(aws, bucket, input));
  return {
    type: setting.type,
    label: setting.label,
    plan: planExpectedOwner,

    create({ client, input }) {
      return { id: idOf(input), ...setting.show(client, put(client, input), input) };
    },

    read({ client, state }) {
      const bucket = callWithout(client, setting.get, targetOf(state), (found) => found);
      const shown = bucket ? setting.show(client, bucket, state) : null;
      return bucket && shown ? { id: idOf(state), bucket: bucket.name, ...shown } : null;
    },

    update({ client, input }) {
      return { ...setting.show(client, put(client, input), input) };
    },

    delete({ client, state }) {
      const { remove } = setting;
      if (remove && findBucket(client, text(state, "bucket"))) {
        changeBucket(client, remove.operation, targetOf(state), () => remove.left);
      }
    },

    import: (_call, id) => importedTarget(id),
  };
}

/** What the provider says of `expected_bucket_owner`: another one replaces, but the caller's own may be added. */
export function planExpectedOwner({ client, state, planned, changed, replace }: PlanCall<Aws>): void {
  if (state === null || !changed("expected_bucket_owner")) return;
  const isAdded = text(state, "expected_bucket_owner") === "";
  if (!isAdded || planned.expected_bucket_owner !== client.account) replace("expected_bucket_owner");
}

/** The bucket of a setting. */
export function targetOf(values: Values): CallTarget {
  const expectedOwner = textOrNull(values, "expected_bucket_owner");
  return { bucket: text(values, "bucket"), ...(expectedOwner === null ? {} : { expectedOwner }) };
}

/** `<bucket>` or `<bucket>,<expected owner>`. */
export function idOf(values: Values): string {
  return [text(values, "bucket"), text(values, "expected_bucket_owner")].filter((part) => part !== "").join();
}

/** Bucket and expected owner of an import id. */
export function importedTarget(id: string): Values | null {
  const [bucket = "", owner, ...rest] = id.split(",");
  if (bucket === "" || rest.length > 0 || (owner !== undefined && !/^\d{12}$/.test(owner))) return null;
  return { id, bucket, ...(owner === undefined ? {} : { expected_bucket_owner: owner }) };
}
