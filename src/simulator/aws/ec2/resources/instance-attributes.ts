import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { blocks, text } from "../../input.ts";
import { type Tags, tagsOf } from "../../tags.ts";
import { privateDnsName, publicDnsName } from "../addressing.ts";
import { templateOf } from "../api/instances.ts";
import { findImage } from "../facts/images.ts";
import { isBurstable, vcpusOf } from "../facts/instance-types.ts";
import { arnOf } from "../identifiers.ts";
import type { Instance, Volume } from "../instance-records.ts";
import type { NetworkInterface } from "../records.ts";
import { ec2 } from "../tables.ts";
import { volumesOf } from "../volumes.ts";
import { optionBlocks } from "./option-blocks.ts";

/** Attributes of an instance that the world holds. */
export function instanceAttributes(aws: Aws, instance: Instance): Values {
  const networkInterface = ec2.networkInterfaces(aws).get(instance.networkInterfaceId);
  const publicIp = networkInterface ? publicAddressOf(aws, networkInterface) : "";
  const namesHosts = ec2.vpcs(aws).get(instance.vpcId)?.enableDnsHostnames ?? false;
  return {
    id: instance.id,
    arn: arnOf(aws, "instance", instance.id),
    ami: instance.imageId,
    instance_type: instance.instanceType,
    instance_state: "running",
    instance_lifecycle: instance.lifecycle === "spot" ? "spot" : null,
    spot_instance_request_id: instance.lifecycle === "spot" ? `sir-${instance.id.slice(-8)}` : null,
    subnet_id: instance.subnetId,
    availability_zone: instance.availabilityZone,
    vpc_security_group_ids: networkInterface?.securityGroupIds ?? [],
    security_groups: [],
    source_dest_check: networkInterface?.sourceDestCheck ?? true,
    primary_network_interface_id: instance.networkInterfaceId,
    primary_network_interface: [
      {
        network_interface_id: instance.networkInterfaceId,
        delete_on_termination: networkInterface?.attachment?.deleteOnTermination ?? true,
      },
    ],
    private_ip: networkInterface?.privateIp ?? "",
    secondary_private_ips: networkInterface?.secondaryPrivateIps ?? [],
    private_dns: networkInterface ? privateDnsName(aws.region, networkInterface.privateIp) : "",
    public_ip: publicIp,
    public_dns: publicIp !== "" && namesHosts ? publicDnsName(aws.region, publicIp) : "",
    associate_public_ip_address: (networkInterface?.publicIp ?? null) !== null,
    ipv6_addresses: networkInterface?.ipv6Addresses ?? [],
    ipv6_address_count: networkInterface?.ipv6Addresses.length ?? 0,
    iam_instance_profile: instance.iamInstanceProfile ?? "",
    key_name: instance.keyName ?? "",
    monitoring: instance.monitoring,
    ebs_optimized: instance.ebsOptimized,
    disable_api_termination: instance.disableApiTermination,
    disable_api_stop: instance.disableApiStop,
    instance_initiated_shutdown_behavior: instance.shutdownBehavior,
    tags_all: visibleTags(instance.tags),
  };
}

/** What an instance is given beside: nothing in the world depends on it, so that what is configured stands. */
export function instanceOptions(aws: Aws, instance: Instance, values: Values): Values {
  const image = findImage(aws.region, instance.imageId);
  const isNew = image?.imdsSupport === "v2.0";
  const subnet = ec2.subnets(aws).get(instance.subnetId);
  const threads = instance.instanceType.startsWith("t2.") ? 1 : 2;
  return {
    ...optionBlocks(values, {
      capacity_reservation_specification: { capacity_reservation_preference: "open" },
      cpu_options: {
        core_count: Math.ceil((vcpusOf(instance.instanceType) ?? threads) / threads),
        threads_per_core: threads,
        amd_sev_snp: "",
        nested_virtualization: "",
      },
      enclave_options: { enabled: false },
      maintenance_options: { auto_recovery: "default" },
      metadata_options: {
        http_endpoint: "enabled",
        http_protocol_ipv6: "disabled",
        http_put_response_hop_limit: isNew ? 2 : 1,
        http_tokens: isNew ? "required" : "optional",
        instance_metadata_tags: "disabled",
      },
      private_dns_name_options: {
        hostname_type: subnet?.privateDnsHostnameType ?? "ip-name",
        enable_resource_name_dns_a_record: subnet?.enableResourceNameDnsARecord ?? false,
        enable_resource_name_dns_aaaa_record: subnet?.enableResourceNameDnsAaaaRecord ?? false,
      },
      ...(isBurstable(instance.instanceType)
        ? { credit_specification: { cpu_credits: instance.instanceType.startsWith("t2.") ? "standard" : "unlimited" } }
        : {}),
    }),
    tenancy: text(values, "tenancy") || "default",
    placement_partition_number: values.placement_partition_number ?? 0,
    ...Object.fromEntries(
      [
        "host_id",
        "placement_group",
        "placement_group_id",
        "host_resource_group_arn",
        "outpost_arn",
        "password_data",
      ].map((name) => [name, text(values, name)]),
    ),
  };
}

/** `root_block_device` and `ebs_block_device`; `values` say with which tags of their own the blocks stand in the configuration. */
export function volumeBlocks(aws: Aws, instance: Instance, values: Values): Values {
  const [root, ...others] = volumesOf(aws, instance.id);
  const [rootBlock = {}] = blocks(values, "root_block_device");
  const blockOf = (deviceName: string): Values =>
    blocks(values, "ebs_block_device").find((block) => text(block, "device_name") === deviceName) ?? {};
  return {
    root_block_device: root ? [volumeBlock(root, rootBlock)] : [],
    ebs_block_device: others.map((volume) => ({
      ...volumeBlock(volume, blockOf(volume.deviceName)),
      snapshot_id: volume.snapshotId ?? "",
    })),
  };
}

/** The launch template as configured, with the name or id that the configuration leaves out. */
export function templateBlock(aws: Aws, instance: Instance, values: Values): Values {
  const [configured] = blocks(values, "launch_template");
  const template = ec2.launchTemplates(aws).get(templateOf(instance)?.id ?? "");
  if (!configured || !template) return {};
  return { launch_template: [{ ...configured, id: template.id, name: template.name }] };
}

function volumeBlock(volume: Volume, configured: Values): Values {
  const own = tagsOf(configured.tags);
  return {
    device_name: volume.deviceName,
    volume_id: volume.id,
    volume_size: volume.size,
    volume_type: volume.type,
    iops: volume.iops,
    throughput: volume.throughput,
    encrypted: volume.encrypted,
    kms_key_id: volume.kmsKeyId ?? "",
    delete_on_termination: volume.deleteOnTermination,
    tags: Object.keys(own).length > 0 ? own : null,
    tags_all: volume.tags,
  };
}

/** The Elastic IP address of an interface, or the public address that EC2 gave it; empty without one. */
function publicAddressOf(aws: Aws, { id, publicIp }: NetworkInterface): string {
  const address = ec2.addresses(aws).find(({ association }) => association?.networkInterfaceId === id);
  return address?.publicIp ?? publicIp ?? "";
}

/** Tags without those of AWS itself, which the provider never shows. */
function visibleTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:")));
}
