import { crc32 } from "node:zlib";
import { ProviderError } from "../../../planning/diagnostics.ts";
import type { DataSource } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { text } from "../../input.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { type EndpointService, endpointService, endpointServicesOf } from "../facts/endpoint-services.ts";
import { type FilterFields, filterOf } from "../filters.ts";
import { onlyOne } from "./only-one.ts";

/** A service with one of its types, as DescribeVpcEndpointServices lists it. */
interface ServiceRow extends EndpointService {
  readonly type: "Gateway" | "Interface";
  readonly tags: Tags;
}

const fields: FilterFields<ServiceRow> = {
  "service-name": ({ name }) => name,
  "service-type": ({ type }) => type,
  owner: () => "amazon",
};

function rowsOf(services: readonly EndpointService[]): ServiceRow[] {
  return services.flatMap((service) => service.types.map((type) => ({ ...service, type, tags: {} })));
}

export const vpcEndpointService: DataSource<Aws> = {
  type: "aws_vpc_endpoint_service",
  read({ client }, config) {
    const { region } = client;
    const short = text(config, "service");
    const name = text(config, "service_name") || (short ? `com.amazonaws.${region}.${short}` : "");
    const found = callEc2(client, "DescribeVpcEndpointServices", { parameters: { ServiceName: name } }, () => {
      const matches = filterOf(config, fields);
      const named = name ? [endpointService(name, region) ?? []].flat() : endpointServicesOf(region);
      return rowsOf(named).filter(matches);
    }).filter(({ type }) => ["", type].includes(text(config, "service_type")));
    if (found.length === 0 && name) throw new ProviderError(`couldn't find resource: ${name}`);
    const service = onlyOne("EC2 VPC Endpoint Service", found);
    const id = `vpce-svc-0${crc32(`${service.name} ${service.type}`).toString(16).padStart(16, "0")}`;
    const isInterface = service.type === "Interface";
    return {
      id: String(crc32(service.name)),
      arn: client.arn("ec2", `vpc-endpoint-service/${id}`),
      service_id: id,
      service_name: service.name,
      service_type: service.type,
      service_region: region,
      region,
      acceptance_required: false,
      manages_vpc_endpoints: false,
      owner: "amazon",
      availability_zones: service.zones,
      base_endpoint_dns_names: [`${service.name.split(".").slice(3).join(".")}.${region}.vpce.amazonaws.com`],
      private_dns_name: isInterface ? (service.privateDnsNames[0] ?? "") : "",
      private_dns_names: isInterface ? service.privateDnsNames : [],
      supported_ip_address_types: ["ipv4"],
      vpc_endpoint_policy_supported: true,
      tags: {},
    };
  },
};
