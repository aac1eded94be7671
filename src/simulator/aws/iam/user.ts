import { refuseIf, refuseUnless } from "../../rule.ts";
import { base32 } from "../../world/ids.ts";
import type { Aws } from "../client.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, type Tags } from "../tags.ts";
import { changeAttachment } from "./attachment.ts";
import { checkName, checkPath, checkTags } from "./entity-check.ts";
import { checkIdentityPolicy } from "./policy-check.ts";
import { type AccessKey, iamTables, type User } from "./records.ts";
import { sizeOf } from "./role.ts";
import { attachmentRules } from "./rules/attachments.ts";
import { documentRules } from "./rules/documents.ts";
import { entityRules } from "./rules/entities.ts";

/** What a user is made of. */
export interface UserProperties {
  readonly name: string;
  readonly path?: string;
  readonly permissionsBoundary?: string | null;
  readonly tags?: Tags;
}

/** ARN of a user of this account. */
function userArn(aws: Aws, name: string, path = "/"): string {
  return aws.arn("iam", `user${path}${name}`, { region: "" });
}

/** The user of that name, however its letters are cased. */
export function findUser(aws: Aws, name: string): User | undefined {
  const lower = name.toLowerCase();
  return users(aws).get(name) ?? users(aws).find((user) => user.name.toLowerCase() === lower);
}

/** `iam:CreateUser`. */
export function createUser(aws: Aws, properties: UserProperties): User {
  const { name, path = "/", tags = {} } = properties;
  const permissionsBoundary = properties.permissionsBoundary || null;
  const arn = userArn(aws, name, path);
  const parameters = { userName: name, path, permissionsBoundary };
  tagAtCreation(aws, { arn, tag: "iam:TagUser", tags, within: "CreateUser" });
  return aws.call({ action: "iam:CreateUser", resources: [arn], parameters, conditions: requestTags(tags) }, () => {
    checkName("userName", name, 64);
    checkPath(path);
    checkTags(tags);
    refuseIf(findUser(aws, name), entityRules.userDuplicate, name);
    refuseIf(users(aws).size >= 5_000, entityRules.quota, "UsersPerAccount", 5_000);
    if (permissionsBoundary !== null) changeAttachment.add(aws, [], permissionsBoundary, "PoliciesPerUser");
    return users(aws).put(name, {
      name,
      path,
      arn,
      uniqueId: `AIDA${aws.ids.text(17, base32, "iam/user", [aws.account, name])}`,
      permissionsBoundary,
      inlinePolicies: {},
      attachedPolicyArns: [],
      tags,
    });
  });
}

/** `iam:UpdateUser`: another name or path. */
export function renameUser(aws: Aws, name: string, to: { readonly name: string; readonly path: string }): User {
  return changeUser(aws, "UpdateUser", name, { newUserName: to.name, newPath: to.path }, (user) => {
    checkName("newUserName", to.name, 64);
    checkPath(to.path);
    const other = findUser(aws, to.name);
    refuseIf(other && other.name !== user.name, entityRules.userDuplicate, to.name);
    users(aws).delete(user.name);
    for (const key of accessKeysOf(aws, user.name)) {
      aws.globalTable<AccessKey>(iamTables.accessKey).put(key.id, { ...key, userName: to.name });
    }
    return { ...user, ...to, arn: userArn(aws, to.name, to.path) };
  });
}

/** `iam:PutUserPermissionsBoundary`, or `iam:DeleteUserPermissionsBoundary` for null. */
export function setUserBoundary(aws: Aws, name: string, arn: string | null): User {
  const operation = arn === null ? "DeleteUserPermissionsBoundary" : "PutUserPermissionsBoundary";
  return changeUser(aws, operation, name, { permissionsBoundary: arn }, (user) => {
    if (arn !== null) changeAttachment.add(aws, [], arn, "PoliciesPerUser");
    return { ...user, permissionsBoundary: arn };
  });
}

