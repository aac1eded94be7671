import { ProviderError } from "../../../planning/diagnostics.ts";
import { CreatedWithError, type ResourceType, type UpdateCall } from "../../../planning/resource-type.ts";
import type { Value, Values } from "../../../planning/values.ts";
import { type Aws, AwsError } from "../../client.ts";
import { blocks, flag, number, text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  describeInstance,
  type InstanceChange,
  modifyInstance,
  monitorInstance,
  restartInstance,
  runInstances,
  setInstanceProfile,
  terminateInstances,
} from "../api/instances.ts";
import { assignPrivateAddresses, unassignPrivateAddresses } from "../api/interface-addresses.ts";
import { attachNetworkInterface, describeNetworkInterface, modifyNetworkInterface } from "../api/network-interfaces.ts";
import { modifyVolume } from "../api/volumes.ts";
import { alsoDescribes, ignoring } from "../calls.ts";
import { findImage } from "../facts/images.ts";
import { isBurstable } from "../facts/instance-types.ts";
import type { Instance } from "../instance-records.ts";
import { volumeRequestOf } from "../launch-settings.ts";
import { ec2 } from "../tables.ts";
import { rootDeviceOf, type VolumeRequest } from "../volumes.ts";
import { instanceAttributes, instanceOptions, templateBlock, volumeBlocks } from "./instance-attributes.ts";
import { planInstance } from "./instance-plan.ts";
import { applyTags, updateTags } from "./tagging.ts";
import { userDataOf, userDataShown } from "./user-data.ts";

const missing = ["InvalidInstanceID.NotFound"];

function shown(aws: Aws, instance: Instance, values: Values): Values {
  return {
    ...instanceAttributes(aws, instance),
    ...instanceOptions(aws, instance, values),
    ...volumeBlocks(aws, instance, values),
    ...templateBlock(aws, instance, values),
    ...userDataShown(instance, values),
  };
}

/** The volumes that blocks ask for, with the tags of the provider block. */
function volumeRequests(aws: Aws, input: Values): readonly VolumeRequest[] {
  const image = findImage(aws.region, text(input, "ami"));
  const request = (block: Values, deviceName: string): VolumeRequest => ({
    ...volumeRequestOf(block, deviceName),
    tags: { ...aws.defaultTags, ...tagsOf(block.tags) },
  });
  return [
    ...blocks(input, "root_block_device").map((block) => request(block, rootDeviceOf(image))),
    ...blocks(input, "ebs_block_device").map((block) => request(block, text(block, "device_name"))),
  ];
}

function launch(aws: Aws, input: Values): Instance {
  const [template] = blocks(input, "launch_template");
  const [market] = blocks(input, "instance_market_options");
  const [primary] = [...blocks(input, "primary_network_interface"), ...blocks(input, "network_interface")].filter(
    (block) => number(block, "device_index", 0) === 0,
  );
  const groups = [...texts(input.vpc_security_group_ids), ...texts(input.security_groups)];
  const [instance] = runInstances(aws, {
    launchTemplate: template
      ? { id: textOrNull(template, "id"), name: textOrNull(template, "name"), version: textOrNull(template, "version") }
      : null,
    imageId: textOrNull(input, "ami"),
    instanceType: textOrNull(input, "instance_type"),
    subnetId: textOrNull(input, "subnet_id"),
    networkInterfaceId: primary ? textOrNull(primary, "network_interface_id") : null,
    securityGroupIds: groups,
    associatePublicIp: booleanOrNull(input.associate_public_ip_address),
    privateIp: textOrNull(input, "private_ip"),
    secondaryPrivateIps: texts(input.secondary_private_ips),
    instanceProfile: textOrNull(input, "iam_instance_profile"),
    keyName: textOrNull(input, "key_name"),
    userData: userDataOf(input),
    monitoring: booleanOrNull(input.monitoring),
    ebsOptimized: booleanOrNull(input.ebs_optimized),
    disableApiTermination: booleanOrNull(input.disable_api_termination),
    disableApiStop: booleanOrNull(input.disable_api_stop),
    shutdownBehavior: textOrNull(input, "instance_initiated_shutdown_behavior"),
    lifecycle: market && text(market, "market_type") !== "capacity-block" ? "spot" : null,
    volumes: volumeRequests(aws, input),
    tags: tagsOf(input.tags_all),
    volumeTags: tagsOf(input.volume_tags),
  });
  if (!instance) throw new ProviderError("no instance was started");
  return instance;
}

