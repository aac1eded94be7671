import { CreatedWithError, type ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import { type Aws, AwsError } from "../../client.ts";
import { text, textOrNull } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import { privateDnsName, publicDnsName } from "../addressing.ts";
import {
  allocateAddress,
  associateAddress,
  describeAddress,
  disassociateAddress,
  releaseAddress,
} from "../api/addresses.ts";
import { alsoDescribes, ignoring } from "../calls.ts";
import type { Address } from "../gateway-records.ts";
import { arnOf } from "../identifiers.ts";
import { ec2 } from "../tables.ts";
import { refusePools } from "./address-pools.ts";
import { updateTags } from "./tagging.ts";

const missing = ["InvalidAllocationID.NotFound"];
const dissociated = ["InvalidAssociationID.NotFound"];

/** Attributes of an Elastic IP address as the provider shows them. */
function addressAttributes(aws: Aws, { id, association, ...address }: Address): Values {
  const holder = association && ec2.networkInterfaces(aws).get(association.networkInterfaceId);
  return {
    id,
    allocation_id: id,
    arn: arnOf(aws, "elastic-ip", id),
    association_id: association?.id ?? "",
    domain: "vpc",
    network_border_group: address.networkBorderGroup,
    network_interface: association?.networkInterfaceId ?? "",
    instance: holder?.attachment?.instanceId ?? "",
    private_ip: association?.privateIp ?? "",
    private_dns: association ? privateDnsName(aws.region, association.privateIp) : null,
    public_ip: address.publicIp,
    public_dns: publicDnsName(aws.region, address.publicIp),
    public_ipv4_pool: "amazon",
    tags_all: address.tags,
  };
}

/** Associates an address where its configuration says so. */
function associate(aws: Aws, id: string, input: Values): void {
  const instanceId = textOrNull(input, "instance");
  const networkInterfaceId = instanceId ? null : textOrNull(input, "network_interface");
  if (!instanceId && !networkInterfaceId) return;
  const privateIp = textOrNull(input, "associate_with_private_ip");
  associateAddress(aws, id, { instanceId, networkInterfaceId, privateIp });
}

export const elasticIp: ResourceType<Aws> = {
  type: "aws_eip",
  label: "EC2 EIP",
  create({ client, input }) {
    refusePools(input, ["address", "ipam_pool_id", "customer_owned_ipv4_pool"]);
    const made = allocateAddress(client, {
      networkBorderGroup: textOrNull(input, "network_border_group"),
      tags: tagsOf(input.tags_all),
    });
    try {
      associate(client, made.id, input);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new CreatedWithError(addressAttributes(client, made), error);
    }
    return addressAttributes(client, describeAddress(client, made.id));
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeAddress(client, text(state, "id")));
    if (!found) return null;
    alsoDescribes(client, "AddressesAttribute");
    return addressAttributes(client, found);
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("instance", "network_interface", "associate_with_private_ip")) {
      const { association } = describeAddress(client, id);
      if (association) ignoring(dissociated, () => disassociateAddress(client, association.id));
      // A computed target stays in the plan; only the one that changed is meant.
      const moved = changed("network_interface") && !changed("instance") ? { ...input, instance: "" } : input;
      associate(client, id, changed("instance") ? { ...input, network_interface: "" } : moved);
    }
    updateTags(call);
    return addressAttributes(client, describeAddress(client, id));
  },
  delete({ client, state }) {
    const association = textOrNull(state, "association_id");
    if (association) ignoring(dissociated, () => disassociateAddress(client, association));
    ignoring(missing, () => releaseAddress(client, text(state, "id")));
  },
};
