import type { AwsService } from "../aws-service.ts";
import { accessKey } from "./access-key.ts";
import { roleData, rolesData, sessionContext } from "./data-sources.ts";
import { instanceProfile } from "./instance-profile.ts";
import { openIdConnectProvider } from "./openid-connect-provider.ts";
import { policy } from "./policy.ts";
import { policyDocument } from "./policy-document-data.ts";
import { policyRules } from "./policy-rules.ts";
import { rolePolicy, rolePolicyAttachment } from "./role-policy-types.ts";
import { role } from "./role-type.ts";
import { rules } from "./rules.ts";
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
  rules: [...Object.values(rules), ...Object.values(policyRules)],
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
