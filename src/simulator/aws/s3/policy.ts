import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import type { PolicyDocument, Statement } from "../iam/policy-document.ts";
import { PolicySyntaxError, parsePolicy } from "../iam/policy-document.ts";
import { resolvePrincipals } from "../iam/principals.ts";
import { isServicePrincipal } from "../iam/service-principals.ts";
import { accessRules as rules } from "./access-rules.ts";
import { changeBucket, s3Arn } from "./calls.ts";
import { isPublicPolicy } from "./public-policy.ts";
import type { Bucket } from "./records.ts";

/** `s3:PutBucketPolicy`. */
export function putBucketPolicy(aws: Aws, name: string, policy: string): Bucket {
  return changeBucket(aws, "PutBucketPolicy", { bucket: name }, (bucket) => {
    refuseIf(Buffer.byteLength(policy) > 20_480, rules.policySize);
    const document = parsed(policy);
    for (const statement of document.statements) checkStatement(aws, name, statement);
    const { ids, invalid } = resolvePrincipals(aws.world, policy);
    refuseIf(invalid !== undefined, rules.policyPrincipal);
    const blocked = bucket.publicAccessBlock?.blockPublicPolicy ?? false;
    refuseIf(blocked && isPublicPolicy(document), rules.publicPolicy, aws.principal.arn, s3Arn(aws, name));
    return { policy, principalIds: ids };
  });
}

/** `s3:DeleteBucketPolicy`. */
export function deleteBucketPolicy(aws: Aws, name: string): Bucket {
  return changeBucket(aws, "DeleteBucketPolicy", { bucket: name }, () => ({ policy: null, principalIds: {} }));
}

function parsed(policy: string): PolicyDocument {
  try {
    return parsePolicy(policy);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    if (error.kind === "json")
      return refuse(rules.policyJson, "Policies must be valid JSON and the first byte must be '{'");
    if (error.kind === "principal") return refuse(rules.policyPrincipal);
    if (error.kind === "operator") return refuse(rules.policyJson, `Invalid Condition type : ${error.subject}`);
    if (error.kind === "version") return refuse(rules.policyJson, "The policy must contain a valid version string");
    return refuse(rules.policyJson, `Missing required field ${missingFields[error.kind]}`);
  }
}

const missingFields = { statement: "Statement", effect: "Effect", action: "Action", condition: "Condition" } as const;

function checkStatement(aws: Aws, bucket: string, statement: Statement): void {
  const { principal, notPrincipal } = statement;
  refuseUnless(principal ?? notPrincipal, rules.policyJson, "Missing required field Principal");
  const services = principal === null || principal === "*" ? [] : (principal.Service ?? []);
  refuseUnless(services.every(isServicePrincipal), rules.policyPrincipal);
  const resources = statement.resources ?? statement.notResources;
  refuseUnless(resources, rules.policyJson, "Missing required field Resource");
  refuseUnless(
    resources.every((resource) => belongsTo(s3Arn(aws, bucket), resource)),
    rules.policyResource,
  );
  const actions = statement.actions ?? [];
  refuseUnless(
    actions.every((action) => action === "*" || /^s3:/i.test(action)),
    rules.policyAction,
    "Policy has invalid action",
  );
  const applies = actions.every((action) =>
    resources.some(
      (resource) => /[*?]/.test(action) || (isObjectAction(action) ? mayBeObject(resource) : mayBeBucket(resource)),
    ),
  );
  refuseUnless(applies, rules.policyAction, "Action does not apply to any resource(s) in statement");
}

/** The bucket itself, what is in it, or what begins with its name and a wildcard. */
function belongsTo(bucketArn: string, resource: string): boolean {
  return resource.startsWith(bucketArn) && ["", "/", "*", "?"].includes(resource.slice(bucketArn.length)[0] ?? "");
}

function isObjectAction(action: string): boolean {
  const [, operation = ""] = action.split(":");
  return /Object(?!LockConfiguration)/i.test(operation) || objectActions.has(operation.toLowerCase());
}

/** Actions on objects that do not say so in their names. */
const objectActions: ReadonlySet<string> = new Set([
  ...["abortmultipartupload", "listmultipartuploadparts", "replicatedelete", "replicatetags", "initiatereplication"],
  "bypassgovernanceretention",
]);

function mayBeObject(resource: string): boolean {
  return /[/*?]/.test(resource);
}

function mayBeBucket(resource: string): boolean {
  return !resource.includes("/") || /[*?][^/]*\//.test(resource);
}
