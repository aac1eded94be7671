import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { isManagedPolicy } from "./managed-policies.ts";
import { iamTables, type Policy } from "./records.ts";
import { attachmentRules } from "./rules/attachments.ts";

/** Managed policies that one role, user or group may have. */
const attachmentLimit = 20;

/** How lists of attached policies change. */
export const changeAttachment = {
  /** The list with the policy; unchanged when it is there already. */
  add(aws: Aws, attached: readonly string[], policyArn: string, quota: string): readonly string[] {
    refuseUnless(policyExists(aws, policyArn), attachmentRules.attachMissingPolicy, policyArn);
    const isReserved = policyArn.includes(":policy/aws-service-role/") && aws.principal.kind !== "service";
    refuseIf(isReserved, attachmentRules.notAttachable);
    if (attached.includes(policyArn)) return attached;
    refuseIf(attached.length >= attachmentLimit, attachmentRules.attachCount, quota);
    return [...attached, policyArn];
  },

  /** The list without the policy, which must be on it. */
  remove(attached: readonly string[], policyArn: string): readonly string[] {
    refuseUnless(attached.includes(policyArn), attachmentRules.detachMissing, policyArn);
    return attached.filter((arn) => arn !== policyArn);
  },
};

function policyExists(aws: Aws, arn: string): boolean {
  return isManagedPolicy(arn) || aws.globalTable<Policy>(iamTables.policy).has(arn);
}
