import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { base32 } from "../../world/ids.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { rfc3339, shownText, text, textOrNull } from "../input.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { requestTags, tagsOf } from "../tags.ts";
import { checkName, checkPath, checkTags } from "./entity-check.ts";
import { passRole } from "./pass-role.ts";
import { type InstanceProfile, iamTables, type Role } from "./records.ts";
import { findRole, roleArn } from "./role.ts";
import { attachmentRules } from "./rules/attachments.ts";
import { entityRules } from "./rules/entities.ts";

/** The instance profile of that name, however its letters are cased. */
export function findInstanceProfile(aws: Aws, name: string): InstanceProfile | undefined {
  const lower = name.toLowerCase();
  return profiles(aws).get(name) ?? profiles(aws).find((profile) => profile.name.toLowerCase() === lower);
}

/** The role that instances with this profile have; undefined for none. */
export function roleOfProfile(aws: Aws, name: string | null): Role | undefined {
  const roleName = name === null ? null : findInstanceProfile(aws, name)?.roleName;
  return roleName ? findRole(aws, roleName) : undefined;
}

/** `iam:CreateInstanceProfile`. */
export function createInstanceProfile(
  aws: Aws,
  properties: Pick<InstanceProfile, "name" | "path" | "tags">,
): InstanceProfile {
  const { name, path, tags } = properties;
  const arn = profileArn(aws, name, path);
  const request = {
    action: "iam:CreateInstanceProfile",
    resources: [arn],
    parameters: { instanceProfileName: name, path },
    conditions: requestTags(tags),
  };
  tagAtCreation(aws, { arn, tag: "iam:TagInstanceProfile", tags, within: "CreateInstanceProfile" });
  return aws.call(request, () => {
    checkName("instanceProfileName", name, 128);
    checkPath(path);
    checkTags(tags);
    refuseIf(findInstanceProfile(aws, name), entityRules.profileDuplicate, name);
    refuseIf(profiles(aws).size >= 1_000, entityRules.quota, "InstanceProfilesPerAccount", 1_000);
    const uniqueId = `AIPA${aws.ids.text(17, base32, "iam/instance-profile", [aws.account, name])}`;
    return profiles(aws).put(name, { name, path, arn, uniqueId, createDate: aws.now, roleName: null, tags });
  });
}

/** `iam:AddRoleToInstanceProfile`; the caller passes the role to EC2. */
export function addRoleToInstanceProfile(aws: Aws, name: string, roleName: string): InstanceProfile {
  const role = findRole(aws, roleName);
  passRole(aws, {
    roleArn: role?.arn ?? roleArn(aws, roleName),
    service: "ec2.amazonaws.com",
    within: "iam:AddRoleToInstanceProfile",
  });
  return changeProfile(aws, "AddRoleToInstanceProfile", name, { roleName }, (profile) => {
    refuseUnless(role, entityRules.notFound, "role", roleName);
    refuseIf(profile.roleName !== null, attachmentRules.profileOneRole);
    return { ...profile, roleName: role.name };
  });
}

/** `iam:RemoveRoleFromInstanceProfile`. */
export function removeRoleFromInstanceProfile(aws: Aws, name: string, roleName: string): InstanceProfile {
  return changeProfile(aws, "RemoveRoleFromInstanceProfile", name, { roleName }, (profile) => {
    refuseIf(profile.roleName !== roleName, entityRules.notFound, "role", roleName);
    return { ...profile, roleName: null };
  });
}

/** `iam:DeleteInstanceProfile`. */
export function deleteInstanceProfile(aws: Aws, name: string): void {
  changeProfile(aws, "DeleteInstanceProfile", name, {}, () => null);
}

/** Takes a role out of every instance profile, as the provider does before it deletes the role. */
export function removeRoleFromProfiles(aws: Aws, roleName: string): void {
  const resources = [roleArn(aws, roleName)];
  const holding = aws.call({ action: "iam:ListInstanceProfilesForRole", resources }, () =>
    profiles(aws).filter((profile) => profile.roleName === roleName),
  );
  for (const { name } of holding) removeRoleFromInstanceProfile(aws, name, roleName);
}

/** `aws_iam_instance_profile`. */
export const instanceProfile: ResourceType<Aws> = {
  type: "aws_iam_instance_profile",
  label: "IAM Instance Profile",

  create({ client, input }) {
    const name = nameFor(client, input, "iam/instance-profile");
    const tags = tagsOf(input.tags_all);
    const created = createInstanceProfile(client, { name, path: text(input, "path") || "/", tags });
    const roleName = textOrNull(input, "role");
    if (roleName === null) return shown(created, input);
    try {
      return shown(addRoleToInstanceProfile(client, name, roleName), input);
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(shown(created, input), failure);
      throw failure;
    }
  },

  read({ client, state }) {
    const name = text(state, "id");
    const found = client.call({ action: "iam:GetInstanceProfile", resources: [profileArn(client, name)] }, () =>
      findInstanceProfile(client, name),
    );
    return found ? shown(found, state) : null;
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    if (changed("role")) {
      const before = textOrNull(state, "role");
      const after = textOrNull(input, "role");
      if (before !== null) removeRoleFromInstanceProfile(client, name, before);
      if (after !== null) addRoleToInstanceProfile(client, name, after);
    }
    if (changed("tags_all")) {
      const arn = profileArn(client, name, text(state, "path"));
      const tagging = { arn, tag: "iam:TagInstanceProfile", untag: "iam:UntagInstanceProfile" };
      changeTags(client, tagging, tagsOf(state.tags_all), tagsOf(input.tags_all), (tags) => {
        const profile = requireProfile(client, name);
        checkTags(tags);
        profiles(client).put(profile.name, { ...profile, tags });
      });
    }
    return {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    const found = findInstanceProfile(client, name);
    if (!found) return;
    if (found.roleName !== null) removeRoleFromInstanceProfile(client, name, found.roleName);
    deleteInstanceProfile(client, name);
  },
};

function shown(held: InstanceProfile, state: Values): Values {
  return {
    id: held.name,
    ...nameValues(state, held.name),
    arn: held.arn,
    path: held.path,
    unique_id: held.uniqueId,
    create_date: rfc3339(held.createDate),
    role: shownText(state, "role", held.roleName),
    tags_all: held.tags,
  };
}

function changeProfile(
  aws: Aws,
  operation: string,
  name: string,
  parameters: Readonly<Record<string, string>>,
  change: (profile: InstanceProfile) => InstanceProfile | null,
): InstanceProfile {
  const resources = [findInstanceProfile(aws, name)?.arn ?? profileArn(aws, name)];
  const request = {
    action: `iam:${operation}`,
    resources,
    parameters: { instanceProfileName: name, ...parameters },
  };
  return aws.call(request, () => {
    const profile = requireProfile(aws, name);
    const changed = change(profile);
    if (changed) return profiles(aws).put(profile.name, changed);
    profiles(aws).delete(profile.name);
    return profile;
  });
}

function requireProfile(aws: Aws, name: string): InstanceProfile {
  const profile = findInstanceProfile(aws, name);
  refuseUnless(profile, entityRules.notFound, "profile", name);
  return profile;
}

function profiles(aws: Aws) {
  return aws.globalTable<InstanceProfile>(iamTables.instanceProfile);
}

function profileArn(aws: Aws, name: string, path = "/"): string {
  return aws.arn("iam", `instance-profile${path}${name}`, { region: "" });
}
