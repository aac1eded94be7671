import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { seal, unseal } from "../../world/seal.ts";
import { type Aws, AwsError } from "../client.ts";
import { useKey } from "../kms/key.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags, tagProblem } from "../tags.ts";
import { publicParameter } from "./public-parameters.ts";
import { rules } from "./rules.ts";

/** A parameter, keyed by name. */
export interface Parameter {
  readonly name: string;
  readonly arn: string;
  readonly type: string;
  readonly tier: string;
  readonly dataType: string;
  readonly description: string;
  readonly allowedPattern: string | null;
  /** Only of a SecureString. */
  readonly keyId: string | null;
  /** All values, the newest last. */
  readonly versions: readonly ParameterVersion[];
  readonly tags: Tags;
}

export interface ParameterVersion {
  readonly version: number;
  /** The value, sealed whatever the type is: people keep passwords in plain parameters too. */
  readonly sealed: string;
}

/** What a parameter is put with. */
export interface ParameterProperties
  extends Pick<Parameter, "name" | "type" | "dataType" | "description" | "allowedPattern" | "keyId"> {
  /** `Standard`, `Advanced` or `Intelligent-Tiering`. */
  readonly tier: string;
  readonly value: string;
}

/** The parameter of that name. */
export function findParameter(aws: Aws, name: string): Parameter | undefined {
  return parameters(aws).get(name);
}

/** ARN of a parameter; a leading slash of the name is its separator. */
export function parameterArn(aws: Aws, name: string): string {
  return aws.arn("ssm", `parameter/${name.replace(/^\//, "")}`);
}

/** `ssm:PutParameter`: a new parameter, or with `overwrite` a new version of one. */
export function putParameter(
  aws: Aws,
  properties: ParameterProperties,
  how: { readonly overwrite: boolean; readonly tags?: Tags },
): Parameter {
  const { name, value, type } = properties;
  const { overwrite, tags = {} } = how;
  const arn = parameterArn(aws, name);
  const keyId = type === "SecureString" ? (properties.keyId ?? managedKey) : null;
  checkKey(aws, { name, keyId }, "PutParameter", "Encrypt");
  tagAtCreation(aws, { arn, tag: "ssm:AddTagsToResource", tags, within: "PutParameter" });
  const request = {
    action: "ssm:PutParameter",
    resources: [arn],
    parameters: { name, type, overwrite },
    conditions: { "ssm:Overwrite": String(overwrite), ...requestTags(tags) },
  };
  return aws.call(request, () => {
    checkName(name);
    checkTags(tags);
    const existing = findParameter(aws, name);
    refuseIf(existing && !overwrite, rules.exists);
    const tier = tierFor(properties);
    checkPattern(properties);
    const { dataType, description, allowedPattern } = properties;
    const version = (existing?.versions.at(-1)?.version ?? 0) + 1;
    const versions = [...(existing?.versions ?? []), { version, sealed: seal(aws.world.seed, value) }];
    const kept = how.tags ?? existing?.tags ?? {};
    const parameter = { name, arn, type, tier, dataType, description, allowedPattern, keyId, versions, tags: kept };
    return parameters(aws).put(name, parameter);
  });
}

/** The key of AWS that encrypts where no other is named. */
const managedKey = "alias/aws/ssm";

function checkPattern({ allowedPattern, value }: ParameterProperties): void {
  if (allowedPattern === null) return;
  const expression = expressionOf(allowedPattern);
  refuseUnless(expression, rules.patternForm);
  refuseUnless(expression.test(value), rules.pattern, allowedPattern);
}

function expressionOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

function checkName(name: string): void {
  const wellFormed = /^[\w./-]+$/.test(name) && (!name.includes("/") || name.startsWith("/"));
  refuseUnless(wellFormed && !/^\/?(?:aws|ssm)/i.test(name), rules.name);
  refuseIf(name.split("/").filter(Boolean).length > 15, rules.levels);
}

