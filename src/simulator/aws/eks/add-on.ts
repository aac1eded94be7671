import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import type { Tags } from "../tags.ts";
import { parseConfiguration, schemaProblems } from "./add-on-configuration.ts";
import {
  type AddOnRoles,
  associationsFor,
  checkRole,
  passRoles,
  replaceAssociations,
  type ServiceAccountRole,
} from "./add-on-roles.ts";
import { callEks, clusterArn, objectId, requireCluster } from "./calls.ts";
import { defaultVersion, isOfferedVersion, offeredVersions } from "./facts/add-on-versions.ts";
import { addOnFacts } from "./facts/add-ons.ts";
import { type AddOn, type Cluster, eks } from "./records.ts";
import { addOnRules as rules } from "./rules/add-ons.ts";

/** What `CreateAddon` is asked for. */
export interface AddOnProperties extends AddOnRoles {
  readonly clusterName: string;
  readonly name: string;
  /** The default version of the cluster's minor when null. */
  readonly version: string | null;
  /** JSON or YAML text; empty for none. */
  readonly configuration: string;
  /** The add-on's own when null. */
  readonly namespace: string | null;
  readonly resolveConflicts: "NONE" | "OVERWRITE" | "PRESERVE";
  readonly tags: Tags;
}

/** The add-on of that name; undefined when EKS does not manage one. */
export function findAddOn(aws: Aws, clusterName: string, name: string): AddOn | undefined {
  const held = eks.addOns(aws).get(`${clusterName}:${name}`);
  return held?.managed ? held : undefined;
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
    checkRole(aws, serviceAccountRoleArn);
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
    replaceAssociations(aws, addOn, associations);
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
    checkRole(aws, serviceAccountRoleArn);
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
