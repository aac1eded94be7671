import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { roleByArn } from "../iam/principals.ts";
import type { Tags } from "../tags.ts";
import { callEks, clusterArn, requireCluster } from "./calls.ts";
import { eks, type PodIdentityAssociation } from "./records.ts";
import { addOnRules } from "./rules/add-ons.ts";
import { clusterRules } from "./rules/clusters.ts";
import { podIdentityRules as rules } from "./rules/pod-identity.ts";

/** The service that roles of pods are passed to. */
export const podIdentityService = "pods.eks.amazonaws.com";

/** Associations that one cluster may have. */
const associationLimit = 5_000;

/** What `CreatePodIdentityAssociation` is asked for. */
export type AssociationProperties = Pick<
  PodIdentityAssociation,
  "clusterName" | "namespace" | "serviceAccount" | "roleArn" | "targetRoleArn" | "disableSessionTags" | "tags"
>;

/** ARN of an association. */
function associationArn(aws: Aws, clusterName: string, id: string): string {
  return aws.arn("eks", `podidentityassociation/${clusterName}/${id}`);
}

/**
 * `eks:CreatePodIdentityAssociation`. Neither the service account nor the role's trust is looked at: pods without credentials are how
 * a mistake in them shows.
 *
 * @throws AwsError
 */
export function createAssociation(aws: Aws, properties: AssociationProperties): PodIdentityAssociation {
  const { clusterName, namespace, serviceAccount, roleArn, tags } = properties;
  passRole(aws, { roleArn, service: podIdentityService, within: "eks:CreatePodIdentityAssociation" });
  const request = {
    resources: [clusterArn(aws, clusterName)],
    parameters: { clusterName, namespace, serviceAccount, roleArn },
    tags,
  };
  return callEks(aws, "CreatePodIdentityAssociation", request, () => {
    requireCluster(aws, clusterName);
    checkAssociation(aws, properties);
    return putAssociation(aws, properties, null);
  });
}

/**
 * Refuses an association that cannot be made.
 *
 * @throws ServiceError
 */
export function checkAssociation(aws: Aws, properties: AssociationProperties): void {
  const { clusterName, namespace, serviceAccount, roleArn } = properties;
  refuseUnless(roleByArn(aws.world, roleArn), rules.role);
  const existing = eks.podIdentityAssociations(aws).filter((association) => association.clusterName === clusterName);
  const same = existing.find((held) => held.namespace === namespace && held.serviceAccount === serviceAccount);
  refuseIf(same, rules.duplicate, same?.id ?? "");
  refuseIf(existing.length >= associationLimit, clusterRules.quota, "Pod identity association", associationLimit);
}

/** Keeps an association that was checked. */
export function putAssociation(
  aws: Aws,
  properties: AssociationProperties,
  ownerAddOn: string | null,
): PodIdentityAssociation {
  const { clusterName, namespace, serviceAccount } = properties;
  const id = `a-${aws.ids.text(17, lowerCase, "eks/pod-identity", [aws.account, clusterName, namespace, serviceAccount])}`;
  return eks.podIdentityAssociations(aws).put(id, {
    ...properties,
    id,
    arn: associationArn(aws, clusterName, id),
    externalId: externalIdOf(aws, properties),
    ownerAddOn,
  });
}

const lowerCase = "abcdefghijklmnopqrstuvwxyz0123456789";

/** What the trust policy of the target role is to ask for; without a target role there is none. */
function externalIdOf(aws: Aws, properties: AssociationProperties): string | null {
  const { clusterName, namespace, serviceAccount, targetRoleArn } = properties;
  return targetRoleArn === null ? null : aws.ids.uuid("eks/external-id", [clusterName, namespace, serviceAccount]);
}

/**
 * `eks:DescribePodIdentityAssociation`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function describeAssociation(aws: Aws, clusterName: string, id: string): PodIdentityAssociation {
  const request = { resources: [associationArn(aws, clusterName, id)] };
  return callEks(aws, "DescribePodIdentityAssociation", request, () => requireAssociation(aws, clusterName, id));
}

/** What `UpdatePodIdentityAssociation` can change. */
export type AssociationChange = Pick<PodIdentityAssociation, "roleArn" | "targetRoleArn" | "disableSessionTags">;

/**
 * `eks:UpdatePodIdentityAssociation`.
 *
 * @throws AwsError
 */
export function updateAssociation(
  aws: Aws,
  clusterName: string,
  id: string,
  change: AssociationChange,
): PodIdentityAssociation {
  const { roleArn, targetRoleArn } = change;
  passRole(aws, { roleArn, service: podIdentityService, within: "eks:UpdatePodIdentityAssociation" });
  const request = {
    resources: [associationArn(aws, clusterName, id)],
    parameters: { clusterName, associationId: id, roleArn, targetRoleArn },
  };
  return callEks(aws, "UpdatePodIdentityAssociation", request, () => {
    const held = requireAssociation(aws, clusterName, id);
    refuseIf(held.ownerAddOn, addOnRules.owned, id, held.ownerAddOn ?? "");
    refuseUnless(roleByArn(aws.world, roleArn), rules.role);
    const externalId =
      targetRoleArn === held.targetRoleArn ? held.externalId : externalIdOf(aws, { ...held, ...change });
    return eks.podIdentityAssociations(aws).put(id, { ...held, ...change, externalId });
  });
}

/**
 * `eks:DeletePodIdentityAssociation`.
 *
 * @throws AwsError
 */
export function deleteAssociation(aws: Aws, clusterName: string, id: string): void {
  const request = { resources: [associationArn(aws, clusterName, id)], parameters: { clusterName, associationId: id } };
  callEks(aws, "DeletePodIdentityAssociation", request, () => {
    const held = requireAssociation(aws, clusterName, id);
    refuseIf(held.ownerAddOn, addOnRules.owned, id, held.ownerAddOn ?? "");
    eks.podIdentityAssociations(aws).delete(id);
  });
}

/** Gives an association exactly these tags. */
export function putAssociationTags(aws: Aws, clusterName: string, id: string, tags: Tags): void {
  eks.podIdentityAssociations(aws).put(id, { ...requireAssociation(aws, clusterName, id), tags });
}

function requireAssociation(aws: Aws, clusterName: string, id: string): PodIdentityAssociation {
  requireCluster(aws, clusterName);
  const held = eks.podIdentityAssociations(aws).get(id);
  refuseUnless(held?.clusterName === clusterName, rules.notFound, id);
  return held;
}
