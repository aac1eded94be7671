import type { Values } from "../../../planning/values.ts";
import { networkIn, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { createVpcEndpoint } from "../api/vpc-endpoints.ts";
import { setQuota } from "../facts/quotas.ts";
import { endpointRules } from "./endpoints.ts";

const service = (name: string): string => `com.amazonaws.us-east-1.${name}`;

function endpoint(network: TestNetwork, name: string, changes: Values = {}): string {
  return network.make("aws_vpc_endpoint", { vpc_id: network.vpcId, service_name: service(name), ...changes });
}

const inSubnets = (...subnet_ids: readonly string[]): Values => ({ vpc_endpoint_type: "Interface", subnet_ids });
const allowAll = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] });

testRules(endpointRules, () => testNetwork({ enable_dns_hostnames: true }), {
  serviceName: {
    refused: (network) => endpoint(network, "s33"),
    accepted: (network) => endpoint(network, "s3"),
  },
  type: {
    refused: (network) => endpoint(network, "sts"),
    accepted: (network) => endpoint(network, "sts", inSubnets(network.subnet())),
  },
  gatewaySubnets: {
    refused: (network) => endpoint(network, "s3", { subnet_ids: [network.subnet()] }),
    accepted: (network) => endpoint(network, "s3", { route_table_ids: [network.routeTable()] }),
  },
  privateDnsAttributes: {
    refused: ({ cloud }) => {
      const plain = networkIn(cloud);
      endpoint(plain, "sts", { ...inSubnets(plain.subnet()), private_dns_enabled: true });
    },
    accepted: (network) => endpoint(network, "sts", { ...inSubnets(network.subnet()), private_dns_enabled: true }),
  },
  privateDnsTaken: {
    refused: (network) => {
      endpoint(network, "sts", { ...inSubnets(network.subnet()), private_dns_enabled: true });
      endpoint(network, "sts", { ...inSubnets(network.subnet("10.0.2.0/24")), private_dns_enabled: true });
    },
    accepted: (network) => {
      endpoint(network, "sts", { ...inSubnets(network.subnet()), private_dns_enabled: true });
      endpoint(network, "sts", inSubnets(network.subnet("10.0.2.0/24")));
    },
  },
  zone: {
    refused: (network) => endpoint(network, "email-smtp", inSubnets(network.subnet("10.0.1.0/24", "us-east-1e"))),
    accepted: (network) => endpoint(network, "email-smtp", inSubnets(network.subnet("10.0.1.0/24", "us-east-1f"))),
  },
  oneSubnetPerZone: {
    refused: (network) => endpoint(network, "sts", inSubnets(network.subnet(), network.subnet("10.0.2.0/24"))),
    accepted: (network) =>
      endpoint(network, "sts", inSubnets(network.subnet(), network.subnet("10.0.2.0/24", "us-east-1b"))),
  },
  subnetForeign: {
    refused: (network) => endpoint(network, "sts", inSubnets(networkIn(network.cloud).subnet())),
    accepted: (network) => endpoint(network, "sts", inSubnets(network.subnet())),
  },
  policy: {
    refused: (network) => endpoint(network, "s3", { policy: allowAll.padEnd(20_481) }),
    accepted: (network) => endpoint(network, "s3", { policy: allowAll.padEnd(20_480) }),
  },
  tableForeign: {
    refused: (network) => endpoint(network, "s3", { route_table_ids: [networkIn(network.cloud).routeTable()] }),
    accepted: (network) => endpoint(network, "s3", { route_table_ids: [network.routeTable()] }),
  },
  routeTaken: {
    refused: (network) => {
      const route_table_ids = [network.routeTable()];
      endpoint(network, "s3", { route_table_ids });
      endpoint(network, "s3", { route_table_ids });
    },
    accepted: (network) => {
      const route_table_ids = [network.routeTable()];
      endpoint(network, "s3", { route_table_ids });
      endpoint(network, "dynamodb", { route_table_ids });
    },
  },
  quota: {
    refused: ({ cloud, vpcId }) => {
      setQuota(cloud.aws, "gatewayEndpointsPerRegion", 1);
      createVpcEndpoint(cloud.aws, { vpcId, serviceName: service("s3"), type: "Gateway" });
      createVpcEndpoint(cloud.aws, { vpcId, serviceName: service("dynamodb"), type: "Gateway" });
    },
    accepted: ({ cloud, vpcId }) => {
      setQuota(cloud.aws, "gatewayEndpointsPerRegion", 1);
      createVpcEndpoint(cloud.aws, { vpcId, serviceName: service("s3"), type: "Gateway" });
      createVpcEndpoint(cloud.aws, { vpcId, serviceName: service("dynamodb"), type: "Interface" });
    },
  },
});
