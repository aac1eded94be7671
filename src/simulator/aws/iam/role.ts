import { refuseIf, refuseUnless } from "../../rule.ts";
import { base32 } from "../../world/ids.ts";
import type { Aws } from "../client.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags } from "../tags.ts";
import { changeAttachment } from "./attachment.ts";
import { checkName, checkPath, checkTags } from "./entity-check.ts";
import { checkIdentityPolicy, checkTrustPolicy } from "./policy-check.ts";
import { iamTables, type Role } from "./records.ts";
import { attachmentRules } from "./rules/attachments.ts";
import { documentRules } from "./rules/documents.ts";
import { entityRules } from "./rules/entities.ts";
import { protectedRoleRules } from "./rules/protected-roles.ts";

/** What a role is made of; what is left out is as `CreateRole` defaults it. */
export interface RoleProperties {
  readonly name: string;
  readonly path?: string;
  /** JSON text. */
  readonly trustPolicy: string;
  readonly description?: string;
  /** Seconds, 3,600 to 43,200. */
  readonly maxSessionDuration?: number;
  readonly permissionsBoundary?: string | null;
  readonly tags?: Tags;
}

/** ARN of a role of this account. */
export function roleArn(aws: Aws, name: string, path = "/"): string {
  return aws.arn("iam", `role${path}${name}`, { region: "" });
}

/** The role of that name, however its letters are cased. */
export function findRole(aws: Aws, name: string): Role | undefined {
  const roles = aws.globalTable<Role>(iamTables.role);
  const lower = name.toLowerCase();
  return roles.get(name) ?? roles.find((role) => role.name.toLowerCase() === lower);
}

/**
 * `iam:CreateRole`.
 *
 * @throws AwsError
 */
export function createRole(aws: Aws, properties: RoleProperties): Role {
  const { name, path = "/", trustPolicy, description = "", maxSessionDuration = 3_600, tags = {} } = properties;
  const permissionsBoundary = properties.permissionsBoundary || null;
  const arn = roleArn(aws, name, path);
  const request = {
    action: "iam:CreateRole",
    resources: [arn],
    parameters: { roleName: name, path, description, maxSessionDuration, permissionsBoundary },
    conditions: {
      ...requestTags(tags),
      ...(permissionsBoundary === null ? {} : { "iam:PermissionsBoundary": permissionsBoundary }),
    },
  };
  tagAtCreation(aws, { arn, tag: "iam:TagRole", tags, within: "CreateRole" });
  return aws.call(request, () => {
    const roles = aws.globalTable<Role>(iamTables.role);
    checkName("roleName", name, 64);
    checkPath(path);
    checkTags(tags);
    const trustedIds = checkTrustPolicy(aws.world, trustPolicy);
    refuseIf(findRole(aws, name), entityRules.roleDuplicate, name);
    refuseIf(roles.size >= 1_000, entityRules.quota, "RolesPerAccount", 1_000);
    if (permissionsBoundary !== null) refuseUnlessAttachable(aws, permissionsBoundary);
    return roles.put(name, {
      name,
      path,
      arn,
      uniqueId: `AROA${aws.ids.text(17, base32, "iam/role", [aws.account, name])}`,
      createDate: aws.now,
      description,
      maxSessionDuration,
      trustPolicy,
      trustedIds,
      permissionsBoundary,
      inlinePolicies: {},
      attachedPolicyArns: [],
      tags,
    });
  });
}

/** `iam:GetRole`; undefined when there is none. */
export function getRole(aws: Aws, name: string): Role | undefined {
  return aws.call({ action: "iam:GetRole", resources: [knownArn(aws, name)] }, () => findRole(aws, name));
}

/** `iam:DeleteRole`: refused while the role has policies. */
export function deleteRole(aws: Aws, name: string): void {
  changeRole(aws, "DeleteRole", name, {}, (role) => {
    refuseIf(role.attachedPolicyArns.length > 0, attachmentRules.roleDeletePolicies);
    refuseIf(Object.keys(role.inlinePolicies).length > 0, attachmentRules.roleDeleteInline);
    return null;
  });
}

/** `iam:UpdateAssumeRolePolicy`. */
export function updateTrustPolicy(aws: Aws, name: string, trustPolicy: string): Role {
  return changeRole(aws, "UpdateAssumeRolePolicy", name, {}, (role) => ({
    ...role,
    trustPolicy,
    trustedIds: checkTrustPolicy(aws.world, trustPolicy),
  }));
}

/** `iam:UpdateRole`. */
export function updateRole(
  aws: Aws,
  name: string,
  change: { readonly description?: string; readonly maxSessionDuration?: number },
): Role {
  return changeRole(aws, "UpdateRole", name, change, (role) => ({ ...role, ...change }));
}

