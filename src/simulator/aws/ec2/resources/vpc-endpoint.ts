import { ProviderError } from "../../../planning/diagnostics.ts";
import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { blocks, flag, text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  createVpcEndpoint,
  deleteVpcEndpoint,
  describeVpcEndpoint,
  fullAccess,
  modifyVpcEndpoint,
} from "../api/vpc-endpoints.ts";
import { alsoDescribes, ignoring } from "../calls.ts";
import type { VpcEndpoint } from "../endpoint-records.ts";
import { endpointService, prefixListOf, shortName } from "../facts/endpoint-services.ts";
import { arnOf } from "../identifiers.ts";
import { ec2 } from "../tables.ts";
import { optionBlock } from "./option-blocks.ts";
import { updateTags } from "./tagging.ts";

const missing = ["InvalidVpcEndpointId.NotFound"];

/** Seconds that an interface endpoint takes longer than a gateway endpoint. */
const interfaceTakes = { create: 104, delete: 112 };

/** The hosted zone of VPC endpoints in us-east-1 (general knowledge); the simulated world has it everywhere. */
const hostedZone = "Z7HUB22UULQXV";

function endpointAttributes(aws: Aws, endpoint: VpcEndpoint): Values {
  const isInterface = endpoint.type === "Interface";
  const prefixList = isInterface ? undefined : prefixListOf(endpoint.serviceName, aws.region);
  return {
    id: endpoint.id,
    arn: arnOf(aws, "vpc-endpoint", endpoint.id),
    owner_id: aws.account,
    vpc_id: endpoint.vpcId,
    service_name: endpoint.serviceName,
    service_region: aws.region,
    vpc_endpoint_type: endpoint.type,
    policy: endpoint.policy,
    route_table_ids: endpoint.routeTableIds,
    subnet_ids: endpoint.subnetIds,
    security_group_ids: endpoint.securityGroupIds,
    network_interface_ids: endpoint.networkInterfaceIds,
    private_dns_enabled: endpoint.privateDnsEnabled,
    dns_entry: isInterface ? dnsEntries(aws, endpoint) : [],
    cidr_blocks: prefixList?.cidrs ?? [],
    prefix_list_id: prefixList?.id ?? "",
    requester_managed: false,
    state: "available",
    subnet_configuration: endpoint.networkInterfaceIds.flatMap((id) => {
      const held = ec2.networkInterfaces(aws).get(id);
      return held ? [{ subnet_id: held.subnetId, ipv4: held.privateIp, ipv6: "" }] : [];
    }),
    tags_all: endpoint.tags,
  };
}

/** What an interface endpoint says of addresses; nothing in the world depends on it, so that what is configured stands. */
function addressOptions(values: Values, { type }: VpcEndpoint): Values {
  if (type === "Gateway") return { ip_address_type: "", dns_options: [] };
  return {
    ip_address_type: text(values, "ip_address_type") || "ipv4",
    dns_options: optionBlock(values, "dns_options", {
      dns_record_ip_type: "ipv4",
      private_dns_only_for_inbound_resolver_endpoint: false,
    }),
  };
}

/** Host names of an interface endpoint: its own, one for each zone, and those of the service while private DNS is on. */
function dnsEntries(aws: Aws, { id, serviceName, subnetIds, privateDnsEnabled }: VpcEndpoint): Values[] {
  const service = shortName(serviceName, aws.region) ?? serviceName;
  const label = `${id}-${id.slice(-8)}`;
  const zones = subnetIds.flatMap((subnetId) => ec2.subnets(aws).get(subnetId)?.availabilityZone ?? []);
  const hosts = [label, ...zones.map((zone) => `${label}-${zone}`)].map(
    (host) => `${host}.${service}.${aws.region}.vpce.amazonaws.com`,
  );
  const privateNames = privateDnsEnabled ? (endpointService(serviceName, aws.region)?.privateDnsNames ?? []) : [];
  return [...hosts, ...privateNames].map((dns_name) => ({ dns_name, hosted_zone_id: hostedZone }));
}

