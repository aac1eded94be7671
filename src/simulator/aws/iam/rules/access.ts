import { rule } from "../../../rule.ts";

/** `reason` begins with `because` or `with`. */
function notAuthorised(principal: string, action: string, resource: string, reason: string): string {
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

/** What IAM refuses to a caller. */
export const accessRules = {
  accessDenied: rule({
    id: "iam/access-denied",
    operation: "*",
    code: "AccessDenied",
    message: notAuthorised,
    http: 403,
    source: "aws.md §0; IAM UG, Troubleshooting access denied error messages",
  }),
  passRole: rule({
    id: "iam/passrole",
    operation: "PassRole",
    code: "AccessDenied",
    message: notAuthorised,
    http: 403,
    source: "EC2 errors; LocalStack snapshots",
  }),
  passRoleCross: rule({
    id: "iam/passrole-cross",
    operation: "PassRole",
    code: "AccessDeniedException",
    message: () => "Cross-account pass role is not allowed.",
    http: 403,
    source: "cdk-preflight",
  }),
} as const;
