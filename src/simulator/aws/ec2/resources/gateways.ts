import { CreatedWithError, type ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import { type Aws, AwsError } from "../../client.ts";
import { text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import { allocateAddress, releaseAddress } from "../api/addresses.ts";
import {
  attachInternetGateway,
  createInternetGateway,
  deleteInternetGateway,
  detachInternetGateway,
} from "../api/internet-gateways.ts";
import { createNatGateway, deleteNatGateway, describeNatGateway, natGatewayFailure } from "../api/nat-gateways.ts";
import { callEc2, ignoring } from "../calls.ts";
import type { Address, InternetGateway, NatGateway } from "../gateway-records.ts";
import { arnOf, required } from "../identifiers.ts";
import { ec2 } from "../tables.ts";
import { updateTags } from "./tagging.ts";

function internetGatewayAttributes(aws: Aws, gateway: InternetGateway): Values {
  return {
    id: gateway.id,
    arn: arnOf(aws, "internet-gateway", gateway.id),
    owner_id: aws.account,
    vpc_id: gateway.vpcId ?? "",
    tags_all: gateway.tags,
  };
}

export const internetGateway: ResourceType<Aws> = {
  type: "aws_internet_gateway",
  label: "EC2 Internet Gateway",
  create({ client, input }) {
    const made = createInternetGateway(client, tagsOf(input.tags_all));
    const vpcId = textOrNull(input, "vpc_id");
    if (vpcId) attachInternetGateway(client, made.id, vpcId);
    return internetGatewayAttributes(client, ec2.internetGateways(client).get(made.id) ?? made);
  },
  read({ client, state }) {
    const found = ignoring(["InvalidInternetGatewayID.NotFound"], () =>
      callEc2(client, "DescribeInternetGateways", {}, () =>
        required("internet-gateway", ec2.internetGateways(client), text(state, "id")),
      ),
    );
    return found ? internetGatewayAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("vpc_id")) {
      if (text(state, "vpc_id")) detachInternetGateway(client, id, text(state, "vpc_id"));
      if (text(input, "vpc_id")) attachInternetGateway(client, id, text(input, "vpc_id"));
    }
    updateTags(call, "internet-gateway", ec2.internetGateways(client));
    return {};
  },
  delete({ client, state }) {
    const id = text(state, "id");
    const gone = ["InvalidInternetGatewayID.NotFound", "Gateway.NotAttached"];
    if (text(state, "vpc_id")) ignoring(gone, () => detachInternetGateway(client, id, text(state, "vpc_id")));
    ignoring(gone, () => deleteInternetGateway(client, id));
  },
};

function addressAttributes(aws: Aws, address: Address): Values {
  const dashed = address.publicIp.replaceAll(".", "-");
  return {
    id: address.id,
    allocation_id: address.id,
    arn: arnOf(aws, "elastic-ip", address.id),
    association_id: address.association?.id ?? "",
    domain: "vpc",
    network_border_group: address.networkBorderGroup,
    network_interface: address.association?.networkInterfaceId ?? "",
    private_ip: address.association?.privateIp ?? "",
    public_ip: address.publicIp,
    public_dns: `ec2-${dashed}.${aws.region === "us-east-1" ? "compute-1" : `${aws.region}.compute`}.amazonaws.com`,
    public_ipv4_pool: "amazon",
    instance: "",
    tags_all: address.tags,
  };
}

export const elasticIp: ResourceType<Aws> = {
  type: "aws_eip",
  label: "EC2 EIP",
  create({ client, input }) {
    const tags = tagsOf(input.tags_all);
    return addressAttributes(
      client,
      allocateAddress(client, { networkBorderGroup: textOrNull(input, "network_border_group"), tags }),
    );
  },
  read({ client, state }) {
    const found = ignoring(["InvalidAllocationID.NotFound"], () =>
      callEc2(client, "DescribeAddresses", {}, () => required("elastic-ip", ec2.addresses(client), text(state, "id"))),
    );
    return found ? addressAttributes(client, found) : null;
  },
  update(call) {
    updateTags(call, "elastic-ip", ec2.addresses(call.client));
    return {};
  },
  delete({ client, state }) {
    ignoring(["InvalidAllocationID.NotFound"], () => releaseAddress(client, text(state, "id")));
  },
};

function natGatewayAttributes(_aws: Aws, gateway: NatGateway): Values {
  const [primary] = gateway.addresses;
  return {
    id: gateway.id,
    subnet_id: gateway.subnetId,
    vpc_id: gateway.vpcId,
    connectivity_type: gateway.connectivityType,
    availability_mode: "zonal",
    allocation_id: primary?.allocationId ?? "",
    association_id: primary?.associationId ?? "",
    network_interface_id: gateway.networkInterfaceId ?? "",
    private_ip: primary?.privateIp ?? "",
    public_ip: primary?.publicIp ?? "",
    secondary_allocation_ids: gateway.addresses
      .slice(1)
      .flatMap(({ allocationId }) => (allocationId ? [allocationId] : [])),
    secondary_private_ip_addresses: gateway.addresses.slice(1).map(({ privateIp }) => privateIp),
    secondary_private_ip_address_count: gateway.addresses.length > 0 ? gateway.addresses.length - 1 : 0,
    tags_all: gateway.tags,
  };
}

export const natGateway: ResourceType<Aws> = {
  type: "aws_nat_gateway",
  label: "EC2 NAT Gateway",
  create({ client, input }) {
    const allocation = textOrNull(input, "allocation_id");
    const made = createNatGateway(client, {
      subnetId: text(input, "subnet_id"),
      connectivityType: text(input, "connectivity_type") === "private" ? "private" : "public",
      allocationIds: [...(allocation ? [allocation] : []), ...texts(input.secondary_allocation_ids)],
      privateIp: textOrNull(input, "private_ip"),
      secondaryPrivateIps: texts(input.secondary_private_ip_addresses),
      tags: tagsOf(input.tags_all),
    });
    const failure = natGatewayFailure(made);
    if (!failure) return natGatewayAttributes(client, made);
    const answer = new AwsError("ec2", "CreateNatGateway", failure, client.ids.uuid("request", made.id));
    throw new CreatedWithError(natGatewayAttributes(client, made), answer);
  },
  read({ client, state }) {
    const found = ignoring(["NatGatewayNotFound"], () => describeNatGateway(client, text(state, "id")));
    return found ? natGatewayAttributes(client, found) : null;
  },
  update(call) {
    updateTags(call, "natgateway", ec2.natGateways(call.client));
    return {};
  },
  delete({ client, state }) {
    ignoring(["NatGatewayNotFound"], () => deleteNatGateway(client, text(state, "id")));
  },
};
