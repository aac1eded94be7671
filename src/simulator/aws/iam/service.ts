import type { AwsService } from "../aws-service.ts";
import { accessKey } from "./access-key.ts";
import { roleData, rolesData, sessionContext } from "./data-sources.ts";
import { instanceProfile } from "./instance-profile.ts";
import { openIdConnectProvider } from "./openid-connect-provider.ts";
import { policy } from "./policy.ts";
import { policyDocument } from "./policy-document-data.ts";
import { rolePolicy, rolePolicyAttachment } from "./role-policy-types.ts";
import { role } from "./role-type.ts";
import { accessRules } from "./rules/access.ts";
import { attachmentRules } from "./rules/attachments.ts";
import { documentRules } from "./rules/documents.ts";
import { entityRules } from "./rules/entities.ts";
import { identityProviderRules } from "./rules/identity-providers.ts";
import { protectedRoleRules } from "./rules/protected-roles.ts";
import { serviceLinkedRole } from "./service-linked-role.ts";
import { user, userPolicy, userPolicyAttachment } from "./user-types.ts";

/** IAM. */
export const iam: AwsService = {
  resources: [
    role,
    rolePolicy,
    rolePolicyAttachment,
    policy,
    user,
    userPolicy,
    userPolicyAttachment,
    accessKey,
    instanceProfile,
    openIdConnectProvider,
    serviceLinkedRole,
  ],
  dataSources: [policyDocument, roleData, rolesData, sessionContext],
  ephemeralResources: [],
  rules: [entityRules, attachmentRules, documentRules, accessRules, protectedRoleRules, identityProviderRules].flatMap(
    (rules) => Object.values(rules),
  ),
  leftOut: [
    {
      id: "iam/recreate-new-id",
      reason: "No refusal: policies keep the unique id of a principal, so one that was made again no longer matches.",
    },
    { id: "iam/attach-idempotent", reason: "No refusal: attaching a policy twice changes nothing." },
    {
      id: "iam/unknown-action",
      reason: "No refusal: IAM accepts actions that do not exist, and so does the simulator.",
    },
    { id: "iam/trust-json", reason: "The provider itself refuses a trust policy that is no JSON object." },
    {
      id: "iam/role-delete-profile",
      reason: "The provider takes a role out of its instance profiles before it deletes it.",
    },
    { id: "iam/profile-delete", reason: "The provider takes the role out of a profile before it deletes it." },
    {
      id: "iam/policy-delete-versions",
      reason: "The provider deletes the other versions of a policy before it deletes it.",
    },
    { id: "iam/policy-versions", reason: "The provider deletes the oldest version before it adds a sixth." },
    { id: "iam/slr-names", reason: "No refusal: the names are data of service-linked-roles.ts." },
    {
      id: "iam/oidc-delete",
      reason: "No refusal: the provider goes; later web identity calls fail (sts/web-provider).",
    },
    {
      id: "iam/propagation",
      reason: "Changes are seen at once; the real provider retries through the seconds that they take to spread.",
    },
  ],
  durations: {},
};
