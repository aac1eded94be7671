import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { roleByArn } from "../iam/principals.ts";
import type { Tags } from "../tags.ts";
import { parseConfiguration, schemaProblems } from "./add-on-configuration.ts";
import { callEks, clusterArn, objectId, requireCluster } from "./calls.ts";
import { defaultVersion, isOfferedVersion, offeredVersions } from "./facts/add-on-versions.ts";
import { addOnFacts } from "./facts/add-ons.ts";
import { type AssociationProperties, checkAssociation, podIdentityService, putAssociation } from "./pod-identity.ts";
import { type AddOn, type Cluster, eks, type PodIdentityAssociation } from "./records.ts";
import { addOnRules as rules } from "./rules/add-ons.ts";
import { podIdentityRules } from "./rules/pod-identity.ts";

/** A role that the pods of an add-on get by pod identity. */
export type ServiceAccountRole = Pick<PodIdentityAssociation, "serviceAccount" | "roleArn">;

/** What `CreateAddon` is asked for. */
export interface AddOnProperties {
  readonly clusterName: string;
  readonly name: string;
  /** The default version of the cluster's minor when null. */
  readonly version: string | null;
  /** JSON or YAML text; empty for none. */
  readonly configuration: string;
  /** The add-on's own when null. */
  readonly namespace: string | null;
  readonly serviceAccountRoleArn: string | null;
  readonly serviceAccountRoles: readonly ServiceAccountRole[];
  readonly resolveConflicts: "NONE" | "OVERWRITE" | "PRESERVE";
  readonly tags: Tags;
}

/** The add-on of that name; undefined when EKS does not manage one. */
export function findAddOn(aws: Aws, clusterName: string, name: string): AddOn | undefined {
  const held = eks.addOns(aws).get(`${clusterName}:${name}`);
  return held?.managed ? held : undefined;
}

/** The roles that the pods of an add-on have by pod identity. */
export function serviceAccountRoles(aws: Aws, addOn: AddOn): readonly ServiceAccountRole[] {
  return associationsOf(aws, addOn).map(({ serviceAccount, roleArn }) => ({ serviceAccount, roleArn }));
}

/**
 * `eks:CreateAddon`. The request is accepted before the objects are applied: an add-on that meets other values of its fields ends in
 * state `CREATE_FAILED`, one whose pods find no node in `DEGRADED` (see `issueOf`).
 *
 * @throws AwsError
 */
export function createAddOn(aws: Aws, properties: AddOnProperties): AddOn {
  const { clusterName, name, configuration, serviceAccountRoleArn, resolveConflicts, tags } = properties;
  passRoles(aws, "CreateAddon", properties);
  const request = {
    resources: [clusterArn(aws, clusterName)],
    parameters: { clusterName, addonName: name, addonVersion: properties.version, resolveConflicts, configuration },
    tags,
  };
  return callEks(aws, "CreateAddon", request, () => {
    const cluster = requireCluster(aws, clusterName);
    refuseIf(findAddOn(aws, clusterName, name), rules.duplicate);
    const version = checkVersion(aws, cluster, name, properties.version);
    checkConfiguration(name, configuration);
    checkRoles(aws, serviceAccountRoleArn);
    const namespace = properties.namespace ?? addOnFacts[name]?.namespace ?? "kube-system";
    const associations = associationsFor(aws, { clusterName, name, namespace }, properties.serviceAccountRoles);
    const conflicts = resolveConflicts === "OVERWRITE" ? [] : conflictsWith(cluster, name, version);
    const addOn = eks.addOns(aws).put(`${clusterName}:${name}`, {
      clusterName,
      name,
      arn: aws.arn("eks", `addon/${clusterName}/${name}/${objectId(aws, "eks/addon", { clusterName, name })}`),
      version,
      managed: true,
      failure: conflicts.length > 0 ? rules.conflict.message(conflicts) : null,
      configuration,
      namespace,
      serviceAccountRoleArn,
      createdAt: aws.now,
      modifiedAt: aws.now,
      tags,
    });
    for (const association of associations) putAssociation(aws, association, addOn.arn);
    if (addOn.failure === null) takeOver(aws, cluster, name);
    return addOn;
  });
}

/**
 * `eks:DescribeAddon`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function describeAddOn(aws: Aws, clusterName: string, name: string): AddOn {
  return callEks(aws, "DescribeAddon", { resources: [addOnArn(aws, clusterName, name)] }, () =>
    requireAddOn(aws, clusterName, name),
  );
}

/** What `UpdateAddon` can change; null roles of service accounts stay as they are. */
export type AddOnChange = Pick<
  AddOnProperties,
  "version" | "configuration" | "serviceAccountRoleArn" | "resolveConflicts"
> & { readonly serviceAccountRoles: readonly ServiceAccountRole[] | null };

/**
 * `eks:UpdateAddon`. Gives the fields that other values keep from being applied: with any, the update failed and nothing has changed.
 *
 * @throws AwsError
 */
