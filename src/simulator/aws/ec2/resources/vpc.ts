import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { flag, text, textOrNull } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  createVpc,
  deleteVpc,
  describeVpcs,
  modifyVpc,
  modifyVpcTenancy,
  setVpcIpv6,
  type VpcChange,
} from "../api/vpcs.ts";
import { alsoDescribes, ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { Vpc } from "../records.ts";
import { ec2 } from "../tables.ts";
import { refusePools } from "./address-pools.ts";
import { updateTags } from "./tagging.ts";

/** Attributes of a VPC as the provider shows them. */
export function vpcAttributes(aws: Aws, vpc: Vpc): Values {
  return {
    id: vpc.id,
    arn: arnOf(aws, "vpc", vpc.id),
    owner_id: aws.account,
    cidr_block: vpc.cidr,
    instance_tenancy: vpc.instanceTenancy,
    enable_dns_support: vpc.enableDnsSupport,
    enable_dns_hostnames: vpc.enableDnsHostnames,
    enable_network_address_usage_metrics: vpc.enableNetworkAddressUsageMetrics,
    dhcp_options_id: vpc.dhcpOptionsId,
    main_route_table_id: vpc.mainRouteTableId,
    default_route_table_id: vpc.defaultRouteTableId,
    default_network_acl_id: vpc.defaultNetworkAclId,
    default_security_group_id: vpc.defaultSecurityGroupId,
    assign_generated_ipv6_cidr_block: vpc.ipv6Cidr !== null,
    ipv6_cidr_block: vpc.ipv6Cidr ?? "",
    ipv6_association_id: vpc.ipv6Cidr ? `vpc-cidr-assoc-${vpc.id.slice(4)}` : "",
    tags_all: vpc.tags,
  };
}

const switches = {
  enable_dns_support: "enableDnsSupport",
  enable_dns_hostnames: "enableDnsHostnames",
  enable_network_address_usage_metrics: "enableNetworkAddressUsageMetrics",
} as const satisfies Record<string, keyof VpcChange>;

export const vpc: ResourceType<Aws> = {
  type: "aws_vpc",
  label: "EC2 VPC",
  create({ client, input, takes }) {
    refusePools(input, ["ipv4_ipam_pool_id", "ipv6_ipam_pool_id"]);
    const made = createVpc(client, {
      cidr: textOrNull(input, "cidr_block"),
      instanceTenancy: text(input, "instance_tenancy") || "default",
      amazonProvidedIpv6: flag(input, "assign_generated_ipv6_cidr_block"),
      tags: tagsOf(input.tags_all),
    });
    if (flag(input, "enable_dns_hostnames")) takes(9);
    for (const [name, key] of Object.entries(switches)) {
      if (typeof input[name] === "boolean" && input[name] !== made[key])
        modifyVpc(client, made.id, { [key]: flag(input, name) });
    }
    return vpcAttributes(client, ec2.vpcs(client).get(made.id) ?? made);
  },
  read({ client, state }) {
    const [found] = ignoring(["InvalidVpcID.NotFound"], () => describeVpcs(client, [text(state, "id")])) ?? [];
    if (!found) return null;
    alsoDescribes(client, "VpcAttribute", "NetworkAcls", "RouteTables", "SecurityGroups");
    return vpcAttributes(client, found);
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    for (const [name, key] of Object.entries(switches))
      if (changed(name)) modifyVpc(client, id, { [key]: flag(input, name) });
    if (changed("instance_tenancy")) modifyVpcTenancy(client, id, text(input, "instance_tenancy"));
    if (changed("assign_generated_ipv6_cidr_block"))
      setVpcIpv6(client, id, flag(input, "assign_generated_ipv6_cidr_block"));
    updateTags(call);
    const [now] = describeVpcs(client, [id]);
    return now ? vpcAttributes(client, now) : {};
  },
  removalIsTriedAgain: ["DependencyViolation"],
  delete({ client, state }) {
    ignoring(["InvalidVpcID.NotFound"], () => deleteVpc(client, text(state, "id")));
  },
};
