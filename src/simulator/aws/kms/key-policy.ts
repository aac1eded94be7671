import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { World } from "../../world/world.ts";
import type { Aws } from "../client.ts";
import { policyPrincipal } from "../iam/caller.ts";
import type { ConditionContext } from "../iam/conditions.ts";
import { PolicySyntaxError, parsePolicy } from "../iam/policy-document.ts";
import { compilePolicy, evaluateResourcePolicy } from "../iam/policy-evaluation.ts";
import { resolvePrincipals } from "../iam/principals.ts";
import { requestContext } from "../iam/request-context.ts";
import { isServicePrincipal } from "../iam/service-principals.ts";
import type { Principal } from "../principal.ts";
import { keyByArn } from "./records.ts";
import { rules } from "./rules.ts";

/** The policy of a key that was made without one: the account decides by IAM (KMS DG, "Default key policy"). */
export function defaultKeyPolicy(aws: Aws): string {
  return JSON.stringify({
    Id: "key-default-1",
    Statement: [
      {
        Action: "kms:*",
        Effect: "Allow",
        Principal: { AWS: aws.arn("iam", "root", { region: "" }) },
        Resource: "*",
        Sid: "Enable IAM User Permissions",
      },
    ],
    Version: "2012-10-17",
  });
}

/** The policy that AWS gives its own keys: anyone in the account may use them through their service. */
export function awsManagedKeyPolicy(aws: Aws, service: string): string {
  const viaService = {
    "kms:CallerAccount": aws.account,
    "kms:ViaService": `${service}.${aws.region}.amazonaws.com`,
  };
  return JSON.stringify({
    Version: "2012-10-17",
    Id: `auto-${service}-1`,
    Statement: [
      {
        Sid: "Allow access through the service for all principals in the account that are authorized to use it",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant"],
        Resource: "*",
        Condition: { StringEquals: viaService },
      },
      {
        Sid: "Allow direct access to key metadata to the account",
        Effect: "Allow",
        Principal: { AWS: aws.arn("iam", "root", { region: "" }) },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
        Resource: "*",
      },
    ],
  });
}

/**
 * Checks a key policy as KMS does when it is saved, and gives the unique ids of the principals it names.
 *
 * @throws ServiceError `MalformedPolicyDocumentException`
 */
export function checkKeyPolicy(
  aws: Aws,
  text: string,
  { bypassLockoutCheck, keyArn = newKeyArn(aws) }: { readonly bypassLockoutCheck: boolean; readonly keyArn?: string },
): Readonly<Record<string, string>> {
  refuseIf(Buffer.byteLength(text) > 32_768, rules.policySize);
  try {
    for (const { principal, notPrincipal } of parsePolicy(text).statements) {
      refuseUnless(principal ?? notPrincipal, rules.policySyntax);
      const services = principal === null || principal === "*" ? [] : (principal.Service ?? []);
      refuseUnless(services.every(isServicePrincipal), rules.policyPrincipal);
    }
  } catch (error) {
    if (error instanceof PolicySyntaxError) refuse(rules.policySyntax);
    throw error;
  }
  const { ids, invalid } = resolvePrincipals(aws.world, text);
  refuseIf(invalid !== undefined, rules.policyPrincipal);
  if (!bypassLockoutCheck) {
    const { world, principal, account, region } = aws;
    const action = "kms:PutKeyPolicy";
    const context = requestContext({ world, principal, account, region, action }, keyArn);
    const request = { action, resource: keyArn, context };
    const verdict = evaluateResourcePolicy(compilePolicy(text), request, policyPrincipal(aws.principal, ids));
    refuseIf(verdict === "none" || verdict === "deny", rules.policyLockout);
  }
  return ids;
}

/** Stands for the ARN of a key that is about to be made: policies can name it by a wildcard only. */
function newKeyArn(aws: Aws): string {
  return aws.arn("kms", "key/00000000-0000-0000-0000-000000000000");
}

/** True when the key exists, is enabled, and its own policy lets the principal do the action. */
export function keyPolicyAllows(
  world: World,
  keyArn: string,
  principal: Principal,
  action: string,
  context: ConditionContext = {},
): boolean {
  const key = keyByArn(world, keyArn);
  if (!key?.enabled || key.deletionDate !== undefined) return false;
  const request = { action, resource: keyArn, context };
  const verdict = evaluateResourcePolicy(
    compilePolicy(key.policy),
    request,
    policyPrincipal(principal, key.principalIds),
  );
  return verdict === "allow-direct" || verdict === "allow-account";
}