function booleanOrNull(value: Value | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** Attributes that one call each changes, and their names in the record. */
const changes = {
  instance_type: "instanceType",
  disable_api_termination: "disableApiTermination",
  disable_api_stop: "disableApiStop",
  instance_initiated_shutdown_behavior: "shutdownBehavior",
} as const satisfies Readonly<Record<string, keyof InstanceChange>>;

function updateInterface({ client, state, input, changed }: UpdateCall<Aws>): void {
  const id = text(state, "primary_network_interface_id");
  if (changed("vpc_security_group_ids")) {
    const securityGroupIds = texts(input.vpc_security_group_ids);
    if (securityGroupIds.length === 0) {
      throw new ProviderError("VPC-based instances require at least one security group to be attached.");
    }
    modifyNetworkInterface(client, id, { securityGroupIds });
  }
  if (changed("source_dest_check")) {
    modifyNetworkInterface(client, id, { sourceDestCheck: flag(input, "source_dest_check") });
  }
  if (changed("secondary_private_ips")) {
    const held = describeNetworkInterface(client, id).secondaryPrivateIps;
    const wanted = texts(input.secondary_private_ips);
    const gone = held.filter((address) => !wanted.includes(address));
    const added = wanted.filter((address) => !held.includes(address));
    if (gone.length > 0) unassignPrivateAddresses(client, id, { addresses: gone });
    if (added.length > 0) assignPrivateAddresses(client, id, { addresses: added });
  }
}

function updateVolumes({ client, state, input, changed }: UpdateCall<Aws>): void {
  const [before] = blocks(state, "root_block_device");
  const [after] = blocks(input, "root_block_device");
  const volumeId = before ? text(before, "volume_id") : "";
  if (before && after && changed("root_block_device")) {
    const names = ["volume_size", "volume_type", "iops", "throughput"].filter((name) => before[name] !== after[name]);
    if (names.length > 0) {
      const values = Object.fromEntries(names.map((name): [string, Value] => [name, after[name] ?? null]));
      modifyVolume(client, volumeId, volumeRequestOf(values, text(before, "device_name")));
    }
    const tags = (block: Values) => ({ ...client.defaultTags, ...tagsOf(block.tags) });
    applyTags(client, volumeId, tags(before), tags(after));
  }
  if (changed("volume_tags")) {
    const volumes = ec2.volumes(client).filter(({ instanceId }) => instanceId === text(state, "id"));
    for (const { id } of volumes) applyTags(client, id, tagsOf(state.volume_tags), tagsOf(input.volume_tags));
  }
}

export const instance: ResourceType<Aws> = {
  type: "aws_instance",
  label: "EC2 Instance",
  plan: planInstance,
  create({ client, input }) {
    const made = launch(client, input);
    try {
      if (input.source_dest_check === false) {
        modifyNetworkInterface(client, made.networkInterfaceId, { sourceDestCheck: false });
      }
      for (const block of blocks(input, "network_interface")) {
        const index = number(block, "device_index", 0);
        if (index > 0) attachNetworkInterface(client, text(block, "network_interface_id"), made.id, index);
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new CreatedWithError(shown(client, made, input), error);
    }
    return shown(client, made, input);
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeInstance(client, text(state, "id")));
    if (!found) return null;
    alsoDescribes(client, "InstanceTypes", "InstanceAttribute", "Volumes", "Tags", "Vpcs");
    if (isBurstable(found.instanceType)) alsoDescribes(client, "InstanceCreditSpecifications");
    return shown(client, found, state);
  },
  update(call) {
    const { client, state, input, changed, takes } = call;
    const id = text(state, "id");
    if (changed("iam_instance_profile")) setInstanceProfile(client, id, textOrNull(input, "iam_instance_profile"));
    updateInterface(call);
    for (const [name, key] of Object.entries(changes))
      if (changed(name)) modifyInstance(client, id, { [key]: input[name] });
    if (changed("user_data", "user_data_base64")) modifyInstance(client, id, { userData: userDataOf(input) });
    if (changed("instance_type", "user_data", "user_data_base64")) {
      takes(60);
      restartInstance(client, id);
    }
    if (changed("monitoring")) monitorInstance(client, id, flag(input, "monitoring"));
    updateVolumes(call);
    updateTags(call);
    return shown(client, describeInstance(client, id), input);
  },
  delete({ client, state }) {
    const id = text(state, "id");
    ignoring(missing, () => {
      if (flag(state, "force_destroy") && describeInstance(client, id).disableApiTermination) {
        modifyInstance(client, id, { disableApiTermination: false });
      }
      terminateInstances(client, [id]);
    });
  },
  import: (_call, id) => ({ id, force_destroy: false }),
};
