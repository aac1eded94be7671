import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Actor } from "../../world/journal.ts";
import type { World } from "../../world/world.ts";
import { parseArn } from "../arn.ts";
import { Aws } from "../client.ts";
import { findOpenIdConnectProvider } from "../iam/openid-connect-provider.ts";
import { compilePolicy, evaluateResourcePolicy } from "../iam/policy-evaluation.ts";
import { roleByArn } from "../iam/principals.ts";
import type { OpenIdConnectProvider, Role } from "../iam/records.ts";
import { checkSession, openSession, type RoleCredentials, sessionPoliciesOf } from "./credentials.ts";
import { rules } from "./rules.ts";

/** The claims of a web identity token, for example of a Kubernetes service account. */
export interface WebIdentityToken {
  /** For example `https://oidc.eks.us-east-1.amazonaws.com/id/…`. */
  readonly issuer: string;
  /** For example `system:serviceaccount:kube-system:aws-node`. */
  readonly subject: string;
  readonly audience: string;
  /** ISO 8601. */
  readonly expiration: string;
}

/**
 * The claims of a JSON web token; its signature is taken on trust, since the simulator has no issuer's key.
 *
 * @returns undefined when the text is none
 */
export function parseToken(text: string): WebIdentityToken | undefined {
  const claims = claimsOf(text.split(".")[1] ?? "");
  const { iss, sub, aud, azp, exp } = claims ?? {};
  const audience = azp ?? (Array.isArray(aud) ? (aud as unknown[])[0] : aud);
  const isWhole = [iss, sub, audience].every((claim) => typeof claim === "string" && claim !== "");
  const end = new Date(typeof exp === "number" ? exp * 1_000 : Number.NaN);
  if (!isWhole || Number.isNaN(end.getTime())) return undefined;
  return { issuer: String(iss), subject: String(sub), audience: String(audience), expiration: end.toISOString() };
}

function claimsOf(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** What `AssumeRoleWithWebIdentity` is asked for. */
export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** The token itself, or its claims. */
  readonly token: string | WebIdentityToken;
  /** Seconds; 3,600 when left out. */
  readonly durationSeconds?: number;
  /** A session policy as JSON text. */
  readonly policy?: string;
  /** Managed policies that limit the session as well. */
  readonly policyArns?: readonly string[];
  readonly actor: Actor;
}

/**
 * `sts:AssumeRoleWithWebIdentity`: the account must know the issuer, and the role's trust policy the subject and audience.
 *
 * @throws AwsError `InvalidIdentityToken`, `ExpiredTokenException` or `AccessDenied`
 */
export function assumeRoleWithWebIdentity(world: World, request: WebIdentityRequest): RoleCredentials {
  const { roleArn, sessionName, durationSeconds = 3_600, actor } = request;
  const token = typeof request.token === "string" ? parseToken(request.token) : request.token;
  const account = parseArn(roleArn)?.account ?? "";
  const subject = token?.subject ?? "unknown";
  const caller = { arn: subject, account, kind: "user", identity: subject, userId: subject } as const;
  const aws = new Aws({ world, actor, principal: caller, account, region: "us-east-1" });
  const parameters = { roleArn, roleSessionName: sessionName, subject, durationSeconds };
  return aws.call({ action: "sts:AssumeRoleWithWebIdentity", resources: [roleArn], parameters }, () => {
    checkSession(roleArn, sessionName, durationSeconds);
    refuseUnless(token, rules.webToken);
    refuseIf(world.now.getTime() >= Date.parse(token.expiration), rules.webExpired, aws.now, token.expiration);
    const provider = findOpenIdConnectProvider(aws, token.issuer);
    refuseUnless(provider, rules.webProvider, token.issuer);
    refuseUnless(provider.clientIds.includes(token.audience), rules.webAudience);
    const role = roleByArn(world, roleArn);
    refuseUnless(role && trustsToken(role, provider, token, sessionName), rules.webTrust);
    refuseIf(durationSeconds > role.maxSessionDuration, rules.durationRole);
    const sessionPolicies = sessionPoliciesOf(world, request);
    return openSession(aws, role, { sessionName, durationSeconds, sessionPolicies, tags: {}, sourceIdentity: null });
  });
}

/** Whether a role lets the subject of a token assume it. */
export function trustsToken(
  role: Role,
  provider: OpenIdConnectProvider,
  token: Pick<WebIdentityToken, "subject" | "audience">,
  sessionName: string,
): boolean {
  const context = {
    [`${provider.url}:sub`.toLowerCase()]: [token.subject],
    [`${provider.url}:aud`.toLowerCase()]: [token.audience],
    "sts:rolesessionname": [sessionName],
  };
  const account = parseArn(provider.arn)?.account ?? "";
  const verdict = evaluateResourcePolicy(
    compilePolicy(role.trustPolicy),
    { action: "sts:AssumeRoleWithWebIdentity", resource: role.arn, context },
    { arn: provider.arn, account, kind: "federated", identity: provider.arn, uniqueId: "" },
  );
  return verdict === "allow-direct";
}
