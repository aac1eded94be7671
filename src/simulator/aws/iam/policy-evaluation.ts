import { type ConditionContext, compileCondition } from "./conditions.ts";
import { glob, literally } from "./glob.ts";
import { type Condition, type PolicyDocument, parsePolicy, type Statement } from "./policy-document.ts";
import { matchPrincipal, type PolicyPrincipal, type PrincipalMatch } from "./policy-principal.ts";

/** One request as policies see it. */
export interface PolicyRequest {
  /** For example `ec2:CreateSubnet`. */
  readonly action: string;
  /** ARN, or `*` for actions without resources. */
  readonly resource: string;
  readonly context: ConditionContext;
}

/** What one policy says: an explicit deny, an allow, or nothing. */
export type Verdict = "deny" | "allow" | "none";

/** What a resource policy says; an allow that names only the caller's account leaves the rest to identity policies. */
export type ResourceVerdict = "deny" | "allow-direct" | "allow-account" | "none";

interface CompiledStatement {
  readonly effect: "Allow" | "Deny";
  readonly statement: Statement;
  action(action: string): boolean;
  resource(request: PolicyRequest): boolean;
  condition(context: ConditionContext): boolean;
}

/** A policy made ready for many evaluations. */
export interface CompiledPolicy {
  readonly document: PolicyDocument;
  readonly statements: readonly CompiledStatement[];
}

const compiled = new Map<string, CompiledPolicy>();
const compiledLimit = 5_000;

/**
 * The compiled form of a policy text, kept by text.
 *
 * @throws PolicySyntaxError
 */
export function compilePolicy(text: string): CompiledPolicy {
  let policy = compiled.get(text);
  if (!policy) {
    const document = parsePolicy(text);
    policy = { document, statements: document.statements.map((statement) => compileStatement(statement, document)) };
    if (compiled.size >= compiledLimit) compiled.clear();
    compiled.set(text, policy);
  }
  return policy;
}

function compileStatement(statement: Statement, document: PolicyDocument): CompiledStatement {
  const variables = document.version === "2012-10-17";
  const conditions = statement.conditions.map((condition) => ({
    values: valuesOf(condition, variables),
    test: compileCondition(condition),
  }));
  return {
    effect: statement.effect,
    statement,
    action: compileActions(statement),
    resource: compileResources(statement, variables),
    condition: (context) =>
      conditions.every(({ values, test }) => {
        const known = values.map((value) => value(context)).filter((value) => value !== undefined);
        return test(context, known);
      }),
  };
}

function compileActions(statement: Statement): (action: string) => boolean {
  const tests = (statement.actions ?? statement.notActions ?? []).map((pattern) => glob(pattern, { ignoreCase: true }));
  const wanted = statement.actions !== null;
  const known = new Map<string, boolean>();
  return (action) => {
    let answer = known.get(action);
    if (answer === undefined) {
      answer = tests.some((test) => test(action)) === wanted;
      known.set(action, answer);
    }
    return answer;
  };
}

function compileResources(statement: Statement, variables: boolean): (request: PolicyRequest) => boolean {
  const list = statement.resources ?? statement.notResources;
  if (list === null || (statement.resources !== null && list.includes("*"))) return () => true;
  const wanted = statement.resources !== null;
  const tests = list.map((pattern) => {
    if (!hasVariable(pattern, variables)) {
      const test = glob(pattern);
      return (request: PolicyRequest) => test(request.resource);
    }
    return (request: PolicyRequest) => {
      const filled = fillVariables(pattern, request.context);
      return filled !== undefined && glob(filled)(request.resource);
    };
  });
  return (request) => tests.some((test) => test(request)) === wanted;
}

/** The wanted values of a condition for a request. Operators that know no wildcards take values of variables as they are. */
function valuesOf(
  { operator, values }: Condition,
  variables: boolean,
): readonly ((context: ConditionContext) => string | undefined)[] {
  const write = /Like|Arn/.test(operator) ? literally : (value: string) => value;
  return values.map((value) =>
    hasVariable(value, variables) ? (context: ConditionContext) => fillVariables(value, context, write) : () => value,
  );
}

function hasVariable(text: string, variables: boolean): boolean {
  return variables && text.includes("${");
}

