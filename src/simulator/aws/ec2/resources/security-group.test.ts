import { expect, test } from "vitest";
import { unknown, type Values } from "../../../planning/values.ts";
import { idOf, testNetwork } from "../../../testing/network.ts";
import { refusalOf } from "../../../testing/rule-test.ts";
import { authoriseIngress } from "../api/security-group-rules.ts";

const all = { from_port: 0, to_port: 0, protocol: "-1" };
const https = { from_port: 443, to_port: 443, protocol: "TCP", cidr_blocks: ["10.0.0.0/8"] };

test("a group lets nothing out that its configuration does not say, over IPv6 neither", () => {
  const { cloud, vpcId } = testNetwork({ assign_generated_ipv6_cidr_block: true });
  const state = cloud.create("aws_security_group", { name: "a", description: "a", vpc_id: vpcId });
  expect(state).toMatchObject({ ingress: [], egress: [] });
});

test("rules in blocks are read as they were written, however they are split", () => {
  const { cloud, vpcId } = testNetwork();
  const config = {
    name: "a",
    description: "a",
    vpc_id: vpcId,
    ingress: [https, { ...https, cidr_blocks: ["172.16.0.0/12", "192.168.0.0/16"] }, { ...all, self: true }],
    egress: [{ ...all, protocol: "all", cidr_blocks: ["0.0.0.0/0"] }],
  };
  const state = cloud.create("aws_security_group", config);
  expect(cloud.plan("aws_security_group", cloud.read("aws_security_group", state), config).action).toBe("none");
  const joined = { ...https, cidr_blocks: ["192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12"] };
  const other = { ...config, ingress: [{ ...all, self: true }, joined] };
  expect(cloud.plan("aws_security_group", state, other).action).toBe("none");
  const described = { ...config, ingress: [{ ...https, description: "clients" }] };
  expect(cloud.plan("aws_security_group", state, described).action).toBe("update");
});

test("a rule of which something is not known yet is planned with every member that it will have", () => {
  const { cloud, vpcId } = testNetwork();
  const config = (more: Values) => ({ name: "a", description: "a", vpc_id: vpcId, ingress: [{ ...https, ...more }] });
  const planned = (more: Values) => cloud.plan("aws_security_group", null, config(more)).planned.ingress;
  const stored = { ...https, protocol: "tcp", self: false, description: "", ipv6_cidr_blocks: [], prefix_list_ids: [] };
  expect(planned({ security_groups: [unknown] })).toEqual([{ ...stored, security_groups: [unknown] }]);
  expect(planned({ protocol: unknown })).toEqual([{ ...stored, security_groups: [], protocol: unknown }]);
  expect(planned({ security_groups: ["sg-01234567"] })).toEqual([{ ...stored, security_groups: ["sg-01234567"] }]);
});

test("a changed block takes away what is no longer wanted and adds what is new", () => {
  const { cloud, vpcId } = testNetwork();
  const config = (cidr_blocks: readonly string[]): Values => ({
    name: "a",
    description: "a",
    vpc_id: vpcId,
    ingress: [{ ...https, cidr_blocks }],
  });
  const state = cloud.create("aws_security_group", config(["10.0.0.0/8", "172.16.0.0/12"]));
  const updated = cloud.update(state, "aws_security_group", config(["172.16.0.0/12", "192.168.0.0/16"]));
  expect(updated.ingress).toMatchObject([{ cidr_blocks: ["172.16.0.0/12", "192.168.0.0/16"] }]);
});

test("rules beside a group show in its state, and are no difference while it has no blocks", () => {
  const { cloud, vpcId } = testNetwork();
  const config = { name: "a", description: "a", vpc_id: vpcId };
  const state = cloud.create("aws_security_group", config);
  authoriseIngress(cloud.aws, idOf(state), [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "10.0.0.0/8" }]);
  const now = cloud.read("aws_security_group", state);
  expect(now?.ingress).toMatchObject([{ protocol: "tcp", from_port: 22, cidr_blocks: ["10.0.0.0/8"] }]);
  expect(cloud.plan("aws_security_group", now, config).action).toBe("none");
  expect(cloud.plan("aws_security_group", now, { ...config, ingress: [] }).action).toBe("update");
});

test("groups that refer to each other keep each other until the rules go first", () => {
  const { cloud, vpcId } = testNetwork();
  const group = (name: string): Values =>
    cloud.create("aws_security_group", { name, description: name, vpc_id: vpcId });
  const [cluster, nodes] = [group("cluster"), group("nodes")];
  const rule = (from: Values, to: Values): Values =>
    cloud.create("aws_vpc_security_group_ingress_rule", {
      security_group_id: idOf(to),
      referenced_security_group_id: idOf(from),
      ip_protocol: "-1",
    });
  const rules = [rule(cluster, nodes), rule(nodes, cluster)];
  for (const referenced of [cluster, nodes]) {
    expect(refusalOf(() => cloud.delete("aws_security_group", referenced))?.rule).toBe("ec2/sg-delete-dep");
  }
  for (const state of rules) cloud.delete("aws_vpc_security_group_ingress_rule", state);
  for (const state of [cluster, nodes]) cloud.delete("aws_security_group", state);
  expect(cloud.read("aws_security_group", nodes)).toBeNull();
});

