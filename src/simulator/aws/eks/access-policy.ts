import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { entryArnOf, requireEntry } from "./access-entry.ts";
import { keyOf } from "./access-entry-record.ts";
import { callEks } from "./calls.ts";
import { accessPolicies, accessPolicyName } from "./facts/access-policies.ts";
import { type AccessEntry, type AssociatedPolicy, eks } from "./records.ts";
import { accessRules as rules } from "./rules/access.ts";

/** Which access policy an entry gets, and where it holds. */
export interface AccessPolicyRequest {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly policyArn: string;
  readonly scope: string;
  readonly namespaces: readonly string[];
}

/**
 * `eks:AssociateAccessPolicy`. A policy that the entry has already gets the new scope; whether namespaces exist is not looked at.
 *
 * @throws AwsError
 */
export function associateAccessPolicy(aws: Aws, request: AccessPolicyRequest): AssociatedPolicy {
  const { clusterName, principalArn, policyArn, scope, namespaces } = request;
  const resources = [entryArnOf(aws, clusterName, principalArn)];
  const parameters = { clusterName, principalArn, policyArn, accessScope: { type: scope, namespaces } };
  return callEks(aws, "AssociateAccessPolicy", { resources, parameters }, () => {
    const entry = requireEntry(aws, clusterName, principalArn);
    checkPolicy(entry, policyArn);
    refuseUnless(scope === "namespace" || scope === "cluster", rules.scope, "type");
    refuseIf(scope === "namespace" && namespaces.length === 0, rules.scope, "none");
    refuseIf(scope === "cluster" && namespaces.length > 0, rules.scope, "some");
    const before = entry.policies.find((held) => held.policyArn === policyArn);
    const policy: AssociatedPolicy = {
      policyArn,
      scope,
      namespaces,
      associatedAt: before?.associatedAt ?? aws.now,
      modifiedAt: aws.now,
    };
    const others = entry.policies.filter((held) => held.policyArn !== policyArn);
    eks.accessEntries(aws).put(keyOf(clusterName, principalArn), { ...entry, policies: [...others, policy] });
    return policy;
  });
}

function checkPolicy(entry: AccessEntry, policyArn: string): void {
  const name = accessPolicyName(policyArn) ?? refuse(rules.policyForm);
  const type = accessPolicies[name] ?? refuse(rules.policyMissing);
  refuseUnless(entry.type === type, rules.policyType, type);
}

/**
 * The policies of an entry: `eks:ListAssociatedAccessPolicies`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function associatedPolicies(aws: Aws, clusterName: string, principalArn: string): readonly AssociatedPolicy[] {
  const request = { resources: [entryArnOf(aws, clusterName, principalArn)] };
  return callEks(
    aws,
    "ListAssociatedAccessPolicies",
    request,
    () => requireEntry(aws, clusterName, principalArn).policies,
  );
}

/**
 * `eks:DisassociateAccessPolicy`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function disassociateAccessPolicy(
  aws: Aws,
  { clusterName, principalArn, policyArn }: Pick<AccessPolicyRequest, "clusterName" | "principalArn" | "policyArn">,
): void {
  const resources = [entryArnOf(aws, clusterName, principalArn)];
  const parameters = { clusterName, principalArn, policyArn };
  callEks(aws, "DisassociateAccessPolicy", { resources, parameters }, () => {
    const entry = requireEntry(aws, clusterName, principalArn);
    const policies = entry.policies.filter((held) => held.policyArn !== policyArn);
    refuseIf(policies.length === entry.policies.length, rules.policyMissing);
    eks.accessEntries(aws).put(keyOf(clusterName, principalArn), { ...entry, policies });
  });
}