/** Puts the context's values in place of `${key}` and `${key, 'default'}`; undefined when a key has no single value. */
function fillVariables(text: string, context: ConditionContext, write = literally): string | undefined {
  let missing = false;
  const filled = text.replace(/\$\{([^},]+)(?:,\s*'([^']*)')?\}/g, (_whole, name: string, fallback?: string) => {
    if (name === "*" || name === "?" || name === "$") return write(name);
    const values = context[name.trim().toLowerCase()];
    const value = values?.length === 1 ? values[0] : fallback;
    if (value === undefined) missing = true;
    return write(value ?? "");
  });
  return missing ? undefined : filled;
}

/** What an identity policy, boundary or session policy says about a request. */
export function evaluatePolicy(policy: CompiledPolicy, request: PolicyRequest): Verdict {
  let verdict: Verdict = "none";
  for (const statement of policy.statements) {
    if (!applies(statement, request)) continue;
    if (statement.effect === "Deny") return "deny";
    verdict = "allow";
  }
  return verdict;
}

/** What a resource policy (trust policy, key policy, bucket policy) says about a request by a principal. */
export function evaluateResourcePolicy(
  policy: CompiledPolicy,
  request: PolicyRequest,
  principal: PolicyPrincipal,
): ResourceVerdict {
  let verdict: ResourceVerdict = "none";
  for (const statement of policy.statements) {
    const match = principalMatch(statement.statement, principal);
    if (match === "none" || !applies(statement, request)) continue;
    if (statement.effect === "Deny") return "deny";
    if (match === "direct") verdict = "allow-direct";
    else if (verdict === "none") verdict = "allow-account";
  }
  return verdict;
}

function principalMatch(statement: Statement, principal: PolicyPrincipal): PrincipalMatch {
  if (statement.principal) return matchPrincipal(statement.principal, principal);
  if (!statement.notPrincipal) return "none";
  return matchPrincipal(statement.notPrincipal, principal) === "none" ? "direct" : "none";
}

function applies(statement: CompiledStatement, request: PolicyRequest): boolean {
  return statement.action(request.action) && statement.resource(request) && statement.condition(request.context);
}

/** Every policy that bears on one request. */
export interface PolicySet {
  readonly identity: readonly CompiledPolicy[];
  readonly boundary: CompiledPolicy | null;
  /** Session policies, of which any may allow; null when there are none. */
  readonly session: readonly CompiledPolicy[] | null;
  /** The verdict of the resource's policy; null when the resource has none. */
  readonly resource: ResourceVerdict | null;
  /** True when the resource's policy must allow (keys, trust); false when it only adds to identity policies. */
  readonly resourceMustAllow: boolean;
}

/** Why a request is refused: which kind of policy, and whether it denies or merely does not allow. */
export interface Refusal {
  readonly explicit: boolean;
  readonly by: "identity-based policy" | "permissions boundary" | "session policy" | "resource-based policy";
}

/** The decision over all policies by IAM's evaluation order; null when the request is allowed. */
export function decide(policies: PolicySet, request: PolicyRequest): Refusal | null {
  const identity = evaluateAll(policies.identity, request);
  const boundary = policies.boundary ? evaluatePolicy(policies.boundary, request) : "allow";
  const session = policies.session ? evaluateAll(policies.session, request) : "allow";
  const { resource } = policies;
  if (identity === "deny") return { explicit: true, by: "identity-based policy" };
  if (boundary === "deny") return { explicit: true, by: "permissions boundary" };
  if (session === "deny") return { explicit: true, by: "session policy" };
  if (resource === "deny") return { explicit: true, by: "resource-based policy" };
  if (policies.resourceMustAllow && resource !== "allow-direct" && resource !== "allow-account")
    return { explicit: false, by: "resource-based policy" };
  if (identity !== "allow" && resource !== "allow-direct") return { explicit: false, by: "identity-based policy" };
  if (boundary !== "allow") return { explicit: false, by: "permissions boundary" };
  if (session !== "allow") return { explicit: false, by: "session policy" };
  return null;
}

/** What several policies of one kind say together. */
function evaluateAll(policies: readonly CompiledPolicy[], request: PolicyRequest): Verdict {
  const verdicts = policies.map((policy) => evaluatePolicy(policy, request));
  if (verdicts.includes("deny")) return "deny";
  return verdicts.includes("allow") ? "allow" : "none";
}
