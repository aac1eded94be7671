import { refuseIf } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import { findInstanceProfile } from "../../iam/instance-profile.ts";
import { passRole } from "../../iam/pass-role.ts";
import { findRole } from "../../iam/role.ts";
import type { Tags } from "../../tags.ts";
import { takePublicAddress } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import { findImage } from "../facts/images.ts";
import { arnOf, required } from "../identifiers.ts";
import type { Instance } from "../instance-records.ts";
import { removeInterface } from "../interface-placement.ts";
import { type LaunchSettings, noSettings, settingsOfTemplate, withSettings } from "../launch-settings.ts";
import {
  checkProfile,
  checkQuota,
  checkType,
  checkUserData,
  decideLaunch,
  profileName,
  startInstance,
} from "../launching.ts";
import type { NetworkInterface } from "../records.ts";
import { instanceRules as rules } from "../rules/instances.ts";
import { ec2 } from "../tables.ts";
import { volumesOf } from "../volumes.ts";
import { findLaunchTemplate, type LaunchTemplateReference, resolveLaunchTemplate } from "./launch-templates.ts";

export interface InstanceRequest extends Partial<LaunchSettings> {
  /** Says what the request leaves open. */
  readonly launchTemplate?: LaunchTemplateReference | null;
  /** One when left out. */
  readonly count?: number;
  /** What tells these instances from others that are asked for in the same words. */
  readonly identity?: unknown;
}

/**
 * RunInstances: all of them or none. They run at once, each with its primary interface in the subnet and its volumes.
 *
 * @throws AwsError when EC2 refuses
 */
export function runInstances(aws: Aws, request: InstanceRequest): Instance[] {
  const { launchTemplate: reference = null, count = 1, identity = null, ...over } = request;
  const found = reference ? findLaunchTemplate(aws, reference) : undefined;
  const settings = withSettings(found ? settingsOfTemplate(found.version.data) : noSettings, over);
  passProfileRole(aws, settings.instanceProfile);
  const call = {
    resources: launchResources(aws, settings, found?.template.id),
    parameters: {
      ImageId: settings.imageId,
      InstanceType: settings.instanceType,
      SubnetId: settings.subnetId,
      Count: count,
    },
    tagging: [
      { arn: aws.arn("ec2", "instance/*"), tags: settings.tags },
      { arn: aws.arn("ec2", "volume/*"), tags: settings.volumeTags },
    ],
  };
  return callEc2(aws, "RunInstances", call, () => {
    const template = reference ? resolveLaunchTemplate(aws, reference) : undefined;
    const launch = decideLaunch(aws, settings, count);
    const tags = { ...settings.tags, ...(template ? templateTags(template.template.id, template.number) : {}) };
    return Array.from({ length: count }, (_, index) => startInstance(aws, launch, tags, { ...over, index, identity }));
  });
}

/**
 * TerminateInstances: interfaces that go with their instance are deleted, others detached; the same for volumes.
 *
 * @throws AwsError `OperationNotPermitted` when one is protected
 */
export function terminateInstances(aws: Aws, ids: readonly string[]): void {
  const request = { resources: ids.map((id) => arnOf(aws, "instance", id)), parameters: { InstanceIds: ids } };
  callEc2(aws, "TerminateInstances", request, () => {
    const instances = ids.map((id) => required("instance", ec2.instances(aws), id));
    const kept = instances.find(({ disableApiTermination }) => disableApiTermination);
    refuseIf(kept, rules.terminationProtection, kept?.id ?? "");
    for (const { id } of instances) {
      for (const networkInterface of interfacesOf(aws, id)) {
        if (networkInterface.attachment?.deleteOnTermination) removeInterface(aws, networkInterface.id);
        else ec2.networkInterfaces(aws).put(networkInterface.id, { ...networkInterface, attachment: null });
      }
      for (const volume of volumesOf(aws, id)) {
        if (volume.deleteOnTermination) ec2.volumes(aws).delete(volume.id);
        else ec2.volumes(aws).put(volume.id, { ...volume, instanceId: null });
      }
      ec2.instances(aws).delete(id);
    }
  });
}

/**
 * DescribeInstances by id.
 *
 * @throws AwsError `InvalidInstanceID.NotFound`
 */
export function describeInstance(aws: Aws, id: string): Instance {
  return callEc2(aws, "DescribeInstances", { parameters: { InstanceIds: [id] } }, () =>
    required("instance", ec2.instances(aws), id),
  );
}

/** What ModifyInstanceAttribute can change, one call each. */
export type InstanceChange = Partial<
  Pick<
    Instance,
    "instanceType" | "userData" | "disableApiTermination" | "disableApiStop" | "shutdownBehavior" | "ebsOptimized"
  >
>;

/**
 * ModifyInstanceAttribute. Type and user data can change only while the instance is stopped; the caller stops and starts it.
 *
 * @throws AwsError when the new type or user data would not do at launch
 */
