import { ServiceError } from "../../rule.ts";
import { seal } from "../../world/seal.ts";
import type { Aws, AwsRequest } from "../client.ts";
import { callerPolicies } from "./caller.ts";
import { decide, type Refusal } from "./policy-evaluation.ts";
import { requestContext } from "./request-context.ts";
import { resourceVerdict } from "./resource-policies.ts";
import { accessRules } from "./rules/access.ts";

/** Actions that IAM lets everybody call, or that the operation itself decides by the trust policy. */
const decidedElsewhere: ReadonlySet<string> = new Set([
  "sts:AssumeRole",
  "sts:AssumeRoleWithWebIdentity",
  "sts:GetCallerIdentity",
]);

/**
 * Checks that the caller may perform the request: identity policies, permissions boundary, session policy, resource policy.
 *
 * @throws ServiceError `AccessDenied` in the form of the called service
 */
export function authorise(aws: Aws, request: AwsRequest): void {
  if (decidedElsewhere.has(request.action)) return;
  for (const resource of request.resources ?? ["*"]) {
    const refusal = refusalOf(aws, request, resource);
    if (refusal) throw accessDenied(aws, request, resource, refusal);
  }
}

function refusalOf(aws: Aws, request: AwsRequest, resource: string): Refusal | null {
  const { world, principal, account, region } = aws;
  const unlimited = principal.kind === "root" || principal.kind === "service";
  const { action, conditions = {} } = request;
  const policyRequest = {
    action,
    resource,
    get context() {
      return requestContext({ world, principal, account, region, action, conditions }, resource);
    },
  };
  const verdict = resourceVerdict(world, policyRequest, principal);
  if (unlimited && verdict === null) return null;
  return decide(
    {
      ...callerPolicies(world, principal),
      resource: verdict?.verdict ?? null,
      resourceMustAllow: verdict?.mustAllow ?? false,
    },
    { action, resource, context: policyRequest.context },
  );
}

/** How each service answers; those not named answer like JSON services. */
const forms: Readonly<Record<string, { readonly code: string; readonly http: number }>> = {
  ec2: { code: "UnauthorizedOperation", http: 403 },
  iam: { code: "AccessDenied", http: 403 },
  sts: { code: "AccessDenied", http: 403 },
  s3: { code: "AccessDenied", http: 403 },
  route53: { code: "AccessDenied", http: 403 },
  autoscaling: { code: "AccessDenied", http: 403 },
  elasticloadbalancing: { code: "AccessDenied", http: 403 },
  kms: { code: "AccessDeniedException", http: 400 },
  logs: { code: "AccessDeniedException", http: 400 },
  secretsmanager: { code: "AccessDeniedException", http: 400 },
  ssm: { code: "AccessDeniedException", http: 400 },
};
const jsonForm = { code: "AccessDeniedException", http: 403 };

function accessDenied(aws: Aws, request: AwsRequest, resource: string, refusal: Refusal): ServiceError {
  const service = request.answeredBy ?? request.action.split(":")[0] ?? "";
  const form = forms[service] ?? jsonForm;
  const shown = service === "s3" && resource !== "*" ? JSON.stringify(resource) : resource;
  const reason = refusal.explicit
    ? `with an explicit deny in ${article(refusal.by)} ${refusal.by}`
    : `because no ${refusal.by} allows the ${request.action} action`;
  const rule = request.action === "iam:PassRole" ? accessRules.passRole : accessRules.accessDenied;
  const sentence = rule.message(aws.principal.arn, request.action, shown, reason);
  if (form.code !== "UnauthorizedOperation") return new ServiceError({ id: rule.id, ...form }, sentence);
  const encoded = seal(aws.world.seed, JSON.stringify({ allowed: false, explicitDeny: refusal.explicit, sentence }));
  return new ServiceError(
    { id: rule.id, ...form },
    `You are not authorized to perform this operation. ${sentence}. Encoded authorization failure message: ${encoded}`,
  );
}

function article(by: Refusal["by"]): string {
  return by === "identity-based policy" ? "an" : "a";
}