test("a group that revokes on deletion frees itself from the rules of others", () => {
  const { cloud, vpcId } = testNetwork();
  const config = { description: "a", vpc_id: vpcId, revoke_rules_on_delete: true };
  const group = cloud.create("aws_security_group", { ...config, name: "a" });
  const other = cloud.create("aws_security_group", {
    ...config,
    name: "b",
    ingress: [{ ...all, security_groups: [idOf(group)] }],
  });
  cloud.delete("aws_security_group", group);
  expect(cloud.read("aws_security_group", other)?.ingress).toEqual([]);
});

test("a group whose rules fail is there, to be replaced", () => {
  const { cloud, vpcId } = testNetwork();
  const broken = { name: "a", description: "a", vpc_id: vpcId, ingress: [{ ...https, to_port: 80 }] };
  expect(refusalOf(() => cloud.create("aws_security_group", broken))?.rule).toBe("ec2/sg-rule-ports");
  expect(cloud.data("aws_security_group", { name: "a", vpc_id: vpcId }).description).toBe("a");
});

test("an adopted default group keeps just the rules that stand in the configuration", () => {
  const { cloud, vpc, vpcId } = testNetwork();
  const config = { vpc_id: vpcId, tags: { Name: "closed" } };
  const state = cloud.create("aws_default_security_group", config);
  expect(state).toMatchObject({ id: vpc.default_security_group_id, ingress: [], egress: [], name: "default" });
  expect(cloud.plan("aws_default_security_group", cloud.read("aws_default_security_group", state), config).action).toBe(
    "none",
  );
});

test("a rule of its own is changed in place and keeps its id", () => {
  const network = testNetwork();
  const { cloud } = network;
  const type = "aws_vpc_security_group_egress_rule";
  const config = {
    security_group_id: network.group(),
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "10.0.0.0/8",
  };
  const state = cloud.create(type, { ...config, tags: { use: "API" } });
  expect(state).toMatchObject({ security_group_rule_id: state.id, tags_all: { use: "API" } });
  const moved = cloud.update(state, type, { ...config, cidr_ipv4: "172.16.0.0/12", description: "clients", tags: {} });
  expect(moved).toMatchObject({ id: state.id, cidr_ipv4: "172.16.0.0/12", description: "clients", tags_all: {} });
  expect(cloud.import(type, idOf(state))).toMatchObject({
    cidr_ipv4: "172.16.0.0/12",
    security_group_id: config.security_group_id,
  });
  const group = { cidr_ipv4: null, referenced_security_group_id: config.security_group_id };
  expect(cloud.plan(type, moved, { ...config, ...group }).action).toBe("replace");
});

test("a changed rule that says what another says already is refused", () => {
  const network = testNetwork();
  const { cloud } = network;
  const type = "aws_vpc_security_group_ingress_rule";
  const config = { security_group_id: network.group(), ip_protocol: "-1", cidr_ipv4: "10.0.0.0/8" };
  cloud.create(type, config);
  const other = cloud.create(type, { ...config, cidr_ipv4: "172.16.0.0/12" });
  const change = () => cloud.update(other, type, config);
  expect(change).toThrow('the specified rule "peer: 10.0.0.0/8, ALL, ALLOW" already exists');
});

test("an older rule stands for one rule of EC2 for each of its sources", () => {
  const network = testNetwork();
  const { cloud } = network;
  const type = "aws_security_group_rule";
  const config = {
    security_group_id: network.group(),
    type: "ingress",
    protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_blocks: ["10.0.0.0/8", "172.16.0.0/12"],
  };
  const state = cloud.create(type, config);
  expect(state).toMatchObject({ id: expect.stringMatching(/^sgrule-\d+$/), security_group_rule_id: "" });
  expect(cloud.plan(type, cloud.read(type, state), config).action).toBe("none");
  const described = cloud.update(state, type, { ...config, description: "clients" });
  expect(cloud.read(type, described)?.description).toBe("clients");
  const id = `${config.security_group_id}_ingress_tcp_443_443_10.0.0.0/8_172.16.0.0/12`;
  expect(cloud.import(type, id)).toMatchObject({
    id: state.id,
    cidr_blocks: config.cidr_blocks,
    description: "clients",
  });
  expect(() => cloud.import(type, `${config.security_group_id}_ingress_tcp_443`)).toThrow("unexpected format");
  cloud.delete(type, described);
  expect(cloud.read(type, described)).toBeNull();
});