export function updateAddOn(aws: Aws, clusterName: string, name: string, change: AddOnChange): readonly string[] {
  const { version: wanted, configuration, serviceAccountRoleArn, resolveConflicts } = change;
  passRoles(aws, "UpdateAddon", { clusterName, ...change, serviceAccountRoles: change.serviceAccountRoles ?? [] });
  const request = {
    resources: [addOnArn(aws, clusterName, name)],
    parameters: { clusterName, addonName: name, addonVersion: wanted, resolveConflicts, configuration },
  };
  return callEks(aws, "UpdateAddon", request, () => {
    const held = requireAddOn(aws, clusterName, name);
    const cluster = requireCluster(aws, clusterName);
    refuseIf(held.failure, rules.failed, name);
    const version = wanted === held.version ? wanted : checkVersion(aws, cluster, name, wanted);
    checkConfiguration(name, configuration);
    checkRoles(aws, serviceAccountRoleArn);
    const associations = change.serviceAccountRoles && associationsFor(aws, held, change.serviceAccountRoles);
    const conflicts = resolveConflicts === "NONE" ? (cluster.customisedFields[name] ?? []) : [];
    if (conflicts.length > 0) return conflicts;
    if (associations) replaceAssociations(aws, held, associations);
    if (resolveConflicts === "OVERWRITE") takeOver(aws, cluster, name);
    const changed = { version, configuration, serviceAccountRoleArn, modifiedAt: aws.now };
    eks.addOns(aws).put(`${clusterName}:${name}`, { ...held, ...changed });
    return [];
  });
}

/**
 * `eks:DeleteAddon`. Preserved objects stay in the cluster without being managed; associations of the add-on go in any case.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function deleteAddOn(aws: Aws, clusterName: string, name: string, preserve: boolean): void {
  const request = {
    resources: [addOnArn(aws, clusterName, name)],
    parameters: { clusterName, addonName: name, preserve },
  };
  callEks(aws, "DeleteAddon", request, () => {
    const held = requireAddOn(aws, clusterName, name);
    replaceAssociations(aws, held, []);
    if (preserve && held.failure === null) {
      eks.addOns(aws).put(`${clusterName}:${name}`, { ...held, managed: false });
      return;
    }
    eks.addOns(aws).delete(`${clusterName}:${name}`);
    if (held.failure === null) takeOver(aws, requireCluster(aws, clusterName), name);
  });
}

/** Gives an add-on exactly these tags. */
export function putAddOnTags(aws: Aws, clusterName: string, name: string, tags: Tags): void {
  eks.addOns(aws).put(`${clusterName}:${name}`, { ...requireAddOn(aws, clusterName, name), tags });
}

function requireAddOn(aws: Aws, clusterName: string, name: string): AddOn {
  requireCluster(aws, clusterName);
  const held = findAddOn(aws, clusterName, name);
  refuseUnless(held, rules.notFound, name, clusterName);
  return held;
}

/** ARN of an add-on as far as it is known; permission for one that does not exist is asked for by its name. */
function addOnArn(aws: Aws, clusterName: string, name: string): string {
  return findAddOn(aws, clusterName, name)?.arn ?? aws.arn("eks", `addon/${clusterName}/${name}/*`);
}

/** Whoever gives an add-on a role must be allowed to pass it, and to make the association that it asks for. */
function passRoles(
  aws: Aws,
  operation: "CreateAddon" | "UpdateAddon",
  given: Pick<AddOnProperties, "clusterName" | "serviceAccountRoleArn" | "serviceAccountRoles">,
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

/** The version that is asked for, or the default one of the cluster's minor. */
function checkVersion(aws: Aws, cluster: Cluster, name: string, wanted: string | null): string {
  const now = aws.world.now;
  refuseIf(offeredVersions(name, cluster.version, now).length === 0, rules.name, name, cluster.version);
  const version = wanted ?? defaultVersion(name, cluster.version) ?? "";
  refuseUnless(isOfferedVersion(name, cluster.version, version, now), rules.version);
  return version;
}

function checkConfiguration(name: string, text: string): void {
  const configuration = parseConfiguration(text);
  refuseUnless(configuration, rules.configuration, "syntax");
  const problems = schemaProblems(addOnFacts[name]?.schema ?? {}, configuration);
  refuseIf(problems.length > 0, rules.configuration, problems);
}

function checkRoles(aws: Aws, serviceAccountRoleArn: string | null): void {
  refuseUnless(serviceAccountRoleArn === null || roleByArn(aws.world, serviceAccountRoleArn), podIdentityRules.role);
}

/** The associations that an add-on is to have, checked; those that it has already are not in each other's way. */
function associationsFor(
  aws: Aws,
  addOn: Pick<AddOn, "clusterName" | "name" | "namespace">,
  roles: readonly ServiceAccountRole[],
): readonly AssociationProperties[] {
  const { clusterName, namespace } = addOn;
  const held = findAddOn(aws, clusterName, addOn.name);
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

function replaceAssociations(aws: Aws, addOn: AddOn, wanted: readonly AssociationProperties[]): void {
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

/** Fields of objects in the cluster that have other values than the add-on would give them. */
function conflictsWith(cluster: Cluster, name: string, version: string): readonly string[] {
  const workload = addOnFacts[name]?.workload;
  const otherVersion = cluster.selfManagedAddOns.includes(name) && version !== defaultVersion(name, cluster.version);
  const image = `${workload?.kind}.apps ${workload?.name} - .spec.template.spec.containers[name="${workload?.name}"].image`;
  return [...(otherVersion ? [image] : []), ...(cluster.customisedFields[name] ?? [])];
}

/** From now on the objects are those of the add-on, with its values. */
function takeOver(aws: Aws, cluster: Cluster, name: string): void {
  if (!cluster.selfManagedAddOns.includes(name) && !(name in cluster.customisedFields)) return;
  const { [name]: _overwritten, ...customisedFields } = cluster.customisedFields;
  const selfManagedAddOns = cluster.selfManagedAddOns.filter((addOn) => addOn !== name);
  eks.clusters(aws).put(cluster.name, { ...cluster, selfManagedAddOns, customisedFields });
}
