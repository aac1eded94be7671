import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Table } from "../../world/table.ts";
import { parseArn } from "../arn.ts";
import type { Aws } from "../client.ts";
import { type PolicyDocument, PolicySyntaxError, parsePolicy } from "../iam/policy-document.ts";
import { resolvePrincipals } from "../iam/principals.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags, tagProblem } from "../tags.ts";
import { type Secret, secretsTables } from "./records.ts";
import { rules } from "./rules.ts";

/** What a secret is made of. */
export interface SecretProperties {
  readonly name: string;
  readonly description?: string;
  readonly kmsKeyId?: string | null;
  readonly replicas?: Secret["replicas"];
  readonly tags?: Tags;
}

/**
 * The secret of that name or ARN, in the account that an ARN names; one that waits for its deletion included, one whose date has
 * passed not.
 */
export function findSecret(aws: Aws, reference: string): Secret | undefined {
  const table = secrets(aws, reference);
  const secret = table.get(reference) ?? table.find(({ arn }) => arn === reference || arn.slice(0, -7) === reference);
  if (secret?.deletionDate === undefined || secret.deletionDate > aws.now) return secret;
  table.delete(secret.name);
  return undefined;
}

/** `secretsmanager:CreateSecret`. */
export function createSecret(aws: Aws, properties: SecretProperties): Secret {
  const { name, description = "", kmsKeyId = null, replicas = [], tags = {} } = properties;
  const suffix = aws.ids.text(6, alphanumerics, "secretsmanager/secret", [aws.account, aws.region, name]);
  const arn = aws.arn("secretsmanager", `secret:${name}-${suffix}`);
  tagAtCreation(aws, { arn, tag: "secretsmanager:TagResource", tags, within: "CreateSecret" });
  const request = {
    action: "secretsmanager:CreateSecret",
    resources: [arn],
    parameters: { name, description, kmsKeyId },
    conditions: { "secretsmanager:Name": name, ...requestTags(tags) },
  };
  return aws.call(request, () => {
    checkTags(tags);
    const existing = findSecret(aws, name);
    refuseIf(existing?.deletionDate, rules.pending);
    refuseIf(existing, rules.duplicate, name);
    return secrets(aws).put(name, {
      name,
      arn,
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
}

const alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `secretsmanager:UpdateSecret`, values, policies and replicas: changes that a pending deletion forbids. */
export function changeSecret(
  aws: Aws,
  operation: string,
  reference: string,
  change: (secret: Secret) => Partial<Secret>,
): Secret {
  const resources = [arnOf(aws, reference)];
  return aws.call({ action: `secretsmanager:${operation}`, resources, parameters: { secretId: reference } }, () => {
    const secret = usableSecret(aws, reference);
    return secrets(aws, secret.arn).put(secret.name, { ...secret, ...change(secret), lastChangedDate: aws.now });
  });
}

/** `secretsmanager:UntagResource` and `secretsmanager:TagResource`, as far as they are needed. */
export function tagSecret(aws: Aws, reference: string, before: Tags, after: Tags): void {
  const [tag, untag] = ["secretsmanager:TagResource", "secretsmanager:UntagResource"];
  changeTags(aws, { arn: arnOf(aws, reference), tag, untag }, before, after, (tags) => {
    const secret = usableSecret(aws, reference);
    checkTags(tags);
    secrets(aws, secret.arn).put(secret.name, { ...secret, tags });
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

/** `secretsmanager:DeleteSecret`: after a recovery window of 7 to 30 days, or at once for 0. */
export function deleteSecret(aws: Aws, reference: string, windowInDays: number): void {
  const request = {
    action: "secretsmanager:DeleteSecret",
    resources: [arnOf(aws, reference)],
    parameters: {
      secretId: reference,
      ...(windowInDays === 0 ? { forceDeleteWithoutRecovery: true } : { recoveryWindowInDays: windowInDays }),
    },
  };
  aws.call(request, () => {
    const secret = findSecret(aws, reference);
    refuseUnless(secret, rules.missing);
    const table = secrets(aws, secret.arn);
    if (windowInDays === 0) table.delete(secret.name);
    else {
      const deletionDate = new Date(aws.world.now.getTime() + windowInDays * 86_400_000).toISOString();
      table.put(secret.name, { ...secret, deletionDate });
    }
  });
}

/** The secret's ARN, whether it exists or not; what permission is asked for. */
export function arnOf(aws: Aws, reference: string): string {
  const known = findSecret(aws, reference)?.arn;
  return known ?? (reference.startsWith("arn:") ? reference : aws.arn("secretsmanager", `secret:${reference}`));
}

/** The secret, unless it waits for its deletion. */
export function usableSecret(aws: Aws, reference: string): Secret {
  const secret = findSecret(aws, reference);
  refuseUnless(secret, rules.missing);
  refuseIf(secret.deletionDate, rules.marked);
  return secret;
}

function checkTags(tags: Tags): void {
  const problem = tagProblem(tags);
  if (problem !== undefined) refuse(rules.tags, problem);
}

function secrets(aws: Aws, reference = ""): Table<Secret> {
  const account = parseArn(reference)?.account ?? aws.account;
  return aws.world.table<Secret>(`aws/${account}/${aws.region}/${secretsTables.secret}`);
}
