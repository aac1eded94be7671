import { isConditionOperator } from "./conditions.ts";

/** One statement of a policy with every list written as a list. */
export interface Statement {
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly principal: PrincipalElement | null;
  readonly notPrincipal: PrincipalElement | null;
  readonly actions: readonly string[] | null;
  readonly notActions: readonly string[] | null;
  readonly resources: readonly string[] | null;
  readonly notResources: readonly string[] | null;
  readonly conditions: readonly Condition[];
}

/** `"*"`, or identifiers by type (`AWS`, `Service`, `Federated`, `CanonicalUser`). */
export type PrincipalElement = "*" | Readonly<Record<string, readonly string[]>>;

/** One operator over one key, for example `StringEquals` `aws:PrincipalOrgID` `["o-1"]`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface PolicyDocument {
  readonly version: string;
  readonly id: string | null;
  readonly statements: readonly Statement[];
}

/** Why a text is no policy, in terms of the policy grammar. */
export class PolicySyntaxError extends Error {
  readonly kind: "json" | "statement" | "effect" | "action" | "principal" | "condition" | "operator" | "version";
  readonly subject: string;

  constructor(kind: PolicySyntaxError["kind"], subject = "") {
    super(`policy syntax: ${kind} ${subject}`.trim());
    this.name = "PolicySyntaxError";
    this.kind = kind;
    this.subject = subject;
  }
}

/**
 * Reads a policy's JSON text by the grammar that all policy types share.
 *
 * @throws PolicySyntaxError
 */
export function parsePolicy(text: string): PolicyDocument {
  const document = parseJson(text);
  if (!isObject(document)) throw new PolicySyntaxError("json");
  const version = document.Version ?? "2008-10-17";
  if (version !== "2012-10-17" && version !== "2008-10-17") throw new PolicySyntaxError("version", String(version));
  const statements = Array.isArray(document.Statement) ? (document.Statement as unknown[]) : [document.Statement];
  if (document.Statement === undefined || statements.length === 0) throw new PolicySyntaxError("statement");
  return {
    version,
    id: typeof document.Id === "string" ? document.Id : null,
    statements: statements.map(parseStatement),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PolicySyntaxError("json");
  }
}

const statementElements: ReadonlySet<string> = new Set([
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"],
]);

function parseStatement(value: unknown): Statement {
  if (!isObject(value)) throw new PolicySyntaxError("statement");
  const foreign = Object.keys(value).find((name) => !statementElements.has(name));
  if (foreign !== undefined) throw new PolicySyntaxError("statement", foreign);
  if (value.Effect !== "Allow" && value.Effect !== "Deny") throw new PolicySyntaxError("effect");
  const actions = strings(value.Action, "action");
  const notActions = strings(value.NotAction, "action");
  if ((actions === null) === (notActions === null)) throw new PolicySyntaxError("action");
  return {
    sid: typeof value.Sid === "string" && value.Sid !== "" ? value.Sid : null,
    effect: value.Effect,
    principal: principalElement(value.Principal),
    notPrincipal: principalElement(value.NotPrincipal),
    actions,
    notActions,
    resources: strings(value.Resource, "statement"),
    notResources: strings(value.NotResource, "statement"),
    conditions: conditionsOf(value.Condition),
  };
}

function principalElement(value: unknown): PrincipalElement | null {
  if (value === undefined) return null;
  if (typeof value === "string") {
    if (value !== "*") throw new PolicySyntaxError("principal", value);
    return "*";
  }
  if (!isObject(value) || Object.keys(value).length === 0) throw new PolicySyntaxError("principal");
  return Object.fromEntries(
    Object.entries(value).map(([type, identifiers]) => [type, strings(identifiers, "principal") ?? []]),
  );
}

function conditionsOf(value: unknown): Condition[] {
  if (value === undefined) return [];
  if (!isObject(value)) throw new PolicySyntaxError("condition");
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isConditionOperator(operator)) throw new PolicySyntaxError("operator", operator);
    if (!isObject(keys)) throw new PolicySyntaxError("condition", operator);
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: scalars(values, operator) }));
  });
}

function scalars(value: unknown, operator: string): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map((item) => {
    if (typeof item === "string" || typeof item === "number" || typeof item === "boolean") return String(item);
    throw new PolicySyntaxError("condition", operator);
  });
}

function strings(value: unknown, kind: PolicySyntaxError["kind"]): readonly string[] | null {
  if (value === undefined) return null;
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length === 0 || !list.every((item) => typeof item === "string")) throw new PolicySyntaxError(kind);
  return list as string[];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
