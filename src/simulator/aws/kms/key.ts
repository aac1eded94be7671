import { refuseIf, refuseUnless } from "../../rule.ts";
import { Aws } from "../client.ts";
import { servicePrincipal } from "../principal.ts";
import { requestTags, type Tags } from "../tags.ts";
import { awsManagedKeyPolicy, checkKeyPolicy, defaultKeyPolicy } from "./key-policy.ts";
import { type Alias, type Grant, type Key, kmsTables } from "./records.ts";
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
  return aws.call({ action: "kms:CreateKey", parameters, conditions: requestTags(tags) }, () => {
    const policy = properties.policy || defaultKeyPolicy(aws);
    const principalIds = checkKeyPolicy(aws, policy, properties.bypassLockoutCheck ?? false);
    checkTags(tags);
    return putNew(aws, {
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

type NewKey = Pick<
  Key,
  "description" | "keySpec" | "keyUsage" | "multiRegion" | "policy" | "principalIds" | "tags" | "manager"
>;

function putNew(aws: Aws, key: NewKey): Key {
  const request = [aws.account, aws.region, key.description, key.policy];
  const id = key.multiRegion ? `mrk-${aws.ids.hex(32, "kms/key", request)}` : aws.ids.uuid("kms/key", request);
  return keys(aws).put(id, {
    ...key,
    id,
    arn: aws.arn("kms", `key/${id}`),
    account: aws.account,
    creationDate: aws.now,
    enabled: true,
    rotationEnabled: false,
    rotationPeriod: 0,
    pendingWindow: null,
  });
}

/**
 * The key behind an id, ARN or alias. Keys of AWS (`alias/aws/…`) come into being when first asked for; keys whose deletion
 * date has passed are gone.
 */
export function findKey(aws: Aws, reference: string): Key | undefined {
  removeDeleted(aws);
  const name = reference.replace(/^arn:[^:]+:kms:[^:]*:[^:]*:/, "");
  if (!name.startsWith("alias/")) return keys(aws).get(name.replace(/^key\//, ""));
  const alias = aws.table<Alias>(kmsTables.alias).get(name);
  if (alias) return keys(aws).get(alias.targetKeyId);
  const service = /^alias\/aws\/([a-z0-9]+)$/.exec(name)?.[1];
  return service === undefined ? undefined : createAwsManagedKey(aws, service);
}

/** The key behind a reference, or KMS's words for its absence. */
export function requireKey(aws: Aws, reference: string): Key {
  const key = findKey(aws, reference);
  if (key) return key;
  const name = reference.replace(/^arn:[^:]+:kms:[^:]*:[^:]*:/, "");
  if (name.startsWith("alias/")) refuseUnless(key, rules.notFound, "alias", aws.arn("kms", name));
  const isId = /^(?:key\/)?(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(name);
  refuseUnless(key, rules.notFound, isId ? "key" : "id", isId ? keyArn(aws, reference) : reference);
  return key;
}

/** ARN of the key behind a reference, whether it exists or not; what permission is asked for. */
export function keyArn(aws: Aws, reference: string): string {
  if (reference.startsWith("arn:")) return findKey(aws, reference)?.arn ?? reference;
  return findKey(aws, reference)?.arn ?? aws.arn("kms", `key/${reference.replace(/^key\//, "")}`);
}

function createAwsManagedKey(aws: Aws, service: string): Key {
  const { world, account, region, partition } = aws;
  world.commit(aws.actor);
  const actor = { ...aws.actor, stack: "onboarding" };
  const owner = new Aws({
    world,
    account,
    region,
    partition,
    actor,
    principal: servicePrincipal(`${service}.amazonaws.com`, account),
  });
  const key = putNew(owner, {
    description: `Default key that protects my ${service} data when no other key is defined`,
    keySpec: "SYMMETRIC_DEFAULT",
    keyUsage: "ENCRYPT_DECRYPT",
    multiRegion: false,
    policy: awsManagedKeyPolicy(aws, service),
    principalIds: {},
    tags: {},
    manager: "AWS",
  });
  const rotating = keys(owner).put(key.id, { ...key, rotationEnabled: true, rotationPeriod: 365 });
  const name = `alias/aws/${service}`;
  const alias = { name, arn: aws.arn("kms", name), targetKeyId: key.id, createDate: aws.now };
  owner.table<Alias>(kmsTables.alias).put(name, alias);
  world.commit(actor);
  return rotating;
}

/** A key goes with its aliases and grants once its deletion date has passed. */
function removeDeleted(aws: Aws): void {
  for (const key of keys(aws).filter(({ deletionDate }) => deletionDate !== undefined && deletionDate <= aws.now)) {
    for (const kind of [kmsTables.alias, kmsTables.grant]) {
      const table = aws.table<Alias | Grant>(kind);
      for (const id of [...table.keys()]) {
        const row = table.get(id);
        if (row && ("targetKeyId" in row ? row.targetKeyId : row.keyId) === key.id) table.delete(id);
      }
    }
    keys(aws).delete(key.id);
  }
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
    const key = requireKey(aws, reference);
    refuseIf(key.deletionDate, rules.pending, key.arn);
    return keys(aws).put(key.id, { ...key, ...change(key) });
  });
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
    refuseIf(period < 90 || period > 2_560, rules.rotationPeriod, period);
    refuseIf(!key.enabled, rules.disabled, key.arn);
    return { rotationEnabled: true, rotationPeriod: period };
  });
}

/** `kms:TagResource` and `kms:UntagResource` together: the key then has exactly these tags. */
export function tagKey(aws: Aws, reference: string, tags: Tags): Key {
  return changeKey(aws, "TagResource", reference, () => {
    checkTags(tags);
    return { tags };
  });
}

/** `kms:PutKeyPolicy`; allowed while a deletion is pending. */
export function putKeyPolicy(aws: Aws, reference: string, policy: string, bypassLockoutCheck: boolean): Key {
  const resources = [keyArn(aws, reference)];
  return aws.call({ action: "kms:PutKeyPolicy", resources, parameters: { keyId: reference } }, () => {
    const key = requireKey(aws, reference);
    const principalIds = checkKeyPolicy(aws, policy, bypassLockoutCheck);
    return keys(aws).put(key.id, { ...key, policy, principalIds });
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
    refuseIf(windowInDays < 7 || windowInDays > 30, rules.deleteWindow, windowInDays);
    refuseIf(key.deletionDate, rules.deleteAgain, key.arn);
    const deletionDate = new Date(aws.world.now.getTime() + windowInDays * 86_400_000).toISOString();
    return keys(aws).put(key.id, { ...key, enabled: false, deletionDate, pendingWindow: windowInDays });
  });
}

/**
 * Uses a key in a caller's name, as services do that encrypt for it (`kms:Encrypt`, `kms:Decrypt`, `kms:GenerateDataKey`).
 *
 * @throws AwsError when the key is missing, disabled or pending deletion, or the caller may not use it
 */
export function useKey(aws: Aws, reference: string, operation: string, viaService: string): Key {
  const request = {
    action: `kms:${operation}`,
    resources: [keyArn(aws, reference)],
    parameters: { keyId: reference },
    conditions: {
      "kms:ViaService": `${viaService}.${aws.region}.amazonaws.com`,
      "kms:CallerAccount": aws.principal.account,
    },
  };
  return aws.call(request, () => {
    const key = requireKey(aws, reference);
    refuseIf(key.deletionDate, rules.pending, key.arn);
    refuseIf(!key.enabled, rules.disabled, key.arn);
    return key;
  });
}

function checkTags(tags: Tags): void {
  refuseIf(Object.keys(tags).length > 50, rules.tag, "Too many tags.");
  for (const [key, value] of Object.entries(tags)) {
    refuseIf(/^aws:/i.test(key), rules.tag, "Tags beginning with aws: are reserved.");
    refuseIf(key.length > 128 || value.length > 256, rules.tag, "A tag key has at most 128 characters, a value 256.");
  }
}

function keys(aws: Aws) {
  return aws.table<Key>(kmsTables.key);
}