/** `iam:UntagUser` and `iam:TagUser`, as far as they are needed: the user then has exactly the tags of `after`. */
export function tagUser(aws: Aws, name: string, before: Tags, after: Tags): void {
  const tagging = { arn: knownUserArn(aws, name), tag: "iam:TagUser", untag: "iam:UntagUser" };
  changeTags(aws, tagging, before, after, (tags) => {
    const user = requireUser(aws, name);
    checkTags(tags);
    users(aws).put(user.name, { ...user, tags });
  });
}

/** `iam:PutUserPolicy`: adds or replaces an inline policy. */
export function putUserPolicy(aws: Aws, name: string, policyName: string, document: string): User {
  return changeUser(aws, "PutUserPolicy", name, { policyName }, (user) => {
    checkName("policyName", policyName, 128);
    checkIdentityPolicy(document, "inline");
    const inlinePolicies = { ...user.inlinePolicies, [policyName]: document };
    refuseIf(sizeOf(inlinePolicies) > 2_048, documentRules.inlineSize, 2_048, "user", name);
    return { ...user, inlinePolicies };
  });
}

/** `iam:DeleteUserPolicy`. */
export function deleteUserPolicy(aws: Aws, name: string, policyName: string): User {
  return changeUser(aws, "DeleteUserPolicy", name, { policyName }, (user) => {
    const { [policyName]: removed, ...inlinePolicies } = user.inlinePolicies;
    refuseIf(removed === undefined, entityRules.notFound, "userPolicy", policyName);
    return { ...user, inlinePolicies };
  });
}

/** `iam:AttachUserPolicy`; attaching twice changes nothing. */
export function attachUserPolicy(aws: Aws, name: string, policyArn: string): User {
  return changeUser(aws, "AttachUserPolicy", name, { policyArn }, (user) => ({
    ...user,
    attachedPolicyArns: changeAttachment.add(aws, user.attachedPolicyArns, policyArn, "PoliciesPerUser"),
  }));
}

/** `iam:DetachUserPolicy`. */
export function detachUserPolicy(aws: Aws, name: string, policyArn: string): User {
  return changeUser(aws, "DetachUserPolicy", name, { policyArn }, (user) => ({
    ...user,
    attachedPolicyArns: changeAttachment.remove(user.attachedPolicyArns, policyArn),
  }));
}

/** `iam:DeleteUser`: refused while keys or policies are left. */
export function deleteUser(aws: Aws, name: string): void {
  changeUser(aws, "DeleteUser", name, {}, (user) => {
    const left =
      user.attachedPolicyArns.length > 0 ||
      Object.keys(user.inlinePolicies).length > 0 ||
      accessKeysOf(aws, user.name).length > 0;
    refuseIf(left, attachmentRules.userDelete);
    return null;
  });
}

/** A user's access keys. */
export function accessKeysOf(aws: Aws, userName: string): readonly AccessKey[] {
  return aws.globalTable<AccessKey>(iamTables.accessKey).filter((key) => key.userName === userName);
}

/** The ARN to ask permission for, whether the user exists or not. */
export function knownUserArn(aws: Aws, name: string): string {
  return findUser(aws, name)?.arn ?? userArn(aws, name);
}

function changeUser(
  aws: Aws,
  operation: string,
  name: string,
  parameters: Readonly<Record<string, string | null>>,
  change: (user: User) => User | null,
): User {
  const request = {
    action: `iam:${operation}`,
    resources: [knownUserArn(aws, name)],
    parameters: { userName: name, ...parameters },
    ...(parameters.policyArn ? { conditions: { "iam:PolicyARN": parameters.policyArn } } : {}),
  };
  return aws.call(request, () => {
    const user = requireUser(aws, name);
    const changed = change(user);
    if (changed) return users(aws).put(changed.name, changed);
    users(aws).delete(user.name);
    return user;
  });
}

function requireUser(aws: Aws, name: string): User {
  const user = findUser(aws, name);
  refuseUnless(user, entityRules.notFound, "user", name);
  return user;
}

function users(aws: Aws) {
  return aws.globalTable<User>(iamTables.user);
}
