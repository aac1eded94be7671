import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Actor } from "../../world/journal.ts";
import type { World } from "../../world/world.ts";
import { parseArn } from "../arn.ts";
import { Aws } from "../client.ts";
import { findOpenIdConnectProvider } from "../iam/openid-connect-provider.ts";
import { compilePolicy, evaluateResourcePolicy } from "../iam/policy-evaluation.ts";
import { roleByArn } from "../iam/principals.ts";
import { openSession, type RoleCredentials } from "./credentials.ts";
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

/** What `AssumeRoleWithWebIdentity` is asked for. */
export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly token: WebIdentityToken;
  /** Seconds; 3,600 when left out. */
  readonly durationSeconds?: number;
  readonly actor: Actor;
}

/**
 * `sts:AssumeRoleWithWebIdentity`: the account must know the issuer, and the role's trust policy the subject and audience.
 *
 * @throws AwsError `InvalidIdentityToken`, `ExpiredTokenException` or `AccessDenied`
 */
export function assumeRoleWithWebIdentity(world: World, request: WebIdentityRequest): RoleCredentials {
  const { roleArn, sessionName, token, durationSeconds = 3_600, actor } = request;
  const account = parseArn(roleArn)?.account ?? "";
  const caller = { arn: token.subject, account, kind: "user", identity: token.subject, userId: token.subject } as const;
  const aws = new Aws({ world, actor, principal: caller, account, region: "us-east-1" });
  const parameters = { roleArn, roleSessionName: sessionName, subject: token.subject };
  return aws.call({ action: "sts:AssumeRoleWithWebIdentity", resources: [roleArn], parameters }, () => {
    refuseIf(world.now.getTime() >= Date.parse(token.expiration), rules.webExpired, aws.now, token.expiration);
    const provider = findOpenIdConnectProvider(aws, token.issuer);
    if (!provider) return refuse(rules.webProvider, token.issuer);
    refuseUnless(provider.clientIds.includes(token.audience), rules.webAudience);
    const role = roleByArn(world, roleArn);
    refuseUnless(role, rules.webTrust);
    const context = {
      [`${provider.url}:sub`.toLowerCase()]: [token.subject],
      [`${provider.url}:aud`.toLowerCase()]: [token.audience],
    };
    const verdict = evaluateResourcePolicy(
      compilePolicy(role.trustPolicy),
      { action: "sts:AssumeRoleWithWebIdentity", resource: roleArn, context },
      { arn: provider.arn, account, kind: "federated", identity: provider.arn, uniqueId: "" },
    );
    refuseIf(verdict !== "allow-direct", rules.webTrust);
    return openSession(aws, role, sessionName, durationSeconds, null);
  });
}
