import type { DataSource } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { privateDnsName } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import { type FilterFields, filterOf } from "../filters.ts";
import type { NetworkInterface } from "../records.ts";
import { ec2 } from "../tables.ts";

function fieldsOf(aws: Aws): FilterFields<NetworkInterface> {
  const groupsOf = ({ securityGroupIds }: NetworkInterface) =>
    securityGroupIds.flatMap((id) => ec2.securityGroups(aws).get(id) ?? []);
  const addressesOf = ({ privateIp, secondaryPrivateIps }: NetworkInterface) => [privateIp, ...secondaryPrivateIps];
  return {
    "network-interface-id": ({ id }) => id,
    "subnet-id": ({ subnetId }) => subnetId,
    "vpc-id": ({ vpcId }) => vpcId,
    "availability-zone": ({ availabilityZone }) => availabilityZone,
    description: ({ description }) => description,
    "group-id": ({ securityGroupIds }) => securityGroupIds,
    "group-name": (row) => groupsOf(row).map(({ name }) => name),
    "interface-type": ({ interfaceType }) => interfaceType,
    "mac-address": ({ macAddress }) => macAddress,
    "private-ip-address": ({ privateIp }) => privateIp,
    "private-dns-name": ({ privateIp }) => privateDnsName(aws.region, privateIp),
    "addresses.private-ip-address": addressesOf,
    "association.public-ip": ({ publicIp }) => publicIp,
    "requester-id": ({ requesterId }) => requesterId,
    "requester-managed": ({ requesterId }) => String(requesterId !== null),
    "source-dest-check": ({ sourceDestCheck }) => String(sourceDestCheck),
    status: ({ attachment }) => (attachment ? "in-use" : "available"),
    "attachment.attachment-id": ({ attachment }) => attachment?.id ?? null,
    "attachment.instance-id": ({ attachment }) => attachment?.instanceId ?? null,
    "attachment.instance-owner-id": ({ attachment }) => attachment?.instanceOwnerId ?? null,
    "attachment.device-index": ({ attachment }) => (attachment ? String(attachment.deviceIndex) : null),
    "owner-id": () => aws.account,
  };
}

export const networkInterfaces: DataSource<Aws> = {
  type: "aws_network_interfaces",
  read({ client }, config) {
    const found = callEc2(client, "DescribeNetworkInterfaces", {}, () =>
      ec2.networkInterfaces(client).filter(filterOf(config, fieldsOf(client))),
    );
    return { id: client.region, ids: found.map(({ id }) => id) };
  },
};
