import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { seal, unseal } from "../../world/seal.ts";
import { type Aws, AwsError } from "../client.ts";
import { useKey } from "../kms/key.ts";
import type { Secret, SecretVersion } from "./records.ts";
import { rules } from "./rules.ts";
import { arnOf, changeSecret, createSecret, findSecret, usableSecret } from "./secret.ts";

/** A new secret with its first value, as people store it by hand. */
export function storeSecret(aws: Aws, name: string, value: string): void {
  const { arn } = createSecret(aws, { name });
  putSecretValue(aws, arn, { id: aws.ids.uuid("secretsmanager/version", [name]), kind: "string", value });
}

/** `secretsmanager:PutSecretValue`: the new version takes the stages, what was current becomes previous. */
export function putSecretValue(
  aws: Aws,
  reference: string,
  version: Pick<SecretVersion, "id" | "kind"> & { readonly value: string; readonly stages?: readonly string[] },
): SecretVersion {
  const { id, kind, value, stages = ["AWSCURRENT"] } = version;
  const held = findSecret(aws, reference);
  if (held) checkKey(aws, held, "PutSecretValue", "GenerateDataKey");
  return changeSecret(aws, "PutSecretValue", reference, (secret) => {
    refuseIf(Buffer.byteLength(value) > 65_536, rules.size);
    const added = { id, stages, createdDate: aws.now, kind, sealed: seal(aws.world.seed, value) };
    const others = secret.versions.filter((other) => other.id !== id);
    return { versions: [...takeStages(others, stages), added] };
  }).versions.at(-1) as SecretVersion;
}

/** `secretsmanager:UpdateSecretVersionStage` for every stage of a version. */
export function setStages(aws: Aws, reference: string, versionId: string, stages: readonly string[]): void {
  changeSecret(aws, "UpdateSecretVersionStage", reference, ({ versions }) => {
    const others = takeStages(
      versions.filter(({ id }) => id !== versionId),
      stages,
    );
    return {
      versions: [...others, ...versions.filter(({ id }) => id === versionId).map((one) => ({ ...one, stages }))],
    };
  });
}

/** The versions without stages that went to another; the former current version becomes the previous one. */
function takeStages(versions: readonly SecretVersion[], stages: readonly string[]): readonly SecretVersion[] {
  return versions.map((version) => {
    const kept = version.stages.filter((stage) => !stages.includes(stage));
    if (!stages.includes("AWSCURRENT")) return { ...version, stages: kept };
    const wasCurrent = version.stages.includes("AWSCURRENT");
    const rest = kept.filter((stage) => stage !== "AWSPREVIOUS");
    return { ...version, stages: wasCurrent ? [...rest, "AWSPREVIOUS"] : rest };
  });
}

/** A version with its value in clear. */
export interface SecretValue {
  readonly secret: Secret;
  readonly version: SecretVersion;
  readonly value: string;
}

/** `secretsmanager:GetSecretValue`, by version id or by stage. */
export function getSecretValue(
  aws: Aws,
  reference: string,
  choice: { readonly versionId?: string | null; readonly stage?: string | null } = {},
): SecretValue {
  const { versionId = null, stage = null } = choice;
  const held = findSecret(aws, reference);
  if (held) checkKey(aws, held, "GetSecretValue", "Decrypt");
  const request = { action: "secretsmanager:GetSecretValue", resources: [arnOf(aws, reference)] };
  return aws.call({ ...request, parameters: { secretId: reference, versionId, versionStage: stage } }, () => {
    const secret = usableSecret(aws, reference);
    const wanted = stage ?? "AWSCURRENT";
    const version = secret.versions.find(({ id, stages }) =>
      versionId === null ? stages.includes(wanted) : id === versionId,
    );
    refuseUnless(version, rules.noValue, versionId ?? wanted);
    return { secret, version, value: unseal(aws.world.seed, version.sealed) };
  });
}

/** A key of the customer's own must be usable by the caller through Secrets Manager. */
function checkKey(aws: Aws, secret: Secret, within: string, operation: string): void {
  if (secret.kmsKeyId === null) return;
  try {
    useKey(aws, secret.kmsKeyId, {
      operation,
      via: "secretsmanager",
      encryptionContext: { SecretARN: secret.arn },
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = error.cause.message;
    aws.call({ action: `secretsmanager:${within}`, resources: [secret.arn] }, () => refuse(rules.key, reason));
  }
}
