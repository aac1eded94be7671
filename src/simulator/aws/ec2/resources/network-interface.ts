import { ProviderError } from "../../../planning/diagnostics.ts";
import { CreatedWithError, type PlanCall, type ResourceType } from "../../../planning/resource-type.ts";
import { isWhollyKnown, unknown, type Value, type Values } from "../../../planning/values.ts";
import { type Aws, AwsError } from "../../client.ts";
import { blocks, flag, number, text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import { privateDnsName } from "../addressing.ts";
import {
  attachNetworkInterface,
  createNetworkInterface,
  deleteNetworkInterface,
  describeNetworkInterface,
  detachNetworkInterface,
  modifyNetworkInterface,
} from "../api/network-interfaces.ts";
import { ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { NetworkInterface } from "../records.ts";
import { updateAddresses } from "./interface-addresses.ts";
import { updateTags } from "./tagging.ts";

const missing = ["InvalidNetworkInterfaceID.NotFound"];

/** Attributes that say the same in other ways: where one is configured anew, the others follow. */
const addressAttributes = ["private_ips", "private_ips_count", "private_ip_list"];
const ipv6Attributes = ["ipv6_addresses", "ipv6_address_count", "ipv6_address_list"];

/** Attributes of an interface as the provider shows them. */
function interfaceAttributes(aws: Aws, held: NetworkInterface): Values {
  const addresses = [held.privateIp, ...held.secondaryPrivateIps];
  const { attachment } = held;
  return {
    id: held.id,
    arn: arnOf(aws, "network-interface", held.id),
    owner_id: aws.account,
    subnet_id: held.subnetId,
    description: held.description,
    interface_type: held.interfaceType,
    mac_address: held.macAddress,
    private_dns_name: privateDnsName(aws.region, held.privateIp),
    private_ip: held.privateIp,
    private_ips: addresses,
    private_ip_list: addresses,
    private_ips_count: held.secondaryPrivateIps.length,
    ipv4_prefixes: held.ipv4Prefixes,
    ipv4_prefix_count: held.ipv4Prefixes.length,
    ipv6_addresses: held.ipv6Addresses,
    ipv6_address_list: held.ipv6Addresses,
    ipv6_address_count: held.ipv6Addresses.length,
    ipv6_prefixes: [],
    ipv6_prefix_count: 0,
    security_groups: held.securityGroupIds,
    source_dest_check: held.sourceDestCheck,
    outpost_arn: "",
    attachment: attachment?.instanceId
      ? [
          {
            attachment_id: attachment.id,
            instance: attachment.instanceId,
            device_index: attachment.deviceIndex,
            network_card_index: 0,
          },
        ]
      : [],
    tags_all: held.tags,
  };
}

function plan({ state, config, planned, changed, replace }: PlanCall<Aws>): void {
  if (!state) return;
  for (const group of [addressAttributes, ipv6Attributes]) {
    const given = group.filter((name) => config[name] !== null && changed(name));
    for (const name of given.length > 0 ? group : []) if (config[name] === null) planned[name] = unknown;
  }
  const primary = text(state, "private_ip");
  const isList = flag(planned, "private_ip_list_enabled");
  if (!isList && changed("private_ips") && lacks(planned.private_ips, primary)) replace("private_ips");
  const [first = primary] = texts(planned.private_ip_list);
  if (isList && changed("private_ip_list") && first !== primary) replace("private_ip_list");
}

/** True for a list of known addresses without this one. */
function lacks(addresses: Value | undefined, address: string): boolean {
  return Array.isArray(addresses) && isWhollyKnown(addresses) && !addresses.includes(address);
}

function create(aws: Aws, input: Values): NetworkInterface {
  if (number(input, "ipv6_prefix_count", 0) > 0 || texts(input.ipv6_prefixes).length > 0) {
    throw new ProviderError("IPv6 prefixes are not simulated", "Leave ipv6_prefixes and ipv6_prefix_count out.");
  }
  const addresses = texts(flag(input, "private_ip_list_enabled") ? input.private_ip_list : input.private_ips);
  const primary = textOrNull(input, "private_ip") ?? addresses[0] ?? null;
  const secondary = addresses.filter((address) => address !== primary);
  const ipv6Addresses = texts(
    flag(input, "ipv6_address_list_enabled") ? input.ipv6_address_list : input.ipv6_addresses,
  );
  const ipv6Count = input.ipv6_address_count;
  return createNetworkInterface(aws, {
    subnetId: text(input, "subnet_id"),
    securityGroupIds: texts(input.security_groups),
    description: text(input, "description"),
    interfaceType: text(input, "interface_type") || "interface",
    primaryPrivateIp: primary,
    secondaryPrivateIps: secondary,
    secondaryAddressCount: Math.max(0, number(input, "private_ips_count", secondary.length) - secondary.length),
    prefixes: texts(input.ipv4_prefixes),
    prefixCount: number(input, "ipv4_prefix_count", 0),
    ipv6Addresses,
    ...(typeof ipv6Count === "number" ? { ipv6AddressCount: ipv6Count } : {}),
    tags: tagsOf(input.tags_all),
  });
}

/** Attaches an interface where its configuration says so. */
function attach(aws: Aws, id: string, input: Values): void {
  const [attachment] = blocks(input, "attachment");
  if (attachment) attachNetworkInterface(aws, id, text(attachment, "instance"), number(attachment, "device_index", 0));
}

export const networkInterface: ResourceType<Aws> = {
  type: "aws_network_interface",
  label: "EC2 Network Interface",
  plan,
  create({ client, input }) {
    const { id } = create(client, input);
    try {
      if (input.source_dest_check === false) modifyNetworkInterface(client, id, { sourceDestCheck: false });
      attach(client, id, input);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new CreatedWithError(interfaceAttributes(client, describeNetworkInterface(client, id)), error);
    }
    return interfaceAttributes(client, describeNetworkInterface(client, id));
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeNetworkInterface(client, text(state, "id")));
    return found ? interfaceAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("attachment")) {
      if (blocks(state, "attachment").length > 0) detachNetworkInterface(client, id);
      attach(client, id, input);
    }
    updateAddresses(call, describeNetworkInterface(client, id));
    if (changed("security_groups")) {
      modifyNetworkInterface(client, id, { securityGroupIds: texts(input.security_groups) });
    }
    if (changed("source_dest_check")) {
      modifyNetworkInterface(client, id, { sourceDestCheck: flag(input, "source_dest_check") });
    }
    if (changed("description")) modifyNetworkInterface(client, id, { description: text(input, "description") });
    updateTags(call);
    return interfaceAttributes(client, describeNetworkInterface(client, id));
  },
  delete({ client, state }) {
    const id = text(state, "id");
    ignoring(missing, () => {
      if (blocks(state, "attachment").length > 0) detachNetworkInterface(client, id);
      deleteNetworkInterface(client, id);
    });
  },
};
