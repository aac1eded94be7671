import { ProviderError } from "../../../planning/diagnostics.ts";
import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { text, textOrNull } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  createSubnet,
  deleteSubnet,
  describeSubnets,
  modifySubnet,
  type SubnetChange,
  setSubnetIpv6,
} from "../api/subnets.ts";
import { alsoDescribes, ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { Subnet } from "../records.ts";
import { refusePools } from "./address-pools.ts";
import { updateTags } from "./tagging.ts";

/** Attributes of a subnet as the provider shows them. */
export function subnetAttributes(aws: Aws, subnet: Subnet): Values {
  return {
    id: subnet.id,
    arn: arnOf(aws, "subnet", subnet.id),
    owner_id: aws.account,
    vpc_id: subnet.vpcId,
    cidr_block: subnet.cidr,
    availability_zone: subnet.availabilityZone,
    availability_zone_id: subnet.availabilityZoneId,
    map_public_ip_on_launch: subnet.mapPublicIpOnLaunch,
    assign_ipv6_address_on_creation: subnet.assignIpv6AddressOnCreation,
    enable_dns64: subnet.enableDns64,
    enable_resource_name_dns_a_record_on_launch: subnet.enableResourceNameDnsARecord,
    enable_resource_name_dns_aaaa_record_on_launch: subnet.enableResourceNameDnsAaaaRecord,
    private_dns_hostname_type_on_launch: subnet.privateDnsHostnameType,
    ipv6_cidr_block: subnet.ipv6Cidr ?? "",
    ipv6_cidr_block_association_id: subnet.ipv6Cidr ? `subnet-cidr-assoc-${subnet.id.slice(7)}` : "",
    customer_owned_ipv4_pool: "",
    outpost_arn: "",
    tags_all: subnet.tags,
  };
}

const attributes = {
  map_public_ip_on_launch: "mapPublicIpOnLaunch",
  assign_ipv6_address_on_creation: "assignIpv6AddressOnCreation",
  enable_dns64: "enableDns64",
  enable_resource_name_dns_a_record_on_launch: "enableResourceNameDnsARecord",
  enable_resource_name_dns_aaaa_record_on_launch: "enableResourceNameDnsAaaaRecord",
  private_dns_hostname_type_on_launch: "privateDnsHostnameType",
} as const satisfies Record<string, keyof SubnetChange>;

function apply(aws: Aws, subnet: Subnet, input: Values): Values {
  for (const [name, key] of Object.entries(attributes)) {
    const wanted = input[name];
    if (wanted !== null && wanted !== undefined && wanted !== subnet[key])
      modifySubnet(aws, subnet.id, { [key]: wanted });
  }
  const [now] = describeSubnets(aws, [subnet.id]);
  return subnetAttributes(aws, now ?? subnet);
}

export const subnet: ResourceType<Aws> = {
  type: "aws_subnet",
  label: "EC2 Subnet",
  create({ client, input, takes }) {
    refusePools(input, ["ipv4_ipam_pool_id", "ipv6_ipam_pool_id", "customer_owned_ipv4_pool"]);
    if (input.ipv6_native === true) {
      throw new ProviderError("IPv6-only subnets are not simulated", "Give the subnet a cidr_block.", ["ipv6_native"]);
    }
    if (input.map_public_ip_on_launch === true) takes(10);
    const made = createSubnet(client, {
      vpcId: text(input, "vpc_id"),
      cidr: text(input, "cidr_block"),
      ipv6Cidr: textOrNull(input, "ipv6_cidr_block"),
      zone: textOrNull(input, "availability_zone") ?? textOrNull(input, "availability_zone_id"),
      tags: tagsOf(input.tags_all),
    });
    return apply(client, made, input);
  },
  read({ client, state }) {
    const [found] = ignoring(["InvalidSubnetID.NotFound"], () => describeSubnets(client, [text(state, "id")])) ?? [];
    return found ? subnetAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    updateTags(call);
    if (changed("ipv6_cidr_block")) {
      if (text(state, "ipv6_cidr_block")) setSubnetIpv6(client, text(state, "id"), null);
      const wanted = textOrNull(input, "ipv6_cidr_block");
      if (wanted) setSubnetIpv6(client, text(state, "id"), wanted);
    }
    const [now] = describeSubnets(client, [text(state, "id")]);
    return now ? apply(client, now, input) : {};
  },
  removalIsTriedAgain: ["DependencyViolation"],
  delete({ client, state }) {
    alsoDescribes(client, "NetworkInterfaces");
    ignoring(["InvalidSubnetID.NotFound"], () => deleteSubnet(client, text(state, "id")));
  },
};
