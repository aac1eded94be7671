import type { DataSource } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { flag, text } from "../../input.ts";
import { availableAddresses } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import { type FilterFields, filterOf } from "../filters.ts";
import { arnOf } from "../identifiers.ts";
import type { Subnet } from "../records.ts";
import { subnetAttributes } from "../resources/subnet.ts";
import { ec2 } from "../tables.ts";
import { onlyOne } from "./only-one.ts";

function fieldsOf(aws: Aws): FilterFields<Subnet> {
  return {
    "subnet-id": ({ id }) => id,
    "subnet-arn": ({ id }) => arnOf(aws, "subnet", id),
    "vpc-id": ({ vpcId }) => vpcId,
    "availability-zone": ({ availabilityZone }) => availabilityZone,
    availabilityZone: ({ availabilityZone }) => availabilityZone,
    "availability-zone-id": ({ availabilityZoneId }) => availabilityZoneId,
    availabilityZoneId: ({ availabilityZoneId }) => availabilityZoneId,
    "cidr-block": ({ cidr }) => cidr,
    cidr: ({ cidr }) => cidr,
    cidrBlock: ({ cidr }) => cidr,
    "ipv6-cidr-block-association.ipv6-cidr-block": ({ ipv6Cidr }) => ipv6Cidr,
    "map-public-ip-on-launch": ({ mapPublicIpOnLaunch }) => String(mapPublicIpOnLaunch),
    "available-ip-address-count": (subnet) => String(availableAddresses(aws, subnet)),
    "default-for-az": () => "false",
    defaultForAz: () => "false",
    "owner-id": () => aws.account,
    state: () => "available",
  };
}

function matchingSubnets(aws: Aws, config: Values): Subnet[] {
  return callEc2(aws, "DescribeSubnets", {}, () => ec2.subnets(aws).filter(filterOf(config, fieldsOf(aws))));
}

export const subnets: DataSource<Aws> = {
  type: "aws_subnets",
  read({ client }, config) {
    return { id: client.region, ids: matchingSubnets(client, config).map(({ id }) => id) };
  },
};

/** Arguments of `aws_subnet` and what they are compared with. */
const criteria: Readonly<Record<string, (subnet: Subnet) => string | null>> = {
  id: ({ id }) => id,
  vpc_id: ({ vpcId }) => vpcId,
  cidr_block: ({ cidr }) => cidr,
  ipv6_cidr_block: ({ ipv6Cidr }) => ipv6Cidr,
  availability_zone: ({ availabilityZone }) => availabilityZone,
  availability_zone_id: ({ availabilityZoneId }) => availabilityZoneId,
  state: () => "available",
};

export const subnetData: DataSource<Aws> = {
  type: "aws_subnet",
  read({ client }, config) {
    const found = matchingSubnets(client, config).filter((subnet) => {
      const holds = Object.entries(criteria).every(
        ([name, of]) => !text(config, name) || of(subnet) === text(config, name),
      );
      return holds && !flag(config, "default_for_az");
    });
    const subnet = onlyOne("EC2 Subnet", found);
    return {
      ...subnetAttributes(client, subnet),
      tags: subnet.tags,
      state: "available",
      default_for_az: false,
      available_ip_address_count: availableAddresses(client, subnet),
      enable_lni_at_device_index: 0,
      ipv6_native: false,
      map_customer_owned_ip_on_launch: false,
    };
  },
};
