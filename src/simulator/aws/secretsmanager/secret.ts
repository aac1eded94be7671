import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { seal, unseal } from "../../world/seal.ts";
import { type Aws, AwsError } from "../client.ts";
import { type PolicyDocument, PolicySyntaxError, parsePolicy } from "../iam/policy-document.ts";
import { resolvePrincipals } from "../iam/principals.ts";
import { useKey } from "../kms/key.ts";
import { requestTags, type Tags } from "../tags.ts";
import { type Secret, type SecretVersion, secretsTables } from "./records.ts";
import { rules } from "./rules.ts";

/** What a secret is made of. */
export interface SecretProperties {
  readonly name: string;
  readonly description?: string;
  readonly kmsKeyId?: string | null;
  readonly replicas?: Secret["replicas"];
  readonly tags?: Tags;
  /** The first value; a secret may be made without one. */
  readonly value?: string;
}

/** The secret of that name or ARN; one that waits for its deletion included, one whose date has passed not. */
export function findSecret(aws: Aws, reference: string): Secret | undefined {
  const secret =
    secrets(aws).get(reference) ?? secrets(aws).find(({ arn }) => arn === reference || arn.slice(0, -7) === reference);
  if (secret?.deletionDate === undefined || secret.deletionDate > aws.now) return secret;
  secrets(aws).delete(secret.name);
  return undefined;
}

/** `secretsmanager:CreateSecret`. */
export function createSecret(aws: Aws, properties: SecretProperties): Secret {
  const { name, description = "", kmsKeyId = null, replicas = [], tags = {}, value } = properties;
  const request = {
    action: "secretsmanager:CreateSecret",
    resources: [aws.arn("secretsmanager", `secret:${name}`)],
    parameters: { name, description, kmsKeyId },
    conditions: { "secretsmanager:Name": name, ...requestTags(tags) },
  };
  const created = aws.call(request, () => {
    refuseUnless(/^[\w/+=.@!-]{1,512}$/.test(name), rules.name);
    const existing = findSecret(aws, name);
    refuseIf(existing?.deletionDate, rules.pending);
    refuseIf(existing, rules.duplicate, name);
    const suffix = aws.ids.text(6, alphanumerics, "secretsmanager/secret", [aws.account, aws.region, name]);
    return secrets(aws).put(name, {
      name,
      arn: aws.arn("secretsmanager", `secret:${name}-${suffix}`),
      description,
      kmsKeyId,
      createdDate: aws.now,
      lastChangedDate: aws.now,
      policy: null,
      principalIds: {},
      versions: [],
      replicas,
      tags,
    });
  });
  if (value === undefined) return created;
  putSecretValue(aws, name, { id: aws.ids.uuid("secretsmanager/version", [name]), kind: "string", value });
  return findSecret(aws, name) ?? created;
}

const alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

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
    const secret = usable(aws, reference);
    const wanted = stage ?? "AWSCURRENT";
    const version = secret.versions.find(({ id, stages }) =>
      versionId === null ? stages.includes(wanted) : id === versionId,
    );
    refuseUnless(version, rules.noValue, versionId ?? wanted);
    return { secret, version, value: unseal(aws.world.seed, version.sealed) };
  });
}

/** `secretsmanager:UpdateSecret`, tags and replicas: changes that a pending deletion forbids. */
export function changeSecret(
  aws: Aws,
  operation: string,
  reference: string,
  change: (secret: Secret) => Partial<Secret>,
): Secret {
  const resources = [arnOf(aws, reference)];
  return aws.call({ action: `secretsmanager:${operation}`, resources, parameters: { secretId: reference } }, () => {
    const secret = usable(aws, reference);
    return secrets(aws).put(secret.name, { ...secret, ...change(secret), lastChangedDate: aws.now });
  });
}

/** `secretsmanager:PutResourcePolicy`, or `secretsmanager:DeleteResourcePolicy` for null. */
export function setSecretPolicy(aws: Aws, reference: string, policy: string | null, blockPublic = false): Secret {
  const operation = policy === null ? "DeleteResourcePolicy" : "PutResourcePolicy";
  return changeSecret(aws, operation, reference, () => {
    if (policy === null) return { policy: null, principalIds: {} };
    const { statements } = parsed(policy);
    const isPublic = statements.some(({ effect, principal, conditions }) => {
      const everyone = principal === "*" || (principal?.AWS ?? []).includes("*");
      return effect === "Allow" && everyone && conditions.length === 0;
    });
    refuseIf(blockPublic && isPublic, rules.publicPolicy);
    const { ids, invalid } = resolvePrincipals(aws.world, policy);
    refuseIf(invalid !== undefined, rules.policy);
    return { policy, principalIds: ids };
  });
}

function parsed(policy: string): PolicyDocument {
  try {
    return parsePolicy(policy);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return refuse(rules.policy);
    throw error;
  }
}

/** `secretsmanager:DeleteSecret`: after a window of 7 to 30 days, or at once with `force`. */
export function deleteSecret(
  aws: Aws,
  reference: string,
  how: { readonly windowInDays?: number; readonly force?: boolean } = {},
): void {
  const { windowInDays, force = false } = how;
  const request = {
    action: "secretsmanager:DeleteSecret",
    resources: [arnOf(aws, reference)],
    parameters: { secretId: reference, forceDeleteWithoutRecovery: force, ...(windowInDays ? { windowInDays } : {}) },
  };
  aws.call(request, () => {
    refuseIf(force && windowInDays !== undefined, rules.force);
    const days = windowInDays ?? 30;
    refuseIf(days < 7 || days > 30, rules.window);
    const secret = findSecret(aws, reference);
    refuseUnless(secret, rules.missing);
    const regions = secret.replicas.map(({ region }) => region).join(", ");
    refuseIf(secret.replicas.length > 0, rules.replica, secret.name, regions);
    if (force) secrets(aws).delete(secret.name);
    else {
      const deletionDate = new Date(aws.world.now.getTime() + days * 86_400_000).toISOString();
      secrets(aws).put(secret.name, { ...secret, deletionDate });
    }
  });
}

/** The secret's ARN, whether it exists or not; what permission is asked for. */
export function arnOf(aws: Aws, reference: string): string {
  if (reference.startsWith("arn:")) return findSecret(aws, reference)?.arn ?? reference;
  return findSecret(aws, reference)?.arn ?? aws.arn("secretsmanager", `secret:${reference}`);
}

function usable(aws: Aws, reference: string): Secret {
  const secret = findSecret(aws, reference);
  refuseUnless(secret, rules.missing);
  refuseIf(secret.deletionDate, rules.marked);
  return secret;
}

/** A key of the customer's own must be usable by the caller through Secrets Manager. */
function checkKey(aws: Aws, secret: Secret, within: string, operation: string): void {
  if (secret.kmsKeyId === null) return;
  try {
    useKey(aws, secret.kmsKeyId, operation, "secretsmanager");
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = error.cause.message;
    aws.call({ action: `secretsmanager:${within}`, resources: [secret.arn] }, () => refuse(rules.key, reason));
  }
}

function secrets(aws: Aws) {
  return aws.table<Secret>(secretsTables.secret);
}
