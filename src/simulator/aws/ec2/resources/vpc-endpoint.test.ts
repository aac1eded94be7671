import { expect, test } from "vitest";
import { userWith } from "../../../testing/cluster.ts";
import { idOf, networkIn, testNetwork } from "../../../testing/network.ts";
import { ec2 } from "../tables.ts";

const s3 = "com.amazonaws.us-east-1.s3";
const sts = "com.amazonaws.us-east-1.sts";

test("a gateway endpoint routes the prefix list of its service in the tables that it is given", () => {
  const network = testNetwork();
  const { cloud, vpcId } = network;
  const [first, second] = [network.routeTable(), network.routeTable()];
  const config = { vpc_id: vpcId, service_name: s3 };
  const state = cloud.create("aws_vpc_endpoint", { ...config, route_table_ids: [first] });
  expect(state).toMatchObject({
    prefix_list_id: "pl-63a5400a",
    dns_entry: [],
    network_interface_ids: [],
    policy: expect.stringContaining("2008-10-17"),
  });
  const destinations = (id: string) =>
    ec2
      .routeTables(cloud.aws)
      .get(id)
      ?.routes.map(({ destination }) => destination);
  expect(destinations(first)).toEqual(["10.0.0.0/16", "pl-63a5400a"]);
  expect(cloud.read("aws_route_table", { id: first })?.route).toEqual([]);
  const moved = cloud.update(state, "aws_vpc_endpoint", { ...config, route_table_ids: [second] });
  expect([destinations(first), destinations(second)]).toEqual([["10.0.0.0/16"], ["10.0.0.0/16", "pl-63a5400a"]]);
  cloud.delete("aws_vpc_endpoint", moved);
  expect(destinations(second)).toEqual(["10.0.0.0/16"]);
});

test("a table that is deleted leaves its endpoint", () => {
  const network = testNetwork();
  const { cloud, vpcId } = network;
  const table = cloud.create("aws_route_table", { vpc_id: vpcId });
  const state = cloud.create("aws_vpc_endpoint", { vpc_id: vpcId, service_name: s3, route_table_ids: [idOf(table)] });
  cloud.delete("aws_route_table", table);
  expect(cloud.read("aws_vpc_endpoint", state)?.route_table_ids).toEqual([]);
});

test("an interface endpoint holds an interface in each subnet, which keeps subnet and groups", () => {
  const network = testNetwork();
  const { cloud, vpcId } = network;
  const [a, b] = [network.subnet("10.0.1.0/24"), network.subnet("10.0.2.0/24", "us-east-1b")];
  const group = cloud.create("aws_security_group", { name: "endpoints", description: "endpoints", vpc_id: vpcId });
  const config = {
    vpc_id: vpcId,
    service_name: sts,
    vpc_endpoint_type: "Interface",
    security_group_ids: [idOf(group)],
  };
  const state = cloud.create("aws_vpc_endpoint", { ...config, subnet_ids: [a, b] });
  const interfaces = ec2.networkInterfaces(cloud.aws).rows();
  expect(interfaces).toMatchObject([
    { description: `VPC Endpoint Interface ${idOf(state)}`, interfaceType: "vpc_endpoint", subnetId: a },
    { securityGroupIds: [idOf(group)], subnetId: b },
  ]);
  expect(() => cloud.delete("aws_security_group", group)).toThrow("DependencyViolation");
  expect(() => cloud.delete("aws_subnet", cloud.import("aws_subnet", a))).toThrow("DependencyViolation");
  const fewer = cloud.update(state, "aws_vpc_endpoint", { ...config, subnet_ids: [b] });
  expect(fewer.network_interface_ids).toEqual([interfaces[1]?.id]);
  cloud.delete("aws_subnet", cloud.import("aws_subnet", a));
  cloud.delete("aws_vpc_endpoint", fewer);
  cloud.delete("aws_security_group", group);
});

test("an endpoint without groups has the default one of its VPC", () => {
  const network = testNetwork();
  const config = { vpc_id: network.vpcId, service_name: sts, vpc_endpoint_type: "Interface" };
  const state = network.cloud.create("aws_vpc_endpoint", { ...config, subnet_ids: [network.subnet()] });
  expect(state.security_group_ids).toEqual([network.vpc.default_security_group_id]);
});

