import { refuseUnless } from "../../rule.ts";
import type { Table } from "../../world/table.ts";
import { parseArn } from "../arn.ts";
import { Aws } from "../client.ts";
import { servicePrincipal } from "../principal.ts";
import { awsManagedKeyPolicy } from "./key-policy.ts";
import { type Alias, type Grant, type Key, kmsTables } from "./records.ts";
import { rules } from "./rules.ts";

/** What distinguishes a new key. */
export type NewKey = Pick<
  Key,
  "description" | "keySpec" | "keyUsage" | "multiRegion" | "policy" | "principalIds" | "tags" | "manager"
>;

/** Keeps a new key under an id of its own. */
export function putNewKey(aws: Aws, key: NewKey): Key {
  const request = [aws.account, aws.region, key.description, key.policy];
  const id = key.multiRegion ? `mrk-${aws.ids.hex(32, "kms/key", request)}` : aws.ids.uuid("kms/key", request);
  return keysOf(aws).put(id, {
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
  removeDeleted(aws, reference);
  const keys = keysOf(aws, reference);
  const name = nameIn(reference);
  if (!name.startsWith("alias/")) return keys.get(name.replace(/^key\//, ""));
  const alias = tableOf<Alias>(aws, reference, kmsTables.alias).get(name);
  if (alias) return keys.get(alias.targetKeyId);
  const service = /^alias\/aws\/([a-z0-9]+)$/.exec(name)?.[1];
  const isOwn = (parseArn(reference)?.account ?? aws.account) === aws.account;
  return service === undefined || !isOwn ? undefined : createAwsManagedKey(aws, service);
}

/** `key/…` or `alias/…` of an ARN; anything else as it stands. */
function nameIn(reference: string): string {
  return reference.replace(/^arn:[^:]+:kms:[^:]*:[^:]*:/, "");
}

/** The key behind a reference, or KMS's words for its absence. */
export function requireKey(aws: Aws, reference: string): Key {
  const key = findKey(aws, reference);
  if (key) return key;
  const name = nameIn(reference);
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
  const key = putNewKey(owner, {
    description: `Default key that protects my ${service} data when no other key is defined`,
    keySpec: "SYMMETRIC_DEFAULT",
    keyUsage: "ENCRYPT_DECRYPT",
    multiRegion: false,
    policy: awsManagedKeyPolicy(aws, service),
    principalIds: {},
    tags: {},
    manager: "AWS",
  });
  const rotating = keysOf(owner).put(key.id, { ...key, rotationEnabled: true, rotationPeriod: 365 });
  const name = `alias/aws/${service}`;
  const alias = { name, arn: aws.arn("kms", name), targetKeyId: key.id, createDate: aws.now };
  owner.table<Alias>(kmsTables.alias).put(name, alias);
  world.commit(actor);
  return rotating;
}

/** A key goes with its aliases and grants once its deletion date has passed. */
function removeDeleted(aws: Aws, reference: string): void {
  const keys = keysOf(aws, reference);
  const aliases = tableOf<Alias>(aws, reference, kmsTables.alias);
  const grants = tableOf<Grant>(aws, reference, kmsTables.grant);
  for (const key of keys.filter(({ deletionDate }) => deletionDate !== undefined && deletionDate <= aws.now)) {
    for (const { name } of aliases.filter(({ targetKeyId }) => targetKeyId === key.id)) aliases.delete(name);
    for (const { id } of grants.filter(({ keyId }) => keyId === key.id)) grants.delete(id);
    keys.delete(key.id);
  }
}

/** The keys of the account that an ARN names, or of the caller's own, in the caller's Region. */
export function keysOf(aws: Aws, reference = ""): Table<Key> {
  return tableOf<Key>(aws, reference, kmsTables.key);
}

function tableOf<Row extends object>(aws: Aws, reference: string, kind: string): Table<Row> {
  const account = parseArn(reference)?.account ?? aws.account;
  return aws.world.table<Row>(`aws/${account}/${aws.region}/${kind}`);
}
