import type { DataSource } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { text } from "../../input.ts";
import { callEc2 } from "../calls.ts";
import { type FilterFields, filterOf } from "../filters.ts";
import { arnOf } from "../identifiers.ts";
import type { SecurityGroup } from "../records.ts";
import { ec2 } from "../tables.ts";
import { onlyOne } from "./only-one.ts";

const fields: FilterFields<SecurityGroup> = {
  "group-id": ({ id }) => id,
  "group-name": ({ name }) => name,
  description: ({ description }) => description,
  "vpc-id": ({ vpcId }) => vpcId,
  "ip-permission.cidr": ({ rules }) =>
    rules.flatMap(({ direction, cidrIpv4 }) => (direction === "ingress" ? (cidrIpv4 ?? []) : [])),
  "ip-permission.group-id": ({ rules }) =>
    rules.flatMap(({ direction, referencedSecurityGroupId: id }) => (direction === "ingress" ? (id ?? []) : [])),
  "security-group-rule-id": ({ rules }) => rules.map(({ id }) => id),
};

export const securityGroupData: DataSource<Aws> = {
  type: "aws_security_group",
  read({ client }, config) {
    const found = callEc2(client, "DescribeSecurityGroups", {}, () => {
      const matches = filterOf(config, fields);
      return ec2.securityGroups(client).filter(matches);
    }).filter(
      (group) =>
        (!text(config, "id") || group.id === text(config, "id")) &&
        (!text(config, "name") || group.name === text(config, "name")) &&
        (!text(config, "vpc_id") || group.vpcId === text(config, "vpc_id")),
    );
    const group = onlyOne("EC2 Security Group", found);
    return {
      id: group.id,
      arn: arnOf(client, "security-group", group.id),
      name: group.name,
      description: group.description,
      vpc_id: group.vpcId,
      tags: group.tags,
    };
  },
};
