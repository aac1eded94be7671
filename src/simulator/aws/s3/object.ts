import { createHash } from "node:crypto";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { requestTags, type Tags } from "../tags.ts";
import { checkObjectAcl } from "./acl.ts";
import { callOn, callWithout } from "./calls.ts";
import { type EncryptionRequest, encryptionFor } from "./object-encryption.ts";
import { checkLock, checkRetention, standardRetention } from "./object-lock.ts";
import { objectRules as rules } from "./object-rules.ts";
import { type Bucket, type ObjectVersion, type StoredObject, s3Tables } from "./records.ts";

/** What `PutObject` is asked for. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly content: Buffer;
  /** Headers in the names of `aws_s3_object`. */
  readonly headers: Values;
  readonly encryption: EncryptionRequest;
  /** Canned ACL; empty for none. */
  readonly acl: string;
  readonly tags: Tags;
  readonly legalHold: boolean;
  readonly retention: ObjectVersion["retention"];
}

/** `s3:PutObject`: a new version where the bucket is versioned, else in place of the old content. Tags and an ACL need rights of their own. */
export function putObject(aws: Aws, upload: Upload): ObjectVersion {
  const { bucket: name, key, acl, tags, legalHold, retention } = upload;
  const encryption = encryptionFor(aws, name, key, upload.encryption);
  const rights = [
    ...(Object.keys(tags).length > 0 ? ["s3:PutObjectTagging"] : []),
    ...(acl ? ["s3:PutObjectAcl"] : []),
  ];
  for (const action of rights) callOn(aws, "PutObject", { bucket: name, key, action }, () => undefined);
  return callOn(aws, "PutObject", { bucket: name, key, conditions: requestTags(tags) }, (bucket) => {
    refuseIf(Buffer.byteLength(key) > 1_024, rules.keyLength);
    checkObjectAcl(aws, bucket, acl);
    checkObjectTags(tags);
    refuseIf((legalHold || retention) && !bucket.objectLockEnabled, rules.lockMissing);
    const etag = createHash("md5").update(upload.content).digest("hex");
    const isKms = encryption.server_side_encryption !== "AES256";
    return putVersion(aws, bucket, key, {
      id: versionId(aws, bucket, key),
      isDeleteMarker: false,
      lastModified: aws.now,
      etag: isKms ? aws.ids.hex(32, "s3/etag", [name, key, etag]) : etag,
      attributes: { ...upload.headers, ...encryption },
      tags,
      legalHold,
      retention: retention ?? standardRetention(aws, bucket),
    });
  });
}

/** The newest version under a key, unless a delete marker hides it: `s3:HeadObject`. */
export function headObject(aws: Aws, bucket: string, key: string): ObjectVersion | undefined {
  return callWithout(aws, "HeadObject", { bucket, key }, () => {
    const newest = findObject(aws, bucket, key)?.versions[0];
    return newest?.isDeleteMarker ? undefined : newest;
  });
}

/** `s3:DeleteObject` without a version: a marker where the bucket is versioned. */
export function deleteObject(aws: Aws, name: string, key: string): void {
  callOn(aws, "DeleteObject", { bucket: name, key }, (bucket) => {
    if (bucket.versioning === null) {
      objects(aws).delete(`${name}/${key}`);
      return;
    }
    putVersion(aws, bucket, key, {
      id: versionId(aws, bucket, key),
      isDeleteMarker: true,
      lastModified: aws.now,
      etag: "",
      attributes: {},
      tags: {},
      legalHold: false,
      retention: null,
    });
  });
}

/** `s3:DeleteObject` of one version or marker, for good. `bypass` lifts a legal hold and asks to pass governance. */
export function deleteVersion(aws: Aws, bucket: string, key: string, id: string, bypass: boolean): void {
  const action = "s3:DeleteObjectVersion";
  callOn(aws, "DeleteObject", { bucket, key, action }, () => {
    const held = findObject(aws, bucket, key);
    const version = held?.versions.find((one) => one.id === id);
    if (!held || !version) return;
    checkLock(aws, version, bypass);
    const versions = held.versions.filter((one) => one.id !== id);
    if (versions.length === 0) objects(aws).delete(`${bucket}/${key}`);
    else objects(aws).put(`${bucket}/${key}`, { ...held, versions });
  });
}

/** All versions under a key. */
export function findObject(aws: Aws, bucket: string, key: string): StoredObject | undefined {
  return objects(aws).get(`${bucket}/${key}`);
}

/** `s3:PutObjectTagging`, or `DeleteObjectTagging` for no tags. */
export function tagObject(aws: Aws, bucket: string, key: string, tags: Tags): void {
  const operation = Object.keys(tags).length === 0 ? "DeleteObjectTagging" : "PutObjectTagging";
  changeNewest(aws, operation, bucket, key, () => {
    checkObjectTags(tags);
    return { tags };
  });
}

/** `s3:PutObjectAcl` with a canned ACL. */
export function putObjectAcl(aws: Aws, bucket: string, key: string, acl: string): void {
  changeNewest(aws, "PutObjectAcl", bucket, key, (_version, held) => {
    checkObjectAcl(aws, held, acl);
    return {};
  });
}

/** `s3:PutObjectLegalHold`. */
export function setLegalHold(aws: Aws, bucket: string, key: string, legalHold: boolean): void {
  changeNewest(aws, "PutObjectLegalHold", bucket, key, (_version, { objectLockEnabled }) => {
    refuseUnless(objectLockEnabled, rules.lockMissing);
    return { legalHold };
  });
}

/** `s3:PutObjectRetention`; null takes it away. */
export function setRetention(aws: Aws, bucket: string, key: string, retention: ObjectVersion["retention"]): void {
  changeNewest(aws, "PutObjectRetention", bucket, key, (version, { objectLockEnabled }) => {
    refuseUnless(objectLockEnabled, rules.lockMissing);
    checkRetention(aws, version, retention);
    return { retention };
  });
}

function changeNewest(
  aws: Aws,
  operation: string,
  bucket: string,
  key: string,
  change: (version: ObjectVersion, bucket: Bucket) => Partial<ObjectVersion>,
): void {
  callOn(aws, operation, { bucket, key }, (found) => {
    const held = findObject(aws, bucket, key);
    const [newest, ...older] = held?.versions ?? [];
    refuseUnless(held && newest && !newest.isDeleteMarker, rules.noKey);
    objects(aws).put(`${bucket}/${key}`, { ...held, versions: [{ ...newest, ...change(newest, found) }, ...older] });
  });
}

function putVersion(aws: Aws, bucket: Bucket, key: string, version: ObjectVersion): ObjectVersion {
  const held = findObject(aws, bucket.name, key);
  const kept = (held?.versions ?? []).filter(({ id }) => id !== version.id);
  objects(aws).put(`${bucket.name}/${key}`, { bucket: bucket.name, key, versions: [version, ...kept] });
  return version;
}

/** Each version of a versioned bucket has an id of its own; else one called `null` is overwritten. */
function versionId(aws: Aws, bucket: Bucket, key: string): string {
  if (bucket.versioning !== "Enabled") return "null";
  return aws.ids.text(32, versionLetters, "s3/version", [bucket.name, key]);
}

const versionLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

function checkObjectTags(tags: Tags): void {
  refuseIf(Object.keys(tags).length > 10, rules.objectTags);
}

function objects(aws: Aws) {
  return aws.partitionTable<StoredObject>(s3Tables.object);
}
