import { ProviderError } from "../../planning/diagnostics.ts";
import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { nameFor, namePrefixOf } from "../generated-name.ts";
import { blocks, flag, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./bucket.ts";
import { callWithout, findBucket } from "./calls.ts";
import { bucketNames, websiteNames } from "./endpoints.ts";
import { inlineSettings, shownSettings } from "./inline-settings.ts";
import type { Bucket } from "./records.ts";

/** `aws_s3_bucket`. */
export const bucket: ResourceType<Aws> = {
  type: "aws_s3_bucket",
  label: "S3 Bucket",

  create({ client, input }) {
    const created = createNew(client, input);
    const current = (): Values => shown(client, findBucket(client, created.name) ?? created, input);
    const tags = tagsOf(input.tags_all);
    try {
      if (Object.keys(tags).length > 0) api.tagBucket(client, created.name, tags);
      for (const { name, apply } of inlineSettings) {
        if (name !== "acl" && isConfigured(input, name)) apply(client, created.name, input);
      }
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(current(), failure);
      throw failure;
    }
    return current();
  },

  read({ client, state }) {
    const name = text(state, "id");
    const found = callWithout(client, "HeadBucket", { bucket: name }, (held) => held);
    if (!found) return null;
    for (const operation of reads) callWithout(client, operation, { bucket: name }, () => undefined);
    return shown(client, found, state);
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    for (const setting of inlineSettings) if (changed(setting.name)) setting.apply(client, name, input);
    if (changed("tags_all")) api.tagBucket(client, name, tagsOf(input.tags_all));
    const updated = findBucket(client, name);
    return updated ? shown(client, updated, input) : {};
  },

  delete({ client, state, takes }) {
    const name = text(state, "id");
    if (!findBucket(client, name)) return;
    if (flag(state, "force_destroy")) takes(Math.ceil(api.emptyBucket(client, name) / 1_000));
    api.deleteBucket(client, name);
  },

  import: (_call, id) => ({ id, force_destroy: false }),
};

/** What the provider asks for at every read beside `HeadBucket`. */
const reads: readonly string[] = [
  ...["GetBucketTagging", "GetBucketPolicy", "GetBucketAcl", "GetBucketCors", "GetBucketWebsite"],
  ...["GetBucketVersioning", "GetBucketAccelerateConfiguration", "GetBucketRequestPayment", "GetBucketLogging"],
  ...["GetBucketLifecycleConfiguration", "GetBucketReplication", "GetBucketEncryption", "GetObjectLockConfiguration"],
];

function createNew(aws: Aws, input: Values): Bucket {
  const name = bucketNameFor(aws, input);
  const existing = findBucket(aws, name);
  // In us-east-1 the API takes a second creation for the first; the provider looks for itself.
  if (existing?.account === aws.account && existing.region === aws.region && aws.region === "us-east-1") {
    throw new ProviderError(`creating S3 Bucket (${name}): BucketAlreadyExists`);
  }
  const acl = textOrNull(input, "acl");
  return api.createBucket(aws, {
    name,
    ...(acl === null ? {} : { acl }),
    objectLockEnabled: flag(input, "object_lock_enabled") || blocks(input, "object_lock_configuration").length > 0,
  });
}

/** The configured name, or one that the provider makes up; a name of the account's own namespace ends accordingly. */
function bucketNameFor(aws: Aws, input: Values): string {
  const isRegional = text(input, "bucket_namespace") === "account-regional";
  const end = namespaceEnd(aws);
  const configured = textOrNull(input, "bucket");
  if (configured === null) {
    const made = nameFor(aws, { name_prefix: text(input, "bucket_prefix") || null }, "s3/bucket");
    return isRegional ? `${made}${end}` : made;
  }
  if (configured.endsWith(end) !== isRegional) {
    const rule = isRegional ? "must end with" : "must not end with";
    throw new ProviderError(`bucket ${rule} ${end}, given bucket_namespace`, undefined, ["bucket"]);
  }
  return configured;
}

function namespaceEnd({ account, region }: Aws): string {
  return `-${account}-${region}-an`;
}

function isConfigured(input: Values, name: string): boolean {
  const value = input[name] ?? null;
  return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function shown(aws: Aws, held: Bucket, state: Values): Values {
  const end = namespaceEnd(aws);
  const isRegional = held.name.endsWith(end);
  return {
    id: held.name,
    bucket: held.name,
    bucket_namespace: isRegional ? "account-regional" : "global",
    bucket_prefix:
      text(state, "bucket_prefix") || namePrefixOf(isRegional ? held.name.slice(0, -end.length) : held.name),
    ...bucketNames(aws, held),
    ...websiteNames(aws, held, blocks(state, "website").length > 0),
    ...shownSettings(aws, held),
    tags_all: held.tags,
  };
}
