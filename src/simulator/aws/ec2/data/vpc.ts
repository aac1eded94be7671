import type { DataSource } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { flag, text } from "../../input.ts";
import { callEc2 } from "../calls.ts";
import { type FilterFields, filterOf } from "../filters.ts";
import type { Vpc } from "../records.ts";
import { vpcAttributes } from "../resources/vpc.ts";
import { ec2 } from "../tables.ts";
import { onlyOne } from "./only-one.ts";

function fieldsOf(aws: Aws): FilterFields<Vpc> {
  return {
    "vpc-id": ({ id }) => id,
    cidr: ({ cidr }) => cidr,
    "cidr-block-association.cidr-block": ({ cidr }) => cidr,
    "ipv6-cidr-block-association.ipv6-cidr-block": ({ ipv6Cidr }) => ipv6Cidr,
    "dhcp-options-id": ({ dhcpOptionsId }) => dhcpOptionsId,
    "is-default": ({ isDefault }) => String(isDefault),
    isDefault: ({ isDefault }) => String(isDefault),
    "owner-id": () => aws.account,
    state: () => "available",
  };
}

/** Arguments of `aws_vpc` and what they are compared with. */
const criteria: Readonly<Record<string, (vpc: Vpc) => string>> = {
  id: ({ id }) => id,
  cidr_block: ({ cidr }) => cidr,
  dhcp_options_id: ({ dhcpOptionsId }) => dhcpOptionsId,
  state: () => "available",
};

export const vpcData: DataSource<Aws> = {
  type: "aws_vpc",
  read({ client }, config) {
    const found = callEc2(client, "DescribeVpcs", {}, () =>
      ec2.vpcs(client).filter(filterOf(config, fieldsOf(client))),
    ).filter((vpc) => {
      const holds = Object.entries(criteria).every(
        ([name, of]) => !text(config, name) || of(vpc) === text(config, name),
      );
      return holds && (!flag(config, "default") || vpc.isDefault);
    });
    const vpc = onlyOne("EC2 VPC", found);
    return {
      ...vpcAttributes(client, vpc),
      tags: vpc.tags,
      state: "available",
      default: vpc.isDefault,
      cidr_block_associations: [
        { association_id: `vpc-cidr-assoc-${vpc.id.slice(4)}`, cidr_block: vpc.cidr, state: "associated" },
      ],
    };
  },
};
