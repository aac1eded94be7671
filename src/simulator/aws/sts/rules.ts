import { rule } from "../../rule.ts";

const validation = (field: string, value: string, constraint: string) =>
  `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: ${constraint}`;

/** What STS refuses. */
export const rules = {
  trust: rule({
    id: "sts/trust",
    operation: "AssumeRole",
    code: "AccessDenied",
    message: (caller: string, action: string, role: string) =>
      `User: ${caller} is not authorized to perform: ${action} on resource: ${role}`,
    http: 403,
    source: "IAM UG, Troubleshoot IAM roles",
  }),
  rootCaller: rule({
    id: "sts/root-caller",
    operation: "AssumeRole",
    code: "AccessDenied",
    message: () => "Roles may not be assumed by root accounts.",
    http: 403,
    source: "public logs",
  }),
  durationRange: rule({
    id: "sts/duration-range",
    operation: "AssumeRole",
    code: "ValidationError",
    message: (seconds: number) =>
      validation(
        "durationSeconds",
        String(seconds),
        seconds < 900
          ? "Member must have value greater than or equal to 900"
          : "Member must have value less than or equal to 43200",
      ),
    source: "API AssumeRole",
  }),
  durationRole: rule({
    id: "sts/duration-role",
    operation: "AssumeRole",
    code: "ValidationError",
    message: () => "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    source: "API AssumeRole",
  }),
  chaining: rule({
    id: "sts/chaining",
    operation: "AssumeRole",
    code: "ValidationError",
    message: () => "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    source: "API AssumeRole",
  }),
  sessionName: rule({
    id: "sts/session-name",
    operation: "AssumeRole",
    code: "ValidationError",
    message: (name: string) =>
      validation("roleSessionName", name, "Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}"),
    source: "API AssumeRole",
  }),
  externalId: rule({
    id: "sts/external-id",
    operation: "AssumeRole",
    code: "ValidationError",
    message: (id: string) =>
      validation("externalId", id, "Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]{2,1224}"),
    source: "API AssumeRole",
  }),
  policySize: rule({
    id: "sts/policy-size",
    operation: "AssumeRole",
    code: "ValidationError",
    message: () =>
      "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
    source: "API AssumeRole",
  }),
  policyArn: rule({
    id: "sts/policy-arn",
    operation: "AssumeRole",
    code: "MalformedPolicyDocument",
    message: (arn: string) => `The session policy ${arn} does not exist.`,
    source: "API AssumeRole; wording from general knowledge",
  }),
  badArn: rule({
    id: "sts/bad-arn",
    operation: "AssumeRole",
    code: "ValidationError",
    message: (arn: string) => `${arn} is invalid`,
    source: "LocalStack snapshots, validated against AWS",
  }),
  webTrust: rule({
    id: "sts/web-trust",
    operation: "AssumeRoleWithWebIdentity",
    code: "AccessDenied",
    message: () => "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    http: 403,
    source: "EKS UG, Assign IAM roles to Kubernetes service accounts",
  }),
  webProvider: rule({
    id: "sts/web-provider",
    operation: "AssumeRoleWithWebIdentity",
    code: "InvalidIdentityToken",
    message: (issuer: string) => `No OpenIDConnect provider found in your account for ${issuer}`,
    source: "public logs",
  }),
  webAudience: rule({
    id: "sts/web-audience",
    operation: "AssumeRoleWithWebIdentity",
    code: "InvalidIdentityToken",
    message: () => "Incorrect token audience",
    source: "general knowledge",
  }),
  webToken: rule({
    id: "sts/web-token",
    operation: "AssumeRoleWithWebIdentity",
    code: "InvalidIdentityToken",
    message: () => "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    source: "API AssumeRoleWithWebIdentity; public logs",
  }),
  webExpired: rule({
    id: "sts/web-expired",
    operation: "AssumeRoleWithWebIdentity",
    code: "ExpiredTokenException",
    message: (now: string, expiration: string) =>
      `Token expired: current date/time ${now} must be before the expiration date/time ${expiration}`,
    source: "API AssumeRoleWithWebIdentity",
  }),
  unknownKey: rule({
    id: "sts/unknown-key",
    operation: "GetCallerIdentity",
    code: "InvalidClientTokenId",
    message: () => "The security token included in the request is invalid.",
    http: 403,
    source: "general knowledge",
  }),
  expiredToken: rule({
    id: "sts/expired-token",
    operation: "GetCallerIdentity",
    code: "ExpiredToken",
    message: () => "The security token included in the request is expired",
    http: 403,
    source: "EC2 errors, cross-cutting",
  }),
} as const;