function tierFor({ tier, value }: ParameterProperties): string {
  const fitting = tier === "Intelligent-Tiering" ? (value.length > 4_096 ? "Advanced" : "Standard") : tier;
  const limit = fitting === "Advanced" ? 8_192 : 4_096;
  refuseIf(value.length > limit, rules.size, fitting, limit);
  return fitting;
}

/** A key of the customer's own must be usable by the caller through Systems Manager. */
function checkKey(
  aws: Aws,
  { name, keyId }: Pick<Parameter, "name" | "keyId">,
  within: string,
  operation: string,
): void {
  if (keyId === null || keyId.startsWith("alias/aws/")) return;
  const arn = parameterArn(aws, name);
  try {
    useKey(aws, keyId, { operation, via: "ssm", encryptionContext: { PARAMETER_ARN: arn } });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = error.cause.message;
    aws.call({ action: `ssm:${within}`, resources: [arn] }, () => refuse(rules.key, reason));
  }
}

/** A value that was read. */
export interface ParameterValue {
  readonly arn: string;
  readonly type: string;
  readonly value: string;
  readonly version: number;
}

/**
 * `ssm:GetParameter`: by name, `name:version` or ARN; the public parameters of AWS under `/aws/service/` included. Without
 * decryption a SecureString is its cipher text.
 */
export function getParameter(aws: Aws, reference: string, withDecryption = true): ParameterValue {
  const name = reference.startsWith("arn:") ? nameOfArn(aws, reference) : reference;
  const [plain = "", wanted] = name.split(":");
  const isPublic = plain.startsWith("/aws/service/");
  const arn = isPublic
    ? aws.arn("ssm", `parameter${plain}`, { account: "" })
    : (findParameter(aws, plain)?.arn ?? parameterArn(aws, plain));
  const secure = findParameter(aws, plain);
  if (secure && withDecryption) checkKey(aws, secure, "GetParameter", "Decrypt");
  return aws.call({ action: "ssm:GetParameter", resources: [arn], parameters: { name, withDecryption } }, () => {
    if (isPublic) {
      const value = publicParameter(plain, aws.region);
      refuseIf(value === undefined, rules.notFound, plain);
      return { arn, type: "String", value: value ?? "", version: 1 };
    }
    const held = findParameter(aws, plain);
    refuseUnless(held, rules.notFound, plain);
    const found = held.versions.findLast(({ version }) => wanted === undefined || String(version) === wanted);
    refuseUnless(found, rules.versionNotFound, plain, wanted ?? "");
    const inClear = withDecryption || held.type !== "SecureString";
    const value = inClear ? unseal(aws.world.seed, found.sealed) : found.sealed;
    return { arn, type: held.type, value, version: found.version };
  });
}

function nameOfArn(aws: Aws, arn: string): string {
  const rest = arn.slice(arn.indexOf(":parameter/") + ":parameter/".length);
  return findParameter(aws, rest) ? rest : `/${rest}`;
}

/** `ssm:DeleteParameter`. */
export function deleteParameter(aws: Aws, name: string): void {
  aws.call({ action: "ssm:DeleteParameter", resources: [parameterArn(aws, name)], parameters: { name } }, () => {
    refuseUnless(parameters(aws).delete(name), rules.notFound, name);
  });
}

/** `ssm:RemoveTagsFromResource` and `ssm:AddTagsToResource`, as far as they are needed. */
export function tagParameter(aws: Aws, name: string, before: Tags, after: Tags): void {
  const [tag, untag] = ["ssm:AddTagsToResource", "ssm:RemoveTagsFromResource"];
  changeTags(aws, { arn: parameterArn(aws, name), tag, untag }, before, after, (tags) => {
    const held = findParameter(aws, name);
    refuseUnless(held, rules.notFound, name);
    checkTags(tags);
    parameters(aws).put(name, { ...held, tags });
  });
}

function checkTags(tags: Tags): void {
  refuseIf(Object.keys(tags).length > 50, rules.tagCount);
  const problem = tagProblem(tags);
  if (problem !== undefined) refuse(rules.tagForm, problem);
}

function parameters(aws: Aws) {
  return aws.table<Parameter>("ssm/parameter");
}
