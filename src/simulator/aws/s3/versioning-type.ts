import { ProviderError } from "../../planning/diagnostics.ts";
import type { PlanCall, ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { blocks, text } from "../input.ts";
import { callWithout, changeBucket, findBucket } from "./calls.ts";
import { configurationRules as rules } from "./configuration-rules.ts";
import type { Bucket } from "./records.ts";
import { idOf, importedTarget, planExpectedOwner, targetOf } from "./setting-type.ts";

/** `aws_s3_bucket_versioning`: `Disabled` stands for a bucket that was never versioned, and calls nothing. */
export const versioning: ResourceType<Aws> = {
  type: "aws_s3_bucket_versioning",
  label: "S3 Bucket Versioning",

  plan(call) {
    planExpectedOwner(call);
    planStatus(call);
  },

  create({ client, input }) {
    const bucket =
      statusOf(input) === "Disabled"
        ? callWithout(client, "GetBucketVersioning", targetOf(input), (found) => found)
        : putVersioning(client, input);
    return { id: idOf(input), ...(bucket ? shown(bucket) : {}) };
  },

  read({ client, state }) {
    const bucket = callWithout(client, "GetBucketVersioning", targetOf(state), (found) => found);
    return bucket ? { bucket: bucket.name, ...shown(bucket) } : null;
  },

  update({ client, input }) {
    return shown(putVersioning(client, input));
  },

  delete({ client, state }) {
    const bucket = findBucket(client, text(state, "bucket"));
    if (!bucket || statusOf(state) === "Disabled" || bucket.objectLockEnabled) return;
    changeBucket(client, "PutBucketVersioning", targetOf(state), () => ({ versioning: "Suspended" }));
  },

  import: (_call, id) => importedTarget(id),
};

/** There is no way back to a bucket that was never versioned; the provider says so at plan time. */
function planStatus({ state, planned }: PlanCall<Aws>): void {
  const before = state === null ? "Disabled" : statusOf(state);
  if (before === "Disabled" || statusOf(planned) !== "Disabled") return;
  throw new ProviderError(`versioning_configuration.status cannot be updated from '${before}' to 'Disabled'`);
}

function putVersioning(aws: Aws, input: Values): Bucket {
  const [configuration = {}] = blocks(input, "versioning_configuration");
  const mfaDelete = text(configuration, "mfa_delete") || null;
  return changeBucket(aws, "PutBucketVersioning", targetOf(input), (bucket) => {
    refuseIf(mfaDelete === "Enabled" && text(input, "mfa") === "", rules.mfa);
    return { ...versioningChange(bucket, statusOf(input)), mfaDelete };
  });
}

/** A versioning state that S3 lets a bucket have. */
export function versioningChange({ objectLockEnabled }: Bucket, status: string): Pick<Bucket, "versioning"> {
  refuseIf(objectLockEnabled && status === "Suspended", rules.lockedVersioning);
  return { versioning: status === "Enabled" ? "Enabled" : "Suspended" };
}

function statusOf(values: Values): string {
  const [configuration = {}] = blocks(values, "versioning_configuration");
  return text(configuration, "status");
}

function shown({ versioning: status, mfaDelete }: Bucket): Values {
  return { versioning_configuration: [{ status: status ?? "Disabled", mfa_delete: mfaDelete ?? "" }] };
}