export const vpcEndpoint: ResourceType<Aws> = {
  type: "aws_vpc_endpoint",
  label: "EC2 VPC Endpoint",
  create({ client, input, takes }) {
    const type = text(input, "vpc_endpoint_type") || "Gateway";
    if (type !== "Gateway" && type !== "Interface") {
      throw new ProviderError(`VPC endpoints of type ${type} are not simulated`, "Use Gateway or Interface.", [
        "vpc_endpoint_type",
      ]);
    }
    const configured = blocks(input, "subnet_configuration");
    const addresses = configured.map((block) => [text(block, "subnet_id"), text(block, "ipv4")]);
    const made = createVpcEndpoint(client, {
      vpcId: text(input, "vpc_id"),
      serviceName: text(input, "service_name"),
      type,
      policy: textOrNull(input, "policy"),
      routeTableIds: texts(input.route_table_ids),
      subnetIds: texts(input.subnet_ids),
      addresses: Object.fromEntries(addresses.filter(([, ipv4]) => ipv4 !== "")),
      securityGroupIds: texts(input.security_group_ids),
      privateDnsEnabled: flag(input, "private_dns_enabled"),
      tags: tagsOf(input.tags_all),
    });
    if (type === "Interface") takes(interfaceTakes.create);
    return { ...endpointAttributes(client, made), ...addressOptions(input, made) };
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeVpcEndpoint(client, text(state, "id")));
    if (!found) return null;
    if (found.type === "Gateway") alsoDescribes(client, "PrefixLists");
    return { ...endpointAttributes(client, found), ...addressOptions(state, found) };
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    const held = describeVpcEndpoint(client, id);
    if (changed("policy", "route_table_ids", "subnet_ids", "security_group_ids", "private_dns_enabled")) {
      modifyVpcEndpoint(client, id, {
        ...(changed("policy") ? { policy: text(input, "policy") || fullAccess(held.type) } : {}),
        ...(changed("route_table_ids") ? { routeTableIds: texts(input.route_table_ids) } : {}),
        ...(changed("subnet_ids") ? { subnetIds: texts(input.subnet_ids) } : {}),
        ...(changed("security_group_ids") ? { securityGroupIds: texts(input.security_group_ids) } : {}),
        ...(changed("private_dns_enabled") ? { privateDnsEnabled: flag(input, "private_dns_enabled") } : {}),
      });
    }
    updateTags(call);
    return endpointAttributes(client, describeVpcEndpoint(client, id));
  },
  delete({ client, state, takes }) {
    if (text(state, "vpc_endpoint_type") === "Interface") takes(interfaceTakes.delete);
    ignoring(missing, () => deleteVpcEndpoint(client, text(state, "id")));
  },
};

/** The policy of an endpoint that stands in another configuration. */
export const vpcEndpointPolicy: ResourceType<Aws> = {
  type: "aws_vpc_endpoint_policy",
  label: "EC2 VPC Endpoint Policy",
  create({ client, input }) {
    const id = text(input, "vpc_endpoint_id");
    const held = describeVpcEndpoint(client, id);
    const { policy } = modifyVpcEndpoint(client, id, { policy: text(input, "policy") || fullAccess(held.type) });
    return { id, policy };
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeVpcEndpoint(client, text(state, "id")));
    return found ? { vpc_endpoint_id: found.id, policy: found.policy } : null;
  },
  update({ client, state, input }) {
    const id = text(state, "id");
    const held = describeVpcEndpoint(client, id);
    const { policy } = modifyVpcEndpoint(client, id, { policy: text(input, "policy") || fullAccess(held.type) });
    return { policy };
  },
  delete({ client, state }) {
    ignoring(missing, () => {
      const { id, type } = describeVpcEndpoint(client, text(state, "id"));
      modifyVpcEndpoint(client, id, { policy: fullAccess(type) });
    });
  },
};
