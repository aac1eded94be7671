import type { Aws } from "../client.ts";
import {
  addRoleToInstanceProfile,
  createInstanceProfile,
  deleteInstanceProfile,
  findInstanceProfile,
  removeRoleFromInstanceProfile,
} from "../iam/instance-profile.ts";
import { roleByArn } from "../iam/principals.ts";
import { servicePrincipal } from "../principal.ts";
import { instanceProfileName } from "./node-instances.ts";
import type { NodeGroup } from "./records.ts";

/** Makes the instance profile by which the instances of a group have their role. */
export function createProfile(aws: Aws, group: NodeGroup): void {
  const name = instanceProfileName(group);
  createInstanceProfile(asService(aws), { name, path: "/", tags: {} });
  addRoleToInstanceProfile(asService(aws), name, roleByArn(aws.world, group.roleArn)?.name ?? "");
}

/** Removes it again; the role may have been taken out by somebody else. */
export function deleteProfile(aws: Aws, group: NodeGroup): void {
  const profile = findInstanceProfile(aws, instanceProfileName(group));
  if (profile?.roleName) removeRoleFromInstanceProfile(asService(aws), profile.name, profile.roleName);
  if (profile) deleteInstanceProfile(asService(aws), profile.name);
}

function asService(aws: Aws): Aws {
  return aws.as(servicePrincipal("eks-nodegroup.amazonaws.com", aws.account));
}
