import type { World } from "../../world/world.ts";
import { parseArn } from "../arn.ts";
import type { ConditionContext } from "../iam/conditions.ts";
import type { Tags } from "../tags.ts";

/** Table names of KMS records, to be used with `aws.table`. */
export const kmsTables = { key: "kms/key", alias: "kms/alias", grant: "kms/grant" } as const;

/** A customer managed key or an AWS managed one, keyed by id. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly creationDate: string;
  readonly description: string;
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly manager: "CUSTOMER" | "AWS";
  readonly multiRegion: boolean;
  readonly enabled: boolean;
  /** JSON text. */
  readonly policy: string;
  /** Unique ids of the principals that the policy names, from when it was saved. */
  readonly principalIds: Readonly<Record<string, string>>;
  readonly rotationEnabled: boolean;
  /** Days; 0 while rotation is off. */
  readonly rotationPeriod: number;
  /** ISO 8601; set while the key waits for its deletion. */
  readonly deletionDate?: string;
  readonly pendingWindow: number | null;
  readonly tags: Tags;
}

/** Keyed by name, `alias/…`. */
export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly targetKeyId: string;
  readonly createDate: string;
}

/** Keyed by id. */
export interface Grant {
  readonly id: string;
  readonly token: string;
  readonly keyId: string;
  readonly name: string | null;
  readonly granteePrincipal: string;
  readonly retiringPrincipal: string | null;
  readonly operations: readonly string[];
  readonly encryptionContextEquals: Readonly<Record<string, string>> | null;
  readonly encryptionContextSubset: Readonly<Record<string, string>> | null;
  readonly createDate: string;
}

/** The key with this ARN, in whatever account and Region of the world it is. */
export function keyByArn(world: World, arn: string): Key | undefined {
  const parts = parseArn(arn);
  if (parts?.service !== "kms" || !parts.resource.startsWith("key/")) return undefined;
  return world.table<Key>(`aws/${parts.account}/${parts.region}/${kmsTables.key}`).get(parts.resource.slice(4));
}

/** Operations whose encryption context a grant can ask for. */
const inContext: ReadonlySet<string> = new Set([
  ...["Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"],
  ...["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"],
]);

/** True when a grant lets the principal do the operation with the key, in the encryption context that the request has. */
export function isGranted(
  world: World,
  key: Key,
  principal: string,
  operation: string,
  context: ConditionContext,
): boolean {
  const { region = "" } = parseArn(key.arn) ?? {};
  return world
    .table<Grant>(`aws/${key.account}/${region}/${kmsTables.grant}`)
    .rows()
    .some(
      (grant) =>
        grant.keyId === key.id &&
        grant.granteePrincipal === principal &&
        grant.operations.includes(operation) &&
        (!inContext.has(operation) || meetsConstraints(grant, context)),
    );
}

function meetsConstraints(grant: Grant, context: ConditionContext): boolean {
  const prefix = "kms:encryptioncontext:";
  const given = Object.keys(context).filter((key) => key.startsWith(prefix)).length;
  const holds = ([key, value]: [string, string]) => context[`${prefix}${key.toLowerCase()}`]?.[0] === value;
  const exact = grant.encryptionContextEquals && Object.entries(grant.encryptionContextEquals);
  const least = Object.entries(grant.encryptionContextSubset ?? {});
  return least.every(holds) && (exact === null || (exact.length === given && exact.every(holds)));
}