export function modifyInstance(aws: Aws, id: string, change: InstanceChange): void {
  const { userData: _secret, ...shown } = change;
  const request = { resources: [arnOf(aws, "instance", id)], parameters: { InstanceId: id, ...shown } };
  callEc2(aws, "ModifyInstanceAttribute", request, () => {
    const instance = required("instance", ec2.instances(aws), id);
    if (change.userData) checkUserData(change.userData);
    if (change.instanceType) {
      const subnet = required("subnet", ec2.subnets(aws), instance.subnetId);
      checkType(aws, change.instanceType, findImage(aws.region, instance.imageId), subnet);
      checkQuota(aws, { ...instance, instanceType: change.instanceType }, 1, id);
    }
    ec2.instances(aws).put(id, { ...instance, ...change });
  });
}

/** MonitorInstances or UnmonitorInstances. */
export function monitorInstance(aws: Aws, id: string, monitoring: boolean): void {
  const operation = monitoring ? "MonitorInstances" : "UnmonitorInstances";
  callEc2(aws, operation, { resources: [arnOf(aws, "instance", id)], parameters: { InstanceIds: [id] } }, () => {
    ec2.instances(aws).put(id, { ...required("instance", ec2.instances(aws), id), monitoring });
  });
}

/** StopInstances and StartInstances: it runs again when this returns, with another public address if EC2 had given it one. */
export function restartInstance(aws: Aws, id: string): void {
  const request = { resources: [arnOf(aws, "instance", id)], parameters: { InstanceIds: [id] } };
  callEc2(aws, "StopInstances", request, () => {
    refuseIf(required("instance", ec2.instances(aws), id).disableApiStop, rules.stopProtection, id);
  });
  callEc2(aws, "StartInstances", request, () => {
    const interfaces = ec2.networkInterfaces(aws);
    const primary = interfaces.get(required("instance", ec2.instances(aws), id).networkInterfaceId);
    if (primary?.publicIp)
      interfaces.put(primary.id, { ...primary, publicIp: takePublicAddress(aws, { restart: id }) });
  });
}

/** AssociateIamInstanceProfile, ReplaceIamInstanceProfileAssociation or DisassociateIamInstanceProfile. */
export function setInstanceProfile(aws: Aws, id: string, profile: string | null): void {
  passProfileRole(aws, profile);
  const held = ec2.instances(aws).get(id)?.iamInstanceProfile ?? null;
  const operation = profile === null ? "Disassociate" : held === null ? "Associate" : "Replace";
  const name = operation === "Replace" ? "ReplaceIamInstanceProfileAssociation" : `${operation}IamInstanceProfile`;
  callEc2(aws, name, { resources: [arnOf(aws, "instance", id)], parameters: { Name: profile } }, () => {
    const instance = required("instance", ec2.instances(aws), id);
    const iamInstanceProfile = profile === null ? null : checkProfile(aws, profile);
    ec2.instances(aws).put(id, { ...instance, iamInstanceProfile });
  });
}

/** The interfaces attached to an instance, the primary one first. */
function interfacesOf(aws: Aws, instanceId: string): readonly NetworkInterface[] {
  return ec2
    .networkInterfaces(aws)
    .filter(({ attachment }) => attachment?.instanceId === instanceId)
    .sort((left, right) => (left.attachment?.deviceIndex ?? 0) - (right.attachment?.deviceIndex ?? 0));
}

/** System tags by which EC2 shows where an instance comes from. */
const templateTag = { id: "aws:ec2launchtemplate:id", version: "aws:ec2launchtemplate:version" };

/** The launch template that an instance was started from, if it was. */
export function templateOf({ tags }: Pick<Instance, "tags">): { readonly id: string; readonly version: string } | null {
  const { [templateTag.id]: id, [templateTag.version]: version } = tags;
  return id === undefined || version === undefined ? null : { id, version };
}

function templateTags(id: string, version: number): Tags {
  return { [templateTag.id]: id, [templateTag.version]: String(version) };
}

/** Whoever gives a role to an instance needs the right to pass it; whether there is one, EC2 looks later. */
function passProfileRole(aws: Aws, profile: string | null): void {
  const found = profile === null ? undefined : findInstanceProfile(aws, profileName(profile));
  const role = found?.roleName ? findRole(aws, found.roleName) : undefined;
  if (role) passRole(aws, { roleArn: role.arn, service: "ec2.amazonaws.com", within: "ec2:RunInstances" });
}

function launchResources(aws: Aws, settings: LaunchSettings, templateId: string | undefined): string[] {
  const { imageId, subnetId, networkInterfaceId, securityGroupIds, keyName } = settings;
  return [
    aws.arn("ec2", "instance/*"),
    aws.arn("ec2", "volume/*"),
    networkInterfaceId ? arnOf(aws, "network-interface", networkInterfaceId) : aws.arn("ec2", "network-interface/*"),
    ...(imageId ? [aws.arn("ec2", `image/${imageId}`, { account: "" })] : []),
    ...(subnetId ? [arnOf(aws, "subnet", subnetId)] : []),
    ...securityGroupIds.map((id) => arnOf(aws, "security-group", id)),
    ...(keyName ? [aws.arn("ec2", `key-pair/${keyName}`)] : []),
    ...(templateId ? [arnOf(aws, "launch-template", templateId)] : []),
  ];
}
