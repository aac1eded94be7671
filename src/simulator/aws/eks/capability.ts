import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { isTrustedBy } from "../iam/service-roles.ts";
import type { Tags } from "../tags.ts";
import { callEks, clusterArn, objectId, requireCluster } from "./calls.ts";
import { type ArgoCdSettings, type Capability, eks } from "./records.ts";
import { admitRole, dismissRole } from "./role-access.ts";
import { capabilityRules as rules } from "./rules/capabilities.ts";

/** Settings of Argo CD that the caller chooses. */
export interface ArgoCdRequest extends Pick<ArgoCdSettings, "roleMappings" | "endpointIds"> {
  /** `argocd` when null. */
  readonly namespace: string | null;
  readonly instanceArn: string;
  /** That of the cluster when null. */
  readonly instanceRegion: string | null;
}

/** What `CreateCapability` is asked for. */
export interface CapabilityProperties extends Pick<Capability, "clusterName" | "name" | "type" | "roleArn" | "tags"> {
  readonly argoCd: ArgoCdRequest | null;
}

const capabilityService = "capabilities.eks.amazonaws.com";

/** AWS raises the versions by itself and publishes no list of them: this one stands for whatever runs. */
const currentVersion = "1.0.0";

/**
 * `eks:CreateCapability`: one of each type in a cluster, run by AWS outside of it.
 *
 * @throws AwsError
 */
export function createCapability(aws: Aws, properties: CapabilityProperties): Capability {
  const { clusterName, name, type, roleArn, argoCd, tags } = properties;
  passRole(aws, { roleArn, service: capabilityService, within: "eks:CreateCapability" });
  const request = {
    resources: [clusterArn(aws, clusterName)],
    parameters: { clusterName, capabilityName: name, type, roleArn },
    tags,
  };
  return callEks(aws, "CreateCapability", request, () => {
    const cluster = requireCluster(aws, clusterName);
    refuseIf(eks.capabilities(aws).has(`${clusterName}:${name}`), rules.duplicate, name, clusterName);
    const others = eks.capabilities(aws).filter((capability) => capability.clusterName === clusterName);
    refuseIf(
      others.some((capability) => capability.type === type),
      rules.oneOfType,
      type,
      clusterName,
    );
    refuseIf((type === "ARGOCD") !== (argoCd !== null), rules.configuration, type);
    refuseUnless(isTrustedBy(aws.world, roleArn, capabilityService), rules.role, roleArn);
    admitRole(aws, cluster, roleArn, "CAPABILITY");
    const id = objectId(aws, "eks/capability", { clusterName, name });
    return eks.capabilities(aws).put(`${clusterName}:${name}`, {
      clusterName,
      name,
      arn: aws.arn("eks", `capability/${clusterName}/${type.toLowerCase()}/${name}/${id}`),
      type,
      version: currentVersion,
      roleArn,
      argoCd: argoCd && argoCdSettings(aws, clusterName, argoCd),
      tags,
    });
  });
}

function argoCdSettings(aws: Aws, clusterName: string, request: ArgoCdRequest): ArgoCdSettings {
  const { instanceArn, instanceRegion, namespace, roleMappings, endpointIds } = request;
  const instance = instanceArn.slice(instanceArn.lastIndexOf("/") + 1);
  const application = `application/${instance}/apl-${aws.ids.hex(16, "sso/application", [clusterName, instance])}`;
  return {
    namespace: namespace ?? "argocd",
    serverUrl: `https://${aws.ids.hex(20, "eks/argo-cd", clusterName)}.eks-capabilities.${aws.region}.amazonaws.com`,
    identityCenter: {
      instanceArn,
      region: instanceRegion ?? aws.region,
      applicationArn: aws.arn("sso", application, { region: "" }),
    },
    roleMappings,
    endpointIds,
  };
}

/**
 * `eks:DescribeCapability`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function describeCapability(aws: Aws, clusterName: string, name: string): Capability {
  return callEks(aws, "DescribeCapability", { resources: [capabilityArn(aws, clusterName, name)] }, () =>
    requireCapability(aws, clusterName, name),
  );
}

/** What `UpdateCapability` can change. */
export interface CapabilityChange {
  readonly roleArn: string;
  readonly argoCd: Pick<ArgoCdSettings, "roleMappings" | "endpointIds"> | null;
}

/**
 * `eks:UpdateCapability`.
 *
 * @throws AwsError
 */
export function updateCapability(aws: Aws, clusterName: string, name: string, change: CapabilityChange): Capability {
  const { roleArn, argoCd } = change;
  passRole(aws, { roleArn, service: capabilityService, within: "eks:UpdateCapability" });
  const request = {
    resources: [capabilityArn(aws, clusterName, name)],
    parameters: { clusterName, capabilityName: name, roleArn },
  };
  return callEks(aws, "UpdateCapability", request, () => {
    const held = requireCapability(aws, clusterName, name);
    const cluster = requireCluster(aws, clusterName);
    refuseUnless(isTrustedBy(aws.world, roleArn, capabilityService), rules.role, roleArn);
    refuseIf((held.argoCd === null) !== (argoCd === null), rules.configuration, held.type);
    admitRole(aws, cluster, roleArn, "CAPABILITY");
    const settings = held.argoCd && { ...held.argoCd, ...argoCd };
    const updated = eks.capabilities(aws).put(`${clusterName}:${name}`, { ...held, roleArn, argoCd: settings });
    dismissRole(aws, clusterName, held.roleArn);
    return updated;
  });
}

/**
 * `eks:DeleteCapability`; what it made in the cluster and in AWS stays.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function deleteCapability(aws: Aws, clusterName: string, name: string): void {
  const resources = [capabilityArn(aws, clusterName, name)];
  callEks(aws, "DeleteCapability", { resources, parameters: { clusterName, capabilityName: name } }, () => {
    const { roleArn } = requireCapability(aws, clusterName, name);
    eks.capabilities(aws).delete(`${clusterName}:${name}`);
    dismissRole(aws, clusterName, roleArn);
  });
}

/** Gives a capability exactly these tags. */
export function putCapabilityTags(aws: Aws, clusterName: string, name: string, tags: Tags): void {
  eks.capabilities(aws).put(`${clusterName}:${name}`, { ...requireCapability(aws, clusterName, name), tags });
}

function requireCapability(aws: Aws, clusterName: string, name: string): Capability {
  requireCluster(aws, clusterName);
  const held = eks.capabilities(aws).get(`${clusterName}:${name}`);
  refuseUnless(held, rules.notFound, name);
  return held;
}

function capabilityArn(aws: Aws, clusterName: string, name: string): string {
  const held = eks.capabilities(aws).get(`${clusterName}:${name}`);
  return held?.arn ?? aws.arn("eks", `capability/${clusterName}/*/${name}/*`);
}
