import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { seal, unseal } from "../../world/seal.ts";
import { type Aws, AwsError } from "../client.ts";
import { useKey } from "../kms/key.ts";
import { requestTags, type Tags } from "../tags.ts";
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
  /** All values, the newest last; sealed when the type is SecureString. */
  readonly versions: readonly { readonly version: number; readonly value?: string; readonly sealed?: string }[];
  readonly tags: Tags;
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
  how: { overwrite: boolean; tags?: Tags },
): Parameter {
  const { name, value, type } = properties;
  if (type === "SecureString") checkKey(aws, properties);
  const request = {
    action: "ssm:PutParameter",
    resources: [parameterArn(aws, name)],
    parameters: { name, type, overwrite: how.overwrite },
    conditions: { "ssm:Overwrite": String(how.overwrite), ...requestTags(how.tags ?? {}) },
  };
  return aws.call(request, () => {
    checkName(name);
    const existing = findParameter(aws, name);
    refuseIf(existing && !how.overwrite, rules.exists);
    const tier = tierFor(properties);
    const { allowedPattern } = properties;
    refuseIf(allowedPattern !== null && !new RegExp(allowedPattern).test(value), rules.pattern, allowedPattern ?? "");
    const version = (existing?.versions.at(-1)?.version ?? 0) + 1;
    const stored = type === "SecureString" ? { version, sealed: seal(aws.world.seed, value) } : { version, value };
    return parameters(aws).put(name, {
      name,
      arn: parameterArn(aws, name),
      type,
      tier,
      dataType: properties.dataType,
      description: properties.description,
      allowedPattern,
      keyId: type === "SecureString" ? (properties.keyId ?? "alias/aws/ssm") : null,
      versions: [...(existing?.versions ?? []), stored],
      tags: how.tags ?? existing?.tags ?? {},
    });
  });
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
function checkKey(aws: Aws, { name, keyId }: ParameterProperties): void {
  if (keyId === null || keyId.startsWith("alias/aws/")) return;
  try {
    useKey(aws, keyId, "Encrypt", "ssm");
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = error.cause.message;
    aws.call({ action: "ssm:PutParameter", resources: [parameterArn(aws, name)] }, () => refuse(rules.key, reason));
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
    const opened = found.sealed !== undefined && withDecryption ? unseal(aws.world.seed, found.sealed) : found.sealed;
    return { arn, type: held.type, value: found.value ?? opened ?? "", version: found.version };
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

/** `ssm:AddTagsToResource` and `ssm:RemoveTagsFromResource` together: the parameter then has exactly these tags. */
export function tagParameter(aws: Aws, name: string, tags: Tags): void {
  aws.call({ action: "ssm:AddTagsToResource", resources: [parameterArn(aws, name)] }, () => {
    const held = findParameter(aws, name);
    refuseUnless(held, rules.notFound, name);
    parameters(aws).put(name, { ...held, tags });
  });
}

function parameters(aws: Aws) {
  return aws.table<Parameter>("ssm/parameter");
}
