import { expect, test } from "vitest";
import { unknown, type Value, type Values } from "../../../planning/values.ts";
import { idOf, testNetwork } from "../../../testing/network.ts";
import { describeNetworkAcl } from "../api/network-acls.ts";

const web = { rule_no: 100, action: "allow", protocol: "tcp", from_port: 443, to_port: 443, cidr_block: "0.0.0.0/0" };

test("an ACL with rules of its own is read without a difference, whether its protocols have names or numbers", () => {
  const { cloud, vpcId } = testNetwork();
  const config = { vpc_id: vpcId, ingress: [web], egress: [{ ...web, protocol: "-1", from_port: 0, to_port: 0 }] };
  const state = cloud.create("aws_network_acl", config);
  expect(cloud.read("aws_network_acl", state)).toEqual(state);
  expect(state.ingress).toMatchObject([{ protocol: "6", icmp_type: 0, ipv6_cidr_block: "" }]);
  expect(cloud.plan("aws_network_acl", state, config).action).toBe("none");
  const numbered = { ...config, ingress: [{ ...web, protocol: "6" }] };
  expect(cloud.plan("aws_network_acl", state, numbered).action).toBe("none");
  expect(cloud.plan("aws_network_acl", state, { ...config, ingress: [{ ...web, to_port: 444 }] }).action).toBe(
    "update",
  );
});

test("a rule whose block is not known yet is planned with every member that it will have", () => {
  const { cloud, vpcId } = testNetwork();
  const planned = (cidr_block: Value) =>
    cloud.plan("aws_network_acl", null, { vpc_id: vpcId, ingress: [{ ...web, cidr_block }] }).planned.ingress;
  const stored = { ...web, protocol: "6", ipv6_cidr_block: "", icmp_type: 0, icmp_code: 0 };
  expect(planned(unknown)).toEqual([{ ...stored, cidr_block: unknown }]);
  expect(planned("10.0.0.0/8")).toEqual([{ ...stored, cidr_block: "10.0.0.0/8" }]);
});

test("a changed rule is taken away and made anew, and the others stay in their place", () => {
  const { cloud, vpcId } = testNetwork();
  const other = { ...web, rule_no: 200, to_port: 444 };
  const state = cloud.create("aws_network_acl", { vpc_id: vpcId, ingress: [web, other] });
  const config = { vpc_id: vpcId, ingress: [{ ...web, action: "deny" }, other] };
  const updated = cloud.update(state, "aws_network_acl", config);
  expect(updated.ingress).toMatchObject([{ rule_no: 200 }, { rule_no: 100, action: "deny" }]);
});

test("a subnet has one ACL: it leaves the default one, and goes back there when the ACL lets go of it", () => {
  const network = testNetwork();
  const { cloud, vpcId, vpc } = network;
  const subnetId = network.subnet();
  const subnetsOf = (id: string) => describeNetworkAcl(cloud.aws, id).associations.map((one) => one.subnetId);
  const defaultId = String(vpc.default_network_acl_id);
  expect(subnetsOf(defaultId)).toEqual([subnetId]);
  const state = cloud.create("aws_network_acl", { vpc_id: vpcId, subnet_ids: [subnetId] });
  expect([subnetsOf(defaultId), subnetsOf(idOf(state))]).toEqual([[], [subnetId]]);
  const without = cloud.update(state, "aws_network_acl", { vpc_id: vpcId, subnet_ids: [] });
  expect([subnetsOf(defaultId), subnetsOf(idOf(state))]).toEqual([[subnetId], []]);
  cloud.delete("aws_network_acl", cloud.update(without, "aws_network_acl", { vpc_id: vpcId, subnet_ids: [subnetId] }));
  expect(subnetsOf(defaultId)).toEqual([subnetId]);
});

test("ports beside all protocols leave the ACL behind, to be replaced", () => {
  const { cloud, vpcId } = testNetwork();
  const create = () => cloud.create("aws_network_acl", { vpc_id: vpcId, ingress: [{ ...web, protocol: "-1" }] });
  expect(create).toThrow(`must both be 0 to use the 'all' "-1" protocol!`);
  expect(cloud.world.ledger().filter(({ table }) => table.endsWith("ec2/network-acl"))).toHaveLength(2);
});

test("the default ACL of a VPC is no ACL of one's own, and the other way round", () => {
  const { cloud, vpc, vpcId } = testNetwork();
  const defaultId = String(vpc.default_network_acl_id);
  expect(() => cloud.import("aws_network_acl", defaultId)).toThrow(
    "use the `aws_default_network_acl` resource instead",
  );
  const own = cloud.create("aws_network_acl", { vpc_id: vpcId });
  expect(cloud.import("aws_network_acl", idOf(own)).vpc_id).toBe(vpcId);
  const adopt = (id: string) => cloud.create("aws_default_network_acl", { default_network_acl_id: id });
  expect(() => adopt(idOf(own))).toThrow("use the `aws_network_acl` resource instead");
  expect(adopt(defaultId)).toMatchObject({ id: defaultId, ingress: [], egress: [] });
});

test("an adopted default ACL keeps just the rules that stand in the configuration", () => {
  const { cloud, vpc } = testNetwork();
  const config = { default_network_acl_id: String(vpc.default_network_acl_id), ingress: [web] };
  const state = cloud.create("aws_default_network_acl", config);
  expect(state).toMatchObject({ ingress: [{ rule_no: 100, protocol: "6" }], egress: [] });
  expect(cloud.plan("aws_default_network_acl", cloud.read("aws_default_network_acl", state), config).action).toBe(
    "none",
  );
  cloud.delete("aws_default_network_acl", state);
  expect(describeNetworkAcl(cloud.aws, idOf(state)).entries).toHaveLength(1);
});

test("a rule beside its ACL comes, is imported and goes by its number and direction", () => {
  const { cloud, vpcId } = testNetwork();
  const acl = cloud.create("aws_network_acl", { vpc_id: vpcId });
  const config: Values = {
    network_acl_id: idOf(acl),
    rule_number: 110,
    egress: true,
    protocol: "icmp",
    rule_action: "allow",
    cidr_block: "10.0.0.0/8",
    icmp_type: 8,
    icmp_code: -1,
  };
  const state = cloud.create("aws_network_acl_rule", config);
  expect(state.id).toMatch(/^nacl-\d+$/);
  expect(cloud.plan("aws_network_acl_rule", cloud.read("aws_network_acl_rule", state), config).action).toBe("none");
  const imported = cloud.import("aws_network_acl_rule", `${idOf(acl)}:110:icmp:true`);
  expect(imported).toMatchObject({ id: state.id, protocol: "icmp", cidr_block: "10.0.0.0/8", icmp_type: 8 });
  expect(() => cloud.import("aws_network_acl_rule", `${idOf(acl)}:110:icmp`)).toThrow("unexpected format");
  expect(cloud.read("aws_network_acl", acl)?.egress).toMatchObject([{ rule_no: 110, protocol: "1" }]);
  cloud.delete("aws_network_acl_rule", state);
  expect(cloud.read("aws_network_acl_rule", state)).toBeNull();
});
