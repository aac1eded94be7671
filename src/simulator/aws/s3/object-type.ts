import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ProviderError } from "../../planning/diagnostics.ts";
import type { PlanCall, ResourceType, UpdateCall } from "../../planning/resource-type.ts";
import { unknown, type Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { blocks, flag, rfc3339, shownText, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import { callWithout, findBucket, s3Arn } from "./calls.ts";
import { checksumOf } from "./checksum.ts";
import * as api from "./object.ts";
import type { ObjectVersion } from "./records.ts";

/** Attributes whose change uploads the object again. */
const content: readonly string[] = [
  ...["bucket_key_enabled", "cache_control", "checksum_algorithm", "content", "content_base64", "content_disposition"],
  ...["content_encoding", "content_language", "content_type", "etag", "kms_key_id", "metadata"],
  ...["server_side_encryption", "source", "source_hash", "storage_class", "website_redirect"],
];

/** Headers that are kept as they are sent, and may be left out. */
const optionalHeaders: readonly string[] = [
  ...["cache_control", "content_disposition", "content_encoding", "content_language", "website_redirect"],
];

const shownChecksums: readonly string[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

/** `aws_s3_object`. */
export const object: ResourceType<Aws> = {
  type: "aws_s3_object",
  label: "S3 Object",

  plan: planObject,

  create: ({ client, input }) => upload(client, input),

  read({ client, state }) {
    const { bucket, key } = placeOf(state);
    const found = api.headObject(client, bucket, key);
    if (!found) return null;
    callWithout(client, "GetObjectTagging", { bucket, key }, () => undefined);
    return shown(client, found, state);
  },

  update(call) {
    const { client, input, state, changed } = call;
    if (changed(...content)) return upload(client, input);
    changeInPlace(call);
    const { bucket, key } = placeOf(state);
    const updated = api.headObject(client, bucket, key);
    return updated ? shown(client, updated, input) : {};
  },

  delete({ client, state }) {
    const { bucket, key } = placeOf(state);
    const held = api.findObject(client, bucket, key);
    if (!held || !findBucket(client, bucket)) return;
    if (text(state, "version_id") === "") api.deleteObject(client, bucket, key);
    else for (const { id } of held.versions) api.deleteVersion(client, bucket, key, id, flag(state, "force_destroy"));
  },

  import(_call, id) {
    const [, bucket = "", key = ""] = /^(?:s3:\/\/)?([^/]+)\/(.+)$/.exec(id) ?? [];
    return key === "" ? null : { id: `${bucket}/${key}`, bucket, key };
  },
};

/** A new upload gets a new version, which only S3 knows; tags of the provider may be kept away from an object. */
function planObject({ state, planned, changed }: PlanCall<Aws>): void {
  const [override] = blocks(planned, "override_provider");
  if (override && blocks(override, "default_tags").length > 0) planned.tags_all = planned.tags ?? {};
  if (state === null) return;
  if (changed(...content)) planned.version_id = unknown;
  if (changed("source_hash")) planned.etag = unknown;
}

function upload(aws: Aws, input: Values): Values {
  const { bucket, key } = placeOf(input);
  const body = bodyOf(aws, input);
  const algorithm = text(input, "checksum_algorithm");
  const checksum = checksumOf(body, algorithm);
  const version = api.putObject(aws, {
    bucket,
    key,
    content: body,
    headers: {
      ...Object.fromEntries(optionalHeaders.map((name) => [name, textOrNull(input, name)])),
      content_type: text(input, "content_type") || "application/octet-stream",
      storage_class: text(input, "storage_class") || "STANDARD",
      metadata: tagsOf(input.metadata),
      ...(checksum === undefined ? {} : { [`checksum_${algorithm.toLowerCase()}`]: checksum }),
    },
    encryption: {
      algorithm: textOrNull(input, "server_side_encryption"),
      kmsKeyId: textOrNull(input, "kms_key_id"),
      bucketKeyEnabled: typeof input.bucket_key_enabled === "boolean" ? input.bucket_key_enabled : null,
    },
    acl: text(input, "acl"),
    tags: tagsOf(input.tags_all),
    legalHold: text(input, "object_lock_legal_hold_status") === "ON",
    retention: retentionOf(input),
  });
  return shown(aws, version, input);
}

function changeInPlace({ client, input, changed }: UpdateCall<Aws>): void {
  const { bucket, key } = placeOf(input);
  if (changed("acl")) api.putObjectAcl(client, bucket, key, text(input, "acl"));
  if (changed("object_lock_legal_hold_status")) {
    api.setLegalHold(client, bucket, key, text(input, "object_lock_legal_hold_status") === "ON");
  }
  if (changed("object_lock_mode", "object_lock_retain_until_date")) {
    api.setRetention(client, bucket, key, retentionOf(input));
  }
  if (changed("tags_all")) api.tagObject(client, bucket, key, tagsOf(input.tags_all));
}

function bodyOf(aws: Aws, input: Values): Buffer {
  const source = text(input, "source");
  if (source === "") {
    const encoded = text(input, "content_base64");
    return encoded === "" ? Buffer.from(text(input, "content")) : Buffer.from(encoded, "base64");
  }
  try {
    return readFileSync(resolve(aws.folder, source));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProviderError(`opening S3 object source (${source}): ${reason}`);
  }
}

function retentionOf(input: Values): ObjectVersion["retention"] {
  const until = text(input, "object_lock_retain_until_date");
  const mode = text(input, "object_lock_mode");
  return until === "" || mode === "" ? null : { mode, until: new Date(until).toISOString() };
}

/** Bucket and key; a key is sent without a leading `./` or `/`, and with single slashes. */
function placeOf(values: Values): { readonly bucket: string; readonly key: string } {
  const key = text(values, "key")
    .replace(/^(?:\.?\/)+/, "")
    .replace(/\/{2,}/g, "/");
  return { bucket: text(values, "bucket"), key };
}

function shown(aws: Aws, { id, etag, attributes, tags, legalHold, retention }: ObjectVersion, state: Values): Values {
  const { bucket, key } = placeOf(state);
  const held = findBucket(aws, bucket);
  const isLocked = held?.objectLockEnabled && text(state, "object_lock_legal_hold_status") !== "";
  return {
    id: `${bucket}/${key}`,
    arn: s3Arn(aws, bucket, key),
    ...Object.fromEntries(shownChecksums.map((name) => [`checksum_${name.toLowerCase()}`, ""])),
    ...attributes,
    ...Object.fromEntries(optionalHeaders.map((name) => [name, shownText(state, name, text(attributes, name))])),
    metadata:
      Object.keys(tagsOf(attributes.metadata)).length > 0 ? (attributes.metadata ?? null) : (state.metadata ?? null),
    etag,
    version_id: held?.versioning ? id : "",
    object_lock_legal_hold_status: legalHold ? "ON" : isLocked ? "OFF" : null,
    object_lock_mode: shownText(state, "object_lock_mode", retention?.mode ?? null),
    object_lock_retain_until_date: shownDate(state, retention?.until),
    tags_all: tags,
  };
}

/** A date stays as it was written while it is the same instant. */
function shownDate(state: Values, until: string | undefined): string | null {
  if (until === undefined) return null;
  const written = text(state, "object_lock_retain_until_date");
  return written !== "" && new Date(written).toISOString() === until ? written : rfc3339(until);
}
