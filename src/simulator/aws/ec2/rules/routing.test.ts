import type { Values } from "../../../planning/values.ts";
import { networkIn, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { createNetworkAcl, deleteNetworkAcl, deleteNetworkAclEntry, moveSubnetToAcl } from "../api/network-acls.ts";
import { deleteRouteTable, describeRouteTable, disassociateRouteTable } from "../api/route-tables.ts";
import { createRoute, deleteRoute, replaceRoute } from "../api/routes.ts";
import { setQuota } from "../facts/quotas.ts";
import { routingRules } from "./routing.ts";

/** A route to the internet gateway of the network. */
function route(network: TestNetwork, table = network.routeTable(), gateway_id = network.internetGateway()): Values {
  return { route_table_id: table, destination_cidr_block: "0.0.0.0/0", gateway_id };
}

function associate(network: TestNetwork, table: string, subnet: string): string {
  return network.make("aws_route_table_association", { route_table_id: table, subnet_id: subnet });
}

const entry = (network_acl_id: string, rule_number: number): Values => ({
  network_acl_id,
  rule_number,
  protocol: "tcp",
  rule_action: "allow",
  cidr_block: "10.0.0.0/8",
  from_port: 443,
  to_port: 443,
});

const gateway = (id: string) => ({ kind: "gateway_id", id }) as const;

/** A table with so many routes of its own, beside the local one. */
function tableWithRoutes(network: TestNetwork, count: number): void {
  const { aws } = network.cloud;
  setQuota(aws, "routesPerTable", 3);
  const [table, target] = [network.routeTable(), gateway(network.internetGateway())];
  for (let index = 1; index <= count; index += 1) createRoute(aws, table, `192.168.${index}.0/24`, [target]);
}

testRules(routingRules, () => testNetwork(), {
  routeTaken: {
    refused: (network) => {
      const values = route(network);
      network.make("aws_route", values);
      network.make("aws_route", values);
    },
    accepted: (network) => {
      const values = route(network);
      network.make("aws_route", values);
      network.make("aws_route", { ...values, destination_cidr_block: "192.168.0.0/16" });
    },
  },
  routeQuota: {
    refused: (network) => tableWithRoutes(network, 3),
    accepted: (network) => tableWithRoutes(network, 2),
  },
  foreignGateway: {
    refused: (network) =>
      network.make("aws_route", route(network, network.routeTable(), networkIn(network.cloud).internetGateway())),
    accepted: (network) => network.make("aws_route", route(network)),
  },
  targetMissing: {
    refused: (network) => createRoute(network.cloud.aws, network.routeTable(), "0.0.0.0/0", []),
    accepted: (network) =>
      createRoute(network.cloud.aws, network.routeTable(), "0.0.0.0/0", [gateway(network.internetGateway())]),
  },
  natGatewayMissing: {
    refused: (network) =>
      network.make("aws_route", {
        route_table_id: network.routeTable(),
        destination_cidr_block: "0.0.0.0/0",
        nat_gateway_id: "nat-00000000000000000",
      }),
    accepted: (network) => {
      const nat = { subnet_id: network.subnet(), connectivity_type: "private" };
      const nat_gateway_id = network.make("aws_nat_gateway", nat);
      const route_table_id = network.routeTable();
      network.make("aws_route", { route_table_id, destination_cidr_block: "10.1.0.0/16", nat_gateway_id });
    },
  },
  gatewayMissing: {
    refused: (network) => network.make("aws_route", route(network, network.routeTable(), "igw-00000000000000000")),
    accepted: (network) => network.make("aws_route", route(network)),
  },
  localRoute: {
    refused: (network) => deleteRoute(network.cloud.aws, network.routeTable(), "10.0.0.0/16"),
    accepted: (network) => {
      const table = network.routeTable();
      network.make("aws_route", route(network, table));
      deleteRoute(network.cloud.aws, table, "0.0.0.0/0");
    },
  },
  replacedMissing: {
    refused: (network) =>
      replaceRoute(network.cloud.aws, network.routeTable(), "0.0.0.0/0", [gateway(network.internetGateway())]),
    accepted: (network) => {
      const [table, internet] = [network.routeTable(), network.internetGateway()];
      network.make("aws_route", route(network, table, internet));
      replaceRoute(network.cloud.aws, table, "0.0.0.0/0", [gateway(internet)]);
    },
  },
  routeMissing: {
    refused: (network) => deleteRoute(network.cloud.aws, network.routeTable(), "0.0.0.0/0"),
    accepted: (network) => {
      const table = network.routeTable();
      network.make("aws_route", route(network, table));
      deleteRoute(network.cloud.aws, table, "0.0.0.0/0");
    },
  },
  tableDeleteDependency: {
    refused: (network) => {
      const table = network.routeTable();
      associate(network, table, network.subnet());
      deleteRouteTable(network.cloud.aws, table);
    },
    accepted: (network) => deleteRouteTable(network.cloud.aws, network.routeTable()),
  },
  associationTaken: {
    refused: (network) => {
      const subnet = network.subnet();
      associate(network, network.routeTable(), subnet);
      associate(network, network.routeTable(), subnet);
    },
    accepted: (network) => {
      const table = network.routeTable();
      associate(network, table, network.subnet());
      associate(network, table, network.subnet("10.0.2.0/24"));
    },
  },
  associationMain: {
    refused: ({ cloud, vpc }) => {
      const [main] = describeRouteTable(cloud.aws, String(vpc.main_route_table_id)).associations;
      disassociateRouteTable(cloud.aws, main?.id ?? "");
    },
    accepted: (network) =>
      disassociateRouteTable(network.cloud.aws, associate(network, network.routeTable(), network.subnet())),
  },
  associationMissing: {
    refused: ({ cloud }) => disassociateRouteTable(cloud.aws, "rtbassoc-00000000000000000"),
    accepted: (network) =>
      disassociateRouteTable(network.cloud.aws, associate(network, network.routeTable(), network.subnet())),
  },
  associationForeign: {
    refused: (network) => associate(network, network.routeTable(), networkIn(network.cloud).subnet()),
    accepted: (network) => associate(network, network.routeTable(), network.subnet()),
  },
  tableQuota: {
    refused: (network) => {
      setQuota(network.cloud.aws, "routeTablesPerVpc", 2);
      network.routeTable();
      network.routeTable();
    },
    accepted: (network) => {
      setQuota(network.cloud.aws, "routeTablesPerVpc", 2);
      network.routeTable();
    },
  },
  aclDefault: {
    refused: ({ cloud, vpc }) => deleteNetworkAcl(cloud.aws, String(vpc.default_network_acl_id)),
    accepted: ({ cloud, vpcId }) => deleteNetworkAcl(cloud.aws, createNetworkAcl(cloud.aws, vpcId, {}).id),
  },
  aclInUse: {
    refused: (network) => {
      const state = network.cloud.create("aws_network_acl", { vpc_id: network.vpcId });
      moveSubnetToAcl(network.cloud.aws, network.subnet(), String(state.id));
      network.cloud.delete("aws_network_acl", state);
    },
    accepted: (network) => {
      const acl = { vpc_id: network.vpcId, subnet_ids: [network.subnet()] };
      network.cloud.delete("aws_network_acl", network.cloud.create("aws_network_acl", acl));
    },
  },
  aclForeign: {
    refused: (network) => {
      const foreign = networkIn(network.cloud).subnet();
      network.make("aws_network_acl", { vpc_id: network.vpcId, subnet_ids: [foreign] });
    },
    accepted: (network) => network.make("aws_network_acl", { vpc_id: network.vpcId, subnet_ids: [network.subnet()] }),
  },
  aclEntryTaken: {
    refused: (network) => {
      const acl = network.make("aws_network_acl", { vpc_id: network.vpcId });
      network.make("aws_network_acl_rule", entry(acl, 100));
      network.make("aws_network_acl_rule", entry(acl, 100));
    },
    accepted: (network) => {
      const acl = network.make("aws_network_acl", { vpc_id: network.vpcId });
      network.make("aws_network_acl_rule", entry(acl, 100));
      network.make("aws_network_acl_rule", { ...entry(acl, 100), egress: true });
    },
  },
  aclEntryMissing: {
    refused: ({ cloud, vpcId }) =>
      deleteNetworkAclEntry(cloud.aws, createNetworkAcl(cloud.aws, vpcId, {}).id, 100, false),
    accepted: (network) => {
      const acl = network.make("aws_network_acl", { vpc_id: network.vpcId });
      network.make("aws_network_acl_rule", entry(acl, 100));
      deleteNetworkAclEntry(network.cloud.aws, acl, 100, false);
    },
  },
  aclEntryQuota: {
    refused: (network) => {
      const acl = network.make("aws_network_acl", { vpc_id: network.vpcId });
      for (let number = 1; number <= 21; number += 1) network.make("aws_network_acl_rule", entry(acl, number));
    },
    accepted: (network) => {
      const acl = network.make("aws_network_acl", { vpc_id: network.vpcId });
      for (let number = 1; number <= 20; number += 1) network.make("aws_network_acl_rule", entry(acl, number));
    },
  },
  aclQuota: {
    refused: (network) => {
      setQuota(network.cloud.aws, "networkAclsPerVpc", 1);
      network.make("aws_network_acl", { vpc_id: network.vpcId });
    },
    accepted: (network) => {
      setQuota(network.cloud.aws, "networkAclsPerVpc", 2);
      network.make("aws_network_acl", { vpc_id: network.vpcId });
    },
  },
});
