import { refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { roleByArn } from "../iam/principals.ts";
import { clusterArn } from "./calls.ts";
import { type AssociationProperties, checkAssociation, podIdentityService, putAssociation } from "./pod-identity.ts";
import { type AddOn, eks, type PodIdentityAssociation } from "./records.ts";
import { podIdentityRules } from "./rules/pod-identity.ts";

/** A role that the pods of an add-on get by pod identity. */
export type ServiceAccountRole = Pick<PodIdentityAssociation, "serviceAccount" | "roleArn">;

/** The roles that an add-on is given. */
export interface AddOnRoles {
  /** For the service account of its pods, by the issuer of the cluster. */
  readonly serviceAccountRoleArn: string | null;
  /** By pod identity. */
  readonly serviceAccountRoles: readonly ServiceAccountRole[];
}

/** The roles that the pods of an add-on have by pod identity. */
export function serviceAccountRoles(aws: Aws, addOn: AddOn): readonly ServiceAccountRole[] {
  return associationsOf(aws, addOn).map(({ serviceAccount, roleArn }) => ({ serviceAccount, roleArn }));
}

/** Whoever gives an add-on a role must be allowed to pass it, and to make the association that it asks for. */
export function passRoles(
  aws: Aws,
  operation: "CreateAddon" | "UpdateAddon",
  given: AddOnRoles & { readonly clusterName: string },
): void {
  const within = `eks:${operation}`;
  if (given.serviceAccountRoleArn !== null) {
    passRole(aws, { roleArn: given.serviceAccountRoleArn, service: "eks.amazonaws.com", within });
  }
  for (const { roleArn } of given.serviceAccountRoles) {
    passRole(aws, { roleArn, service: podIdentityService, within });
    const resources = [clusterArn(aws, given.clusterName)];
    aws.call({ action: "eks:CreatePodIdentityAssociation", operation, resources }, () => undefined);
  }
}

/** Refuses a role for service accounts that is not there. */
export function checkRole(aws: Aws, serviceAccountRoleArn: string | null): void {
  refuseUnless(serviceAccountRoleArn === null || roleByArn(aws.world, serviceAccountRoleArn), podIdentityRules.role);
}

/** The associations that an add-on is to have, checked; those that it has already are not in each other's way. */
export function associationsFor(
  aws: Aws,
  addOn: Pick<AddOn, "clusterName" | "name" | "namespace">,
  roles: readonly ServiceAccountRole[],
): readonly AssociationProperties[] {
  const { clusterName, namespace } = addOn;
  const held = eks.addOns(aws).get(`${clusterName}:${addOn.name}`);
  const own = held ? associationsOf(aws, held).map(({ serviceAccount }) => serviceAccount) : [];
  return roles.map(({ serviceAccount, roleArn }) => {
    const association = {
      clusterName,
      namespace,
      serviceAccount,
      roleArn,
      targetRoleArn: null,
      disableSessionTags: false,
      tags: {},
    };
    if (own.includes(serviceAccount)) refuseUnless(roleByArn(aws.world, roleArn), podIdentityRules.role);
    else checkAssociation(aws, association);
    return association;
  });
}

function associationsOf(aws: Aws, addOn: AddOn): readonly PodIdentityAssociation[] {
  return eks.podIdentityAssociations(aws).filter(({ ownerAddOn }) => ownerAddOn === addOn.arn);
}

/** Makes, changes and removes associations until an add-on has those that it is to have. */
export function replaceAssociations(aws: Aws, addOn: AddOn, wanted: readonly AssociationProperties[]): void {
  const table = eks.podIdentityAssociations(aws);
  for (const held of associationsOf(aws, addOn)) {
    const kept = wanted.find(({ serviceAccount }) => serviceAccount === held.serviceAccount);
    if (kept) table.put(held.id, { ...held, roleArn: kept.roleArn });
    else table.delete(held.id);
  }
  const present = associationsOf(aws, addOn).map(({ serviceAccount }) => serviceAccount);
  for (const association of wanted) {
    if (!present.includes(association.serviceAccount)) putAssociation(aws, association, addOn.arn);
  }
}
