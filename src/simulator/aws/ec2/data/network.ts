import { ProviderError } from "../../../planning/diagnostics.ts";
import type { DataSource } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { blocks, flag, text, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { regions, zonesOf } from "../facts/zones.ts";
import type { Subnet } from "../records.ts";
import { subnetAttributes } from "../resources/subnet.ts";
import { vpcAttributes } from "../resources/vpc.ts";
import { ec2 } from "../tables.ts";

/** Subnets that the filters, tags and arguments of a data source pick. */
function matchingSubnets(aws: Aws, config: Values): Subnet[] {
  const tags = Object.entries(tagsOf(config.tags));
  const filters = blocks(config, "filter").map((filter) => ({
    name: text(filter, "name"),
    values: texts(filter.values),
  }));
  const fields: Readonly<Record<string, (subnet: Subnet) => string>> = {
    "vpc-id": ({ vpcId }) => vpcId,
    "subnet-id": ({ id }) => id,
    "availability-zone": ({ availabilityZone }) => availabilityZone,
    "cidr-block": ({ cidr }) => cidr,
    cidr: ({ cidr }) => cidr,
  };
  return callEc2(aws, "DescribeSubnets", {}, () =>
    ec2
      .subnets(aws)
      .filter(
        (subnet) =>
          tags.every(([key, value]) => subnet.tags[key] === value) &&
          filters.every(({ name, values }) =>
            values.includes(
              name.startsWith("tag:") ? (subnet.tags[name.slice(4)] ?? "") : (fields[name]?.(subnet) ?? ""),
            ),
          ),
      ),
  );
}

export const availabilityZones: DataSource<Aws> = {
  type: "aws_availability_zones",
  read({ client }, config) {
    const excluded = [...texts(config.exclude_names), ...texts(config.exclude_zone_ids)];
    const zones = callEc2(client, "DescribeAvailabilityZones", {}, () => zonesOf(client.region)).filter(
      ({ name, id }) => !excluded.includes(name) && !excluded.includes(id),
    );
    return {
      id: client.region,
      names: zones.map(({ name }) => name),
      zone_ids: zones.map(({ id }) => id),
      group_names: [client.region],
    };
  },
};

export const region: DataSource<Aws> = {
  type: "aws_region",
  read({ client }, config) {
    const name = text(config, "name") || text(config, "region") || client.region;
    return {
      id: name,
      name,
      region: name,
      description: regions[name]?.description ?? name,
      endpoint: `ec2.${name}.amazonaws.com`,
    };
  },
};

export const subnets: DataSource<Aws> = {
  type: "aws_subnets",
  read({ client }, config) {
    const ids = matchingSubnets(client, config).map(({ id }) => id);
    return { id: client.region, ids: ids.sort() };
  },
};

export const subnetData: DataSource<Aws> = {
  type: "aws_subnet",
  read({ client }, config) {
    const found = matchingSubnets(client, config).filter(
      ({ id, vpcId, cidr }) =>
        (!text(config, "id") || id === text(config, "id")) &&
        (!text(config, "vpc_id") || vpcId === text(config, "vpc_id")) &&
        (!text(config, "cidr_block") || cidr === text(config, "cidr_block")),
    );
    const [first, second] = found;
    if (!first) throw new ProviderError("no matching EC2 Subnet found");
    if (second)
      throw new ProviderError(
        "multiple EC2 Subnets matched; use additional constraints to reduce matches to a single EC2 Subnet",
      );
    return {
      ...subnetAttributes(client, first),
      tags: first.tags,
      state: "available",
      default_for_az: false,
      available_ip_address_count: 0,
    };
  },
};

export const vpcData: DataSource<Aws> = {
  type: "aws_vpc",
  read({ client }, config) {
    const tags = Object.entries(tagsOf(config.tags));
    const found = callEc2(client, "DescribeVpcs", {}, () =>
      ec2
        .vpcs(client)
        .filter(
          (vpc) =>
            (!text(config, "id") || vpc.id === text(config, "id")) &&
            (!text(config, "cidr_block") || vpc.cidr === text(config, "cidr_block")) &&
            (!flag(config, "default") || vpc.isDefault) &&
            tags.every(([key, value]) => vpc.tags[key] === value),
        ),
    );
    const [first, second] = found;
    if (!first) throw new ProviderError("no matching EC2 VPC found");
    if (second)
      throw new ProviderError(
        "multiple EC2 VPCs matched; use additional constraints to reduce matches to a single EC2 VPC",
      );
    return { ...vpcAttributes(client, first), tags: first.tags, state: "available", default: first.isDefault };
  },
};
