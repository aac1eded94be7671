import { rule } from "../../../rule.ts";

const moto = "moto, messages modelled on real responses";
const snapshot = "LocalStack snapshots, validated against AWS";

/** What IAM refuses because of how entities hang together. */
export const attachmentRules = {
  attachCount: rule({
    id: "iam/attach-count",
    operation: "AttachRolePolicy",
    code: "LimitExceeded",
    message: (quota: string) => `Cannot exceed quota for ${quota}: 20`,
    http: 409,
    source: "measured in September 2026 (cdk-preflight); the classic default is 10",
  }),
  attachMissingPolicy: rule({
    id: "iam/attach-missing-policy",
    operation: "AttachRolePolicy",
    code: "NoSuchEntity",
    message: (arn: string) => `Policy ${arn} does not exist or is not attachable.`,
    http: 404,
    source: moto,
  }),
  notAttachable: rule({
    id: "iam/not-attachable",
    operation: "AttachRolePolicy",
    code: "PolicyNotAttachable",
    message: () => "Cannot attach a Service Role Policy to a Customer Role.",
    source: "API AttachRolePolicy; public logs",
  }),
  detachMissing: rule({
    id: "iam/detach-missing",
    operation: "DetachRolePolicy",
    code: "NoSuchEntity",
    message: (arn: string) => `Policy ${arn} was not found.`,
    http: 404,
    source: snapshot,
  }),
  roleDeletePolicies: rule({
    id: "iam/role-delete-policies",
    operation: "DeleteRole",
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must detach all policies first.",
    http: 409,
    source: moto,
  }),
  roleDeleteInline: rule({
    id: "iam/role-delete-inline",
    operation: "DeleteRole",
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must delete policies first.",
    http: 409,
    source: moto,
  }),
  policyDeleteAttached: rule({
    id: "iam/policy-delete-attached",
    operation: "DeletePolicy",
    code: "DeleteConflict",
    message: () => "Cannot delete a policy attached to entities.",
    http: 409,
    source: "API DeletePolicy",
  }),
  profileOneRole: rule({
    id: "iam/profile-one-role",
    operation: "AddRoleToInstanceProfile",
    code: "LimitExceeded",
    message: () => "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
    http: 409,
    source: snapshot,
  }),
  userDelete: rule({
    id: "iam/user-delete",
    operation: "DeleteUser",
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must remove referenced objects first.",
    http: 409,
    source: snapshot,
  }),
  accessKeys: rule({
    id: "iam/access-keys",
    operation: "CreateAccessKey",
    code: "LimitExceeded",
    message: () => "Cannot exceed quota for AccessKeysPerUser: 2",
    http: 409,
    source: snapshot,
  }),
} as const;
