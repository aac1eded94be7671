import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { findInstanceProfile } from "../iam/instance-profile.ts";
import type { Tags } from "../tags.ts";
import { availableAddresses, takePublicAddress } from "./addressing.ts";
import { findImage, type Image, isElsewhere } from "./facts/images.ts";
import { architectureOf, isOffered, isStandard, vcpusOf } from "./facts/instance-types.ts";
import { quotaOf } from "./facts/quotas.ts";
import { zonesOf } from "./facts/zones.ts";
import { newId, newIdOf, required } from "./identifiers.ts";
import type { Instance } from "./instance-records.ts";
import { checkGroups, placeInterface } from "./interface-placement.ts";
import type { LaunchSettings } from "./launch-settings.ts";
import type { NetworkInterface, Subnet } from "./records.ts";
import { instanceRules as rules } from "./rules/instances.ts";
import { interfaceRules } from "./rules/interfaces.ts";
import { networkRules } from "./rules/networks.ts";
import { ec2 } from "./tables.ts";
import { checkVolume, makeVolume, type PlannedVolume, planVolumes } from "./volumes.ts";

/** Bytes of user data before base64. */
const userDataLimit = 16_384;

/** What is decided, and found good, before the first instance comes up. */
export interface Launch {
  readonly settings: LaunchSettings;
  readonly imageId: string;
  readonly instanceType: string;
  readonly subnet: Subnet;
  /** The interface to use as primary one, if it exists already. */
  readonly existing: NetworkInterface | undefined;
  readonly profileName: string | null;
  readonly volumes: readonly PlannedVolume[];
}

/**
 * Decides what instances will be like.
 *
 * @throws ServiceError when EC2 would not launch them
 */
export function decideLaunch(aws: Aws, settings: LaunchSettings, count: number): Launch {
  const imageId = settings.imageId ?? refuse(rules.imageMissing);
  const image = checkImage(aws, imageId);
  const instanceType = settings.instanceType ?? "m1.small";
  const existing = settings.networkInterfaceId
    ? required("network-interface", ec2.networkInterfaces(aws), settings.networkInterfaceId)
    : undefined;
  refuseIf(existing?.attachment, interfaceRules.attachInUse, existing?.id ?? "");
  const subnetId = existing?.subnetId ?? settings.subnetId ?? refuse(networkRules.noDefaultVpc);
  const subnet = required("subnet", ec2.subnets(aws), subnetId);
  checkType(aws, instanceType, image, subnet);
  checkUserData(settings.userData);
  const profileName = settings.instanceProfile ? checkProfile(aws, settings.instanceProfile) : null;
  const volumes = planVolumes(image, settings.volumes);
  for (const volume of volumes) checkVolume(aws, volume);
  checkQuota(aws, { instanceType, lifecycle: settings.lifecycle ?? "on-demand" }, count);
  if (!existing) {
    checkGroups(aws, subnet, settings.securityGroupIds);
    refuseIf(availableAddresses(aws, subnet) < count, networkRules.subnetFull, subnet.id);
  }
  return { settings, imageId, instanceType, subnet, existing, profileName, volumes };
}

/** Brings one instance up, with its primary interface and its volumes. */
export function startInstance(aws: Aws, launch: Launch, tags: Tags, identity: unknown): Instance {
  const { settings, subnet } = launch;
  const id = newIdOf(aws, "instance", { subnetId: subnet.id, identity });
  const networkInterface = launch.existing ? useInterface(aws, launch.existing, id) : makeInterface(aws, launch, id);
  const place = { id, availabilityZone: subnet.availabilityZone };
  const volumes = launch.volumes.map((volume) => makeVolume(aws, place, volume, settings.volumeTags));
  return ec2.instances(aws).put(id, {
    id,
    imageId: launch.imageId,
    instanceType: launch.instanceType,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    availabilityZone: subnet.availabilityZone,
    networkInterfaceId: networkInterface.id,
    securityGroupIds: networkInterface.securityGroupIds,
    iamInstanceProfile: launch.profileName,
    lifecycle: settings.lifecycle ?? "on-demand",
    rootVolumeId: volumes.find(({ isRoot }) => isRoot)?.id ?? newId(aws, "vol", id),
    userData: settings.userData,
    keyName: settings.keyName,
    monitoring: settings.monitoring ?? false,
    ebsOptimized: settings.ebsOptimized ?? false,
    disableApiTermination: settings.disableApiTermination ?? false,
    disableApiStop: settings.disableApiStop ?? false,
    sourceDestCheck: networkInterface.sourceDestCheck,
    shutdownBehavior: settings.shutdownBehavior ?? "stop",
    ...(settings.metadata ? { metadata: settings.metadata } : {}),
    launchTime: aws.now,
    tags,
  });
}