test("private DNS adds the name of the service to the names of the endpoint", () => {
  const network = testNetwork({ enable_dns_hostnames: true });
  const config = {
    vpc_id: network.vpcId,
    service_name: sts,
    vpc_endpoint_type: "Interface",
    subnet_ids: [network.subnet()],
  };
  const plain = network.cloud.create("aws_vpc_endpoint", config);
  const names = (state: { readonly dns_entry?: unknown }) => JSON.stringify(state.dns_entry);
  expect(names(plain)).toContain(`${idOf(plain)}-`);
  expect(names(plain)).not.toContain('"sts.us-east-1.amazonaws.com"');
  const named = network.cloud.update(plain, "aws_vpc_endpoint", { ...config, private_dns_enabled: true });
  expect(names(named)).toContain('"sts.us-east-1.amazonaws.com"');
});

test("a name that one endpoint has is free again once that endpoint is gone, and in another VPC all the time", () => {
  const network = testNetwork({ enable_dns_hostnames: true });
  const { cloud } = network;
  const config = { service_name: sts, vpc_endpoint_type: "Interface", private_dns_enabled: true };
  const create = (place: typeof network, cidr: string) =>
    cloud.create("aws_vpc_endpoint", { ...config, vpc_id: place.vpcId, subnet_ids: [place.subnet(cidr)] });
  const first = create(network, "10.0.1.0/24");
  expect(() => create(network, "10.0.2.0/24")).toThrow("conflicting DNS domain for sts.us-east-1.amazonaws.com");
  create(networkIn(cloud, { enable_dns_hostnames: true }), "10.0.1.0/24");
  cloud.delete("aws_vpc_endpoint", first);
  expect(create(network, "10.0.3.0/24").private_dns_enabled).toBe(true);
});

test("private DNS needs a right of Route 53 beside that of EC2", () => {
  const network = testNetwork({ enable_dns_hostnames: true });
  const user = userWith(network.cloud, ["ec2:*"]);
  const config = {
    vpc_id: network.vpcId,
    service_name: sts,
    vpc_endpoint_type: "Interface",
    subnet_ids: [network.subnet()],
  };
  expect(() => user.create("aws_vpc_endpoint", { ...config, private_dns_enabled: true })).toThrow(
    "route53:AssociateVPCWithHostedZone",
  );
  expect(user.create("aws_vpc_endpoint", config).state).toBe("available");
});

test("options and addresses that are configured stay as they are", () => {
  const network = testNetwork();
  const subnet = network.subnet();
  const config = {
    vpc_id: network.vpcId,
    service_name: s3,
    vpc_endpoint_type: "Interface",
    subnet_ids: [subnet],
    subnet_configuration: [{ subnet_id: subnet, ipv4: "10.0.1.77" }],
    dns_options: [{ private_dns_only_for_inbound_resolver_endpoint: true }],
  };
  const state = network.cloud.create("aws_vpc_endpoint", config);
  expect(state).toMatchObject({
    subnet_configuration: [{ ipv4: "10.0.1.77" }],
    dns_options: [{ dns_record_ip_type: "ipv4", private_dns_only_for_inbound_resolver_endpoint: true }],
  });
  expect(network.cloud.plan("aws_vpc_endpoint", network.cloud.read("aws_vpc_endpoint", state), config).action).toBe(
    "none",
  );
});

test("a policy of its own is put on an endpoint and gives way to full access again", () => {
  const { cloud, vpcId } = testNetwork();
  const endpoint = cloud.create("aws_vpc_endpoint", { vpc_id: vpcId, service_name: s3 });
  const policy = (effect: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: effect, Principal: "*", Action: "s3:*", Resource: "*" }],
    });
  const config = { vpc_endpoint_id: idOf(endpoint), policy: policy("Deny") };
  const state = cloud.create("aws_vpc_endpoint_policy", config);
  expect(cloud.read("aws_vpc_endpoint", endpoint)?.policy).toBe(config.policy);
  const spaced = { ...config, policy: ` ${policy("Deny").replace('"s3:*"', '["s3:*"]')}` };
  expect(cloud.plan("aws_vpc_endpoint_policy", state, spaced).action).toBe("none");
  const changed = cloud.update(state, "aws_vpc_endpoint_policy", { ...config, policy: policy("Allow") });
  cloud.delete("aws_vpc_endpoint_policy", changed);
  expect(cloud.read("aws_vpc_endpoint", endpoint)?.policy).toBe(endpoint.policy);
});

test("other types of endpoints are refused by name", () => {
  const { cloud, vpcId } = testNetwork();
  const create = () =>
    cloud.create("aws_vpc_endpoint", { vpc_id: vpcId, service_name: s3, vpc_endpoint_type: "GatewayLoadBalancer" });
  expect(create).toThrow("VPC endpoints of type GatewayLoadBalancer are not simulated");
});
