import { expect, test } from "vitest";
import { idOf, networkIn, testNetwork } from "../../../testing/network.ts";

test("an interface gets an address and the default group of its VPC, and is read without a difference", () => {
  const network = testNetwork();
  const { cloud } = network;
  const config = { subnet_id: network.subnet(), description: "a" };
  const state = cloud.create("aws_network_interface", config);
  expect(state).toMatchObject({
    private_ip: expect.stringMatching(/^10\.0\.1\.\d+$/),
    private_dns_name: `ip-${String(state.private_ip).replaceAll(".", "-")}.ec2.internal`,
    mac_address: expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/),
    security_groups: [network.vpc.default_security_group_id],
    private_ips: [state.private_ip],
    private_ips_count: 0,
    attachment: [],
  });
  expect(cloud.plan("aws_network_interface", cloud.read("aws_network_interface", state), config).action).toBe("none");
});

test("its addresses change in place as long as the primary one stays", () => {
  const network = testNetwork();
  const { cloud } = network;
  const subnet_id = network.subnet();
  const config = (...private_ips: readonly string[]) => ({ subnet_id, private_ips });
  const state = cloud.create("aws_network_interface", config("10.0.1.10", "10.0.1.11"));
  expect(state).toMatchObject({ private_ip: "10.0.1.10", private_ips_count: 1 });
  const changed = cloud.update(state, "aws_network_interface", config("10.0.1.12", "10.0.1.10"));
  expect(changed).toMatchObject({ id: state.id, private_ips: ["10.0.1.10", "10.0.1.12"] });
  expect(cloud.plan("aws_network_interface", changed, config("10.0.1.12")).replace).toEqual(["private_ips"]);
});

test("addresses and prefixes are counted up and down", () => {
  const network = testNetwork();
  const { cloud } = network;
  const config = { subnet_id: network.subnet(), private_ips_count: 2, ipv4_prefix_count: 2 };
  const state = cloud.create("aws_network_interface", config);
  expect(state.private_ips).toHaveLength(3);
  expect(state.ipv4_prefixes).toHaveLength(2);
  const more = cloud.update(state, "aws_network_interface", { ...config, private_ips_count: 3, ipv4_prefix_count: 1 });
  expect(more).toMatchObject({ id: state.id, private_ips_count: 3, ipv4_prefix_count: 1 });
  expect(more.private_ips).toHaveLength(4);
  expect(more.ipv4_prefixes).toHaveLength(1);
});

test("in list mode the order of the addresses says which one is primary", () => {
  const network = testNetwork();
  const { cloud } = network;
  const config = { subnet_id: network.subnet(), private_ip_list_enabled: true };
  const state = cloud.create("aws_network_interface", { ...config, private_ip_list: ["10.0.1.20", "10.0.1.10"] });
  expect(state).toMatchObject({ private_ip: "10.0.1.20", private_ip_list: ["10.0.1.20", "10.0.1.10"] });
  const swapped = { ...config, private_ip_list: ["10.0.1.10", "10.0.1.20"] };
  expect(cloud.plan("aws_network_interface", state, swapped).replace).toEqual(["private_ip_list"]);
});

test("a subnet with IPv6 gives every interface an address where it is told to, and others on request", () => {
  const network = testNetwork({ assign_generated_ipv6_cidr_block: true });
  const { cloud, vpcId, vpc } = network;
  const subnet = {
    vpc_id: vpcId,
    cidr_block: "10.0.1.0/24",
    ipv6_cidr_block: String(vpc.ipv6_cidr_block).replace("/56", "/64"),
  };
  const subnet_id = network.make("aws_subnet", { ...subnet, assign_ipv6_address_on_creation: true });
  const state = cloud.create("aws_network_interface", { subnet_id });
  expect(state).toMatchObject({ ipv6_address_count: 1 });
  const two = cloud.update(state, "aws_network_interface", { subnet_id, ipv6_address_count: 2 });
  expect(two.ipv6_addresses).toHaveLength(2);
  const address = String(subnet.ipv6_cidr_block).replace("::/64", "::1234");
  expect(cloud.create("aws_network_interface", { subnet_id, ipv6_addresses: [address] }).ipv6_addresses).toEqual([
    address,
  ]);
});

test("groups, description and checks of source and destination change in place", () => {
  const network = testNetwork();
  const { cloud } = network;
  const config = { subnet_id: network.subnet(), security_groups: [network.group("a")], source_dest_check: false };
  const state = cloud.create("aws_network_interface", config);
  expect(state.source_dest_check).toBe(false);
  const change = { ...config, security_groups: [network.group("b")], source_dest_check: true, description: "router" };
  expect(cloud.update(state, "aws_network_interface", change)).toMatchObject({ id: state.id, ...change });
  const foreign = { ...config, security_groups: [networkIn(cloud).group()] };
  expect(() => cloud.update(state, "aws_network_interface", foreign)).toThrow("belong to different networks");
});

test("an attached interface moves between instances and is detached before it is deleted", () => {
  const network = testNetwork();
  const { cloud } = network;
  const subnet_id = network.subnet();
  const instance = () => network.make("aws_instance", { ami: "ami-01234567", instance_type: "t3.micro", subnet_id });
  const [first, second] = [instance(), instance()];
  const config = (target: string) => ({ subnet_id, attachment: [{ instance: target, device_index: 1 }] });
  const state = cloud.create("aws_network_interface", config(first));
  expect(state.attachment).toMatchObject([{ instance: first, attachment_id: expect.stringMatching(/^eni-attach-0/) }]);
  const moved = cloud.update(state, "aws_network_interface", config(second));
  expect(moved).toMatchObject({ id: state.id, attachment: [{ instance: second }] });
  cloud.delete("aws_network_interface", moved);
  expect(cloud.read("aws_network_interface", moved)).toBeNull();
});

test("interfaces are found by what they are attached to and by who keeps them", () => {
  const network = testNetwork();
  const { cloud } = network;
  const subnet_id = network.subnet();
  const free = network.make("aws_network_interface", { subnet_id, tags: { role: "spare" } });
  const instance = cloud.create("aws_instance", { ami: "ami-01234567", instance_type: "t3.micro", subnet_id });
  const found = (name: string, value: string) =>
    cloud.data("aws_network_interfaces", { filter: [{ name, values: [value] }] }).ids;
  expect(found("status", "available")).toEqual([free]);
  expect(found("attachment.instance-id", idOf(instance))).toEqual([instance.primary_network_interface_id]);
  expect(found("requester-managed", "true")).toEqual([]);
  expect(cloud.data("aws_network_interfaces", { tags: { role: "spare" } }).ids).toEqual([free]);
});