function makeInterface(aws: Aws, { settings, subnet }: Launch, instanceId: string): NetworkInterface {
  const isPublic = settings.associatePublicIp ?? subnet.mapPublicIpOnLaunch;
  return placeInterface(aws, {
    subnetId: subnet.id,
    securityGroupIds: settings.securityGroupIds,
    primaryPrivateIp: settings.privateIp,
    secondaryPrivateIps: settings.secondaryPrivateIps,
    attachment: { instanceOwnerId: aws.account, instanceId, deviceIndex: 0, deleteOnTermination: true },
    publicIp: isPublic ? takePublicAddress(aws, instanceId) : null,
    identity: instanceId,
  });
}

/** An interface that was there before outlives the instance. */
function useInterface(aws: Aws, networkInterface: NetworkInterface, instanceId: string): NetworkInterface {
  const id = newId(aws, "eni-attach", { id: networkInterface.id, instanceId });
  const attachment = { id, instanceOwnerId: aws.account, instanceId, deviceIndex: 0, deleteOnTermination: false };
  return ec2.networkInterfaces(aws).put(networkInterface.id, { ...networkInterface, attachment });
}

/** Refuses an image of another Region; an id that the simulator does not know may well be one of the Region. */
function checkImage(aws: Aws, id: string): Image | undefined {
  refuseUnless(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id), rules.imageForm, id);
  refuseIf(isElsewhere(aws.region, id), rules.imageGone, id);
  return findImage(aws.region, id);
}

/** Refuses a type that does not exist, cannot run the image, or is not offered in the zone. */
export function checkType(aws: Aws, instanceType: string, image: Image | undefined, subnet: Subnet): void {
  refuseIf(vcpusOf(instanceType) === undefined, rules.typeUnknown, instanceType);
  const architecture = architectureOf(instanceType);
  refuseIf(
    image && image.architecture !== architecture,
    rules.typeArchitecture,
    instanceType,
    architecture,
    image?.id ?? "",
  );
  const others = zonesOf(aws.region).filter((zone) => isOffered(instanceType, zone.id));
  refuseUnless(
    isOffered(instanceType, subnet.availabilityZoneId),
    rules.typeZone,
    instanceType,
    subnet.availabilityZone,
    others.map(({ name }) => name),
  );
}

/** Refuses user data, in base64, that is too long. */
export function checkUserData(userData: string | null): void {
  refuseIf(Buffer.from(userData ?? "", "base64").length > userDataLimit, rules.userDataSize);
}

/**
 * Refuses more vCPUs than the quota of standard instances allows; `except` is an instance that is about to change its type. Other
 * families have quotas of their own, which are not counted.
 */
export function checkQuota(
  aws: Aws,
  wanted: Pick<Instance, "instanceType" | "lifecycle">,
  count: number,
  except?: string,
): void {
  if (!isStandard(wanted.instanceType)) return;
  const running = ec2
    .instances(aws)
    .filter(
      ({ id, instanceType, lifecycle }) => id !== except && lifecycle === wanted.lifecycle && isStandard(instanceType),
    );
  const used = running.reduce((sum, { instanceType }) => sum + (vcpusOf(instanceType) ?? 0), 0);
  const total = used + count * (vcpusOf(wanted.instanceType) ?? 0);
  if (wanted.lifecycle === "spot") refuseIf(total > quotaOf(aws, "spotVcpus"), rules.spotQuota);
  else refuseIf(total > quotaOf(aws, "onDemandVcpus"), rules.onDemandQuota, quotaOf(aws, "onDemandVcpus"));
}

/** The name of an instance profile that instances can have, from its name or ARN. */
export function checkProfile(aws: Aws, nameOrArn: string): string {
  const name = profileName(nameOrArn);
  const profile = findInstanceProfile(aws, name);
  refuseUnless(profile, rules.profileUnready, name);
  refuseIf(profile.roleName === null, rules.profileWithoutRole, name);
  return profile.name;
}

/** The name in an ARN of an instance profile, or the name itself. */
export function profileName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}
