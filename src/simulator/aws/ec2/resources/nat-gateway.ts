import { ProviderError } from "../../../planning/diagnostics.ts";
import { CreatedWithError, type ResourceType, type UpdateCall } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import { type Aws, AwsError } from "../../client.ts";
import { number, text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  assignNatGatewayAddresses,
  associateNatGatewayAddresses,
  disassociateNatGatewayAddresses,
  unassignNatGatewayAddresses,
} from "../api/nat-gateway-addresses.ts";
import { createNatGateway, deleteNatGateway, describeNatGateway, natGatewayFailure } from "../api/nat-gateways.ts";
import { ignoring } from "../calls.ts";
import type { NatGateway } from "../gateway-records.ts";
import { updateTags } from "./tagging.ts";

const missing = ["NatGatewayNotFound"];

function gatewayAttributes(gateway: NatGateway): Values {
  const [primary, ...secondary] = gateway.addresses;
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
    secondary_allocation_ids: secondary.flatMap(({ allocationId }) => allocationId ?? []),
    secondary_private_ip_addresses: secondary.map(({ privateIp }) => privateIp),
    secondary_private_ip_address_count: secondary.length,
    tags_all: gateway.tags,
  };
}

/** Brings the Elastic IP addresses beside the primary one to those that are wanted. */
function updateAllocations(aws: Aws, id: string, wanted: readonly string[]): void {
  const [, ...held] = describeNatGateway(aws, id).addresses;
  const gone = held.filter(({ allocationId }) => allocationId !== null && !wanted.includes(allocationId));
  const added = wanted.filter((allocation) => !held.some(({ allocationId }) => allocationId === allocation));
  const associationIds = gone.flatMap(({ associationId }) => associationId ?? []);
  if (gone.length > 0) disassociateNatGatewayAddresses(aws, id, associationIds);
  if (added.length > 0) associateNatGatewayAddresses(aws, id, added);
}

/** Brings the private addresses of a private gateway to the named ones, or to their number. */
function updatePrivateAddresses({ client, state, input, changed }: UpdateCall<Aws>): void {
  const id = text(state, "id");
  const { connectivityType, addresses } = describeNatGateway(client, id);
  if (connectivityType !== "private") return;
  const held = addresses.slice(1).map(({ privateIp }) => privateIp);
  const names = changed("secondary_private_ip_addresses");
  const wanted = names ? texts(input.secondary_private_ip_addresses) : held;
  const length = names ? wanted.length : number(input, "secondary_private_ip_address_count", held.length);
  const gone = names ? held.filter((address) => !wanted.includes(address)) : held.slice(length);
  const added = wanted.filter((address) => !held.includes(address));
  const count = names ? 0 : Math.max(0, length - held.length);
  if (gone.length > 0) unassignNatGatewayAddresses(client, id, gone);
  if (added.length + count > 0) assignNatGatewayAddresses(client, id, { privateIps: added, count });
}

export const natGateway: ResourceType<Aws> = {
  type: "aws_nat_gateway",
  label: "EC2 NAT Gateway",
  create({ client, input }) {
    if (text(input, "availability_mode") === "regional") {
      throw new ProviderError("Regional NAT gateways are not simulated", "Make one gateway for each zone.", [
        "availability_mode",
      ]);
    }
    const allocation = textOrNull(input, "allocation_id");
    const secondary = texts(input.secondary_private_ip_addresses);
    const made = createNatGateway(client, {
      subnetId: text(input, "subnet_id"),
      connectivityType: text(input, "connectivity_type") === "private" ? "private" : "public",
      allocationIds: [...(allocation ? [allocation] : []), ...texts(input.secondary_allocation_ids)],
      privateIp: textOrNull(input, "private_ip"),
      secondaryPrivateIps: secondary,
      secondaryAddressCount: number(input, "secondary_private_ip_address_count", secondary.length),
      tags: tagsOf(input.tags_all),
    });
    const failure = natGatewayFailure(made);
    if (!failure) return gatewayAttributes(made);
    const answer = new AwsError("ec2", "CreateNatGateway", failure, client.ids.uuid("request", made.id));
    throw new CreatedWithError(gatewayAttributes(made), answer);
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeNatGateway(client, text(state, "id")));
    return found ? gatewayAttributes(found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("secondary_allocation_ids")) updateAllocations(client, id, texts(input.secondary_allocation_ids));
    if (changed("secondary_private_ip_addresses", "secondary_private_ip_address_count")) updatePrivateAddresses(call);
    updateTags(call);
    return gatewayAttributes(describeNatGateway(client, id));
  },
  delete({ client, state }) {
    ignoring(missing, () => deleteNatGateway(client, text(state, "id")));
  },
};
