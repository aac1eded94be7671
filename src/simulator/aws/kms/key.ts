import { refuse, refuseIf } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-role.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags, tagProblem } from "../tags.ts";
import { keyArn, keysOf, putNewKey, requireKey } from "./find-key.ts";
import { checkKeyPolicy, defaultKeyPolicy } from "./key-policy.ts";
import type { Key } from "./records.ts";
import { rules } from "./rules.ts";

/** What a key is made of; what is left out is as `CreateKey` defaults it. */
export interface KeyProperties {
  readonly description?: string;
  readonly keySpec?: string;
  readonly keyUsage?: string;
  readonly multiRegion?: boolean;
  /** JSON text. */
  readonly policy?: string | null;
  readonly bypassLockoutCheck?: boolean;
  readonly tags?: Tags;
}

/** `kms:CreateKey`. */
export function createKey(aws: Aws, properties: KeyProperties): Key {
  const {
    description = "",
    keySpec = "SYMMETRIC_DEFAULT",
    keyUsage = "ENCRYPT_DECRYPT",
    multiRegion = false,
  } = properties;
  const { tags = {} } = properties;
  const parameters = { description, keySpec, keyUsage, multiRegion };
  if (multiRegion) ensureServiceLinkedRole(aws, "mks.kms.amazonaws.com");
  tagAtCreation(aws, { arn: aws.arn("kms", "key/*"), tag: "kms:TagResource", tags, within: "CreateKey" });
  return aws.call({ action: "kms:CreateKey", parameters, conditions: requestTags(tags) }, () => {
    const policy = properties.policy || defaultKeyPolicy(aws);
    const principalIds = checkKeyPolicy(aws, policy, { bypassLockoutCheck: properties.bypassLockoutCheck ?? false });
    checkTags(tags);
    return putNewKey(aws, {
      description,
      keySpec,
      keyUsage,
      multiRegion,
      policy,
      principalIds,
      tags,
      manager: "CUSTOMER",
    });
  });
}

/** Changes of a key that a pending deletion forbids: `EnableKey`, `DisableKey`, `UpdateKeyDescription`, rotation and tags. */
export function changeKey(
  aws: Aws,
  operation: string,
  reference: string,
  change: (key: Key) => Partial<Key>,
  parameters: Readonly<Record<string, string | number | boolean>> = {},
): Key {
  const resources = [keyArn(aws, reference)];
  return aws.call({ action: `kms:${operation}`, resources, parameters: { keyId: reference, ...parameters } }, () => {
    const key = usableKey(aws, reference);
    return keysOf(aws, key.arn).put(key.id, { ...key, ...change(key) });
  });
}

function usableKey(aws: Aws, reference: string): Key {
  const key = requireKey(aws, reference);
  refuseIf(key.deletionDate, rules.pending, key.arn);
  return key;
}

/** `kms:EnableKey` or `kms:DisableKey`. */
export function setKeyEnabled(aws: Aws, reference: string, enabled: boolean): Key {
  return changeKey(aws, enabled ? "EnableKey" : "DisableKey", reference, () => ({ enabled }));
}

/** `kms:EnableKeyRotation` with a period in days, or `kms:DisableKeyRotation` for null. */
export function setRotation(aws: Aws, reference: string, period: number | null): Key {
  const operation = period === null ? "DisableKeyRotation" : "EnableKeyRotation";
  return changeKey(aws, operation, reference, (key) => {
    if (period === null) return { rotationEnabled: false, rotationPeriod: 0 };
    refuseIf(key.keySpec !== "SYMMETRIC_DEFAULT", rules.rotation);
    refuseIf(!key.enabled, rules.disabled, key.arn);
    return { rotationEnabled: true, rotationPeriod: period };
  });
}

/** `kms:UntagResource` and `kms:TagResource`, as far as they are needed: the key then has exactly the tags of `after`. */
export function tagKey(aws: Aws, reference: string, before: Tags, after: Tags): void {
  const tagging = { arn: keyArn(aws, reference), tag: "kms:TagResource", untag: "kms:UntagResource" };
  changeTags(aws, tagging, before, after, (tags) => {
    const key = usableKey(aws, reference);
    checkTags(tags);
    keysOf(aws, key.arn).put(key.id, { ...key, tags });
  });
}

/** `kms:PutKeyPolicy`; allowed while a deletion is pending. */
export function putKeyPolicy(aws: Aws, reference: string, policy: string, bypassLockoutCheck: boolean): Key {
  const resources = [keyArn(aws, reference)];
  return aws.call({ action: "kms:PutKeyPolicy", resources, parameters: { keyId: reference } }, () => {
    const key = requireKey(aws, reference);
    const principalIds = checkKeyPolicy(aws, policy, { bypassLockoutCheck, keyArn: key.arn });
    return keysOf(aws, key.arn).put(key.id, { ...key, policy, principalIds });
  });
}

/** `kms:ScheduleKeyDeletion`: the key can no longer be used, and is gone after the window (7 to 30 days). */
export function scheduleKeyDeletion(aws: Aws, reference: string, windowInDays = 30): Key {
  const request = {
    action: "kms:ScheduleKeyDeletion",
    resources: [keyArn(aws, reference)],
    parameters: { keyId: reference, pendingWindowInDays: windowInDays },
  };
  return aws.call(request, () => {
    const key = requireKey(aws, reference);
    const deletionDate = new Date(aws.world.now.getTime() + windowInDays * 86_400_000).toISOString();
    return keysOf(aws, key.arn).put(key.id, { ...key, enabled: false, deletionDate, pendingWindow: windowInDays });
  });
}

/** How a service uses a key for a caller. */
export interface KeyUse {
  /** For example `GenerateDataKey`. */
  readonly operation: string;
  /** The service, for example `s3`. */
  readonly via: string;
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/**
 * Uses a key in a caller's name, as services do that encrypt for it (`kms:Encrypt`, `kms:Decrypt`, `kms:GenerateDataKey`).
 *
 * @throws AwsError when the key is missing, disabled or pending deletion, or the caller may not use it
 */
export function useKey(aws: Aws, reference: string, use: KeyUse): Key {
  const { operation, via, encryptionContext = {} } = use;
  const entries = Object.entries(encryptionContext).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  const request = {
    action: `kms:${operation}`,
    resources: [keyArn(aws, reference)],
    parameters: { keyId: reference, encryptionContext },
    conditions: {
      "kms:ViaService": `${via}.${aws.region}.amazonaws.com`,
      "kms:CallerAccount": aws.principal.account,
      ...Object.fromEntries(entries),
    },
  };
  return aws.call(request, () => {
    const key = usableKey(aws, reference);
    refuseIf(!key.enabled, rules.disabled, key.arn);
    return key;
  });
}

function checkTags(tags: Tags): void {
  const problem = tagProblem(tags);
  if (problem !== undefined) refuse(rules.tag, problem);
}
