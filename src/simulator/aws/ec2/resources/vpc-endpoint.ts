import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { flag, text, texts } from "../../input.ts";
import { servicePrincipal } from "../../principal.ts";
import { tagsOf } from "../../tags.ts";
import { createNetworkInterface, removeInterface } from "../api/network-interfaces.ts";
import { callEc2, ignoring } from "../calls.ts";
import type { VpcEndpoint } from "../endpoint-records.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import { ec2 } from "../tables.ts";
import { updateTags } from "./tagging.ts";

const fullAccess = JSON.stringify({
  Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }],
  Version: "2008-10-17",
});
const missing = ["InvalidVpcEndpointId.NotFound"];

function endpointAttributes(aws: Aws, endpoint: VpcEndpoint): Values {
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
    ip_address_type: endpoint.type === "Interface" ? endpoint.ipAddressType : "",
    dns_entry: [],
    dns_options:
      endpoint.type === "Interface"
        ? [{ dns_record_ip_type: "ipv4", private_dns_only_for_inbound_resolver_endpoint: false }]
        : [],
    cidr_blocks: endpoint.type === "Gateway" ? ["16.15.176.0/20", "3.5.0.0/19", "52.216.0.0/15"] : [],
    prefix_list_id:
      endpoint.type === "Gateway" ? `pl-${endpoint.serviceName.endsWith("s3") ? "63a5400a" : "02cd2c6b"}` : "",
    requester_managed: false,
    state: "available",
    subnet_configuration: [],
    tags_all: endpoint.tags,
  };
}

export const vpcEndpoint: ResourceType<Aws> = {
  type: "aws_vpc_endpoint",
  label: "EC2 VPC Endpoint",
  create({ client, input }) {
    const vpcId = text(input, "vpc_id");
    const type = text(input, "vpc_endpoint_type") === "Interface" ? "Interface" : "Gateway";
    const subnetIds = texts(input.subnet_ids);
    const securityGroupIds = texts(input.security_group_ids);
    const tags = tagsOf(input.tags_all);
    const arn = client.arn("ec2", "vpc-endpoint/*");
    const request = {
      resources: [arn, arnOf(client, "vpc", vpcId)],
      parameters: { VpcId: vpcId, ServiceName: text(input, "service_name") },
      tagging: { arn, tags },
    };
    const made = callEc2(client, "CreateVpcEndpoint", request, () => {
      const vpc = required("vpc", ec2.vpcs(client), vpcId);
      for (const id of texts(input.route_table_ids)) required("route-table", ec2.routeTables(client), id);
      const id = newIdOf(client, "vpc-endpoint", { vpcId, service: text(input, "service_name"), tags });
      return ec2.vpcEndpoints(client).put(id, {
        id,
        vpcId,
        serviceName: text(input, "service_name"),
        type,
        policy: text(input, "policy") || fullAccess,
        routeTableIds: texts(input.route_table_ids),
        subnetIds,
        securityGroupIds:
          type === "Interface" && securityGroupIds.length === 0 ? [vpc.defaultSecurityGroupId] : securityGroupIds,
        networkInterfaceIds: [],
        privateDnsEnabled: flag(input, "private_dns_enabled"),
        ipAddressType: "ipv4",
        dnsRecordIpType: "ipv4",
        privateDnsOnlyForInboundResolverEndpoint: false,
        tags,
      });
    });
    if (type === "Gateway") return endpointAttributes(client, made);
    const service = client.as(servicePrincipal("vpce.amazonaws.com", client.account));
    const networkInterfaceIds = subnetIds.map(
      (subnetId) =>
        createNetworkInterface(service, {
          subnetId,
          securityGroupIds: made.securityGroupIds,
          interfaceType: "vpc_endpoint",
          description: `VPC Endpoint Interface ${made.id}`,
        }).id,
    );
    return endpointAttributes(client, ec2.vpcEndpoints(client).put(made.id, { ...made, networkInterfaceIds }));
  },
  read({ client, state }) {
    const found = ignoring(missing, () =>
      callEc2(client, "DescribeVpcEndpoints", {}, () =>
        required("vpc-endpoint", ec2.vpcEndpoints(client), text(state, "id")),
      ),
    );
    return found ? endpointAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input } = call;
    const id = text(state, "id");
    const changed = callEc2(client, "ModifyVpcEndpoint", { resources: [arnOf(client, "vpc-endpoint", id)] }, () => {
      const old = required("vpc-endpoint", ec2.vpcEndpoints(client), id);
      return ec2.vpcEndpoints(client).put(id, {
        ...old,
        policy: text(input, "policy") || old.policy,
        routeTableIds: texts(input.route_table_ids),
        securityGroupIds: texts(input.security_group_ids),
        privateDnsEnabled: flag(input, "private_dns_enabled"),
      });
    });
    updateTags(call, "vpc-endpoint", ec2.vpcEndpoints(client));
    return endpointAttributes(client, ec2.vpcEndpoints(client).get(id) ?? changed);
  },
  delete({ client, state }) {
    const id = text(state, "id");
    ignoring(missing, () =>
      callEc2(client, "DeleteVpcEndpoints", { resources: [arnOf(client, "vpc-endpoint", id)] }, () => {
        const endpoint = required("vpc-endpoint", ec2.vpcEndpoints(client), id);
        for (const interfaceId of endpoint.networkInterfaceIds) removeInterface(client, interfaceId);
        ec2.vpcEndpoints(client).delete(id);
      }),
    );
  },
};