/** `iam:PutRolePermissionsBoundary`, or `iam:DeleteRolePermissionsBoundary` for null. */
export function setRoleBoundary(aws: Aws, name: string, arn: string | null): Role {
  const operation = arn === null ? "DeleteRolePermissionsBoundary" : "PutRolePermissionsBoundary";
  return changeRole(aws, operation, name, { permissionsBoundary: arn }, (role) => {
    if (arn !== null) refuseUnlessAttachable(aws, arn);
    return { ...role, permissionsBoundary: arn };
  });
}

/** `iam:UntagRole` and `iam:TagRole`, as far as they are needed: the role then has exactly the tags of `after`. */
export function tagRole(aws: Aws, name: string, before: Tags, after: Tags): void {
  const tagging = { arn: knownArn(aws, name), tag: "iam:TagRole", untag: "iam:UntagRole" };
  changeTags(aws, tagging, before, after, (tags) => {
    const role = requireRole(aws, name);
    checkTags(tags);
    aws.globalTable<Role>(iamTables.role).put(role.name, { ...role, tags });
  });
}

/** `iam:PutRolePolicy`: adds or replaces an inline policy. */
export function putRolePolicy(aws: Aws, name: string, policyName: string, document: string): Role {
  return changeRole(aws, "PutRolePolicy", name, { policyName }, (role) => {
    checkName("policyName", policyName, 128);
    checkIdentityPolicy(document, "inline");
    const inlinePolicies = { ...role.inlinePolicies, [policyName]: document };
    refuseIf(sizeOf(inlinePolicies) > 10_240, documentRules.inlineSize, 10_240, "role", name);
    return { ...role, inlinePolicies };
  });
}

/** `iam:DeleteRolePolicy`. */
export function deleteRolePolicy(aws: Aws, name: string, policyName: string): Role {
  return changeRole(aws, "DeleteRolePolicy", name, { policyName }, (role) => {
    const { [policyName]: removed, ...inlinePolicies } = role.inlinePolicies;
    refuseIf(removed === undefined, entityRules.notFound, "rolePolicy", policyName);
    return { ...role, inlinePolicies };
  });
}

/** `iam:AttachRolePolicy`; attaching twice changes nothing. */
export function attachRolePolicy(aws: Aws, name: string, policyArn: string): Role {
  return changeRole(
    aws,
    "AttachRolePolicy",
    name,
    { policyArn },
    (role) => ({
      ...role,
      attachedPolicyArns: changeAttachment.add(aws, role.attachedPolicyArns, policyArn, "PoliciesPerRole"),
    }),
    { "iam:PolicyARN": policyArn },
  );
}

/** `iam:DetachRolePolicy`. */
export function detachRolePolicy(aws: Aws, name: string, policyArn: string): Role {
  return changeRole(
    aws,
    "DetachRolePolicy",
    name,
    { policyArn },
    (role) => ({ ...role, attachedPolicyArns: changeAttachment.remove(role.attachedPolicyArns, policyArn) }),
    { "iam:PolicyARN": policyArn },
  );
}

/** Characters of inline policies without white space. */
export function sizeOf(policies: Readonly<Record<string, string>>): number {
  return Object.values(policies).reduce((size, text) => size + text.replace(/\s+/g, "").length, 0);
}

function changeRole(
  aws: Aws,
  operation: string,
  name: string,
  parameters: Readonly<Record<string, string | number | null>>,
  change: (role: Role) => Role | null,
  conditions: Readonly<Record<string, string>> = {},
): Role {
  const request = {
    action: `iam:${operation}`,
    resources: [knownArn(aws, name)],
    parameters: { roleName: name, ...parameters },
    conditions: { ...conditions, ...boundaryKey(findRole(aws, name)) },
  };
  return aws.call(request, () => {
    const roles = aws.globalTable<Role>(iamTables.role);
    const role = requireRole(aws, name);
    const linked = role.path.startsWith("/aws-service-role/") && aws.principal.kind !== "service";
    refuseIf(linked, protectedRoleRules.readOnly, role.name);
    const changed = change(role);
    if (changed) return roles.put(role.name, changed);
    roles.delete(role.name);
    return role;
  });
}

function boundaryKey(role: Role | undefined): Readonly<Record<string, string>> {
  return role?.permissionsBoundary ? { "iam:PermissionsBoundary": role.permissionsBoundary } : {};
}

function knownArn(aws: Aws, name: string): string {
  return findRole(aws, name)?.arn ?? roleArn(aws, name);
}

/** The role, unless IAM Identity Center keeps it for itself. */
function requireRole(aws: Aws, name: string): Role {
  const role = findRole(aws, name);
  refuseUnless(role, entityRules.notFound, "role", name);
  const reserved = role.path.startsWith("/aws-reserved/") && aws.principal.kind !== "service";
  refuseIf(reserved, protectedRoleRules.sso, role.name);
  return role;
}

function refuseUnlessAttachable(aws: Aws, policyArn: string): void {
  changeAttachment.add(aws, [], policyArn, "PoliciesPerRole");
}
