import { expect, test } from "vitest";
import { idOf, type TestNetwork, testNetwork } from "../../testing/network.ts";
import { testRules } from "../../testing/rule-test.ts";
import { servicePrincipal } from "../principal.ts";
import { createTags } from "./api/tags.ts";
import { tagRules } from "./calls.ts";
import { filterRules } from "./filters.ts";

const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag ${index}`, "x"]));

const subnet = ({ vpcId }: TestNetwork, tags: Record<string, string>) => ({
  vpc_id: vpcId,
  cidr_block: "10.0.1.0/24",
  tags,
});

testRules(tagRules, () => testNetwork(), {
  tagLimit: {
    refused: (network) => network.make("aws_subnet", subnet(network, many(51))),
    accepted: (network) => network.make("aws_subnet", subnet(network, many(50))),
  },
  tagForm: {
    refused: (network) => network.make("aws_subnet", subnet(network, { "aws:owner": "me" })),
    accepted: (network) => network.make("aws_subnet", subnet(network, { owner: "me" })),
  },
  resourceUnknown: {
    refused: ({ cloud }) => cloud.create("aws_ec2_tag", { resource_id: "cluster", key: "team", value: "data" }),
    accepted: ({ cloud, vpcId }) => cloud.create("aws_ec2_tag", { resource_id: vpcId, key: "team", value: "data" }),
  },
});

testRules(filterRules, () => testNetwork(), {
  filterUnknown: {
    refused: ({ cloud }) => cloud.data("aws_subnets", { filter: [{ name: "vpc", values: ["x"] }] }),
    accepted: ({ cloud }) => cloud.data("aws_subnets", { filter: [{ name: "vpc-id", values: ["x"] }] }),
  },
});

test("a service may set tags of AWS, which count against no limit", () => {
  const { cloud, vpcId } = testNetwork({ tags: many(50) });
  const service = cloud.aws.as(servicePrincipal("cloudformation.amazonaws.com", cloud.aws.account));
  expect(() => createTags(service, vpcId, { "aws:cloudformation:stack-name": "a" })).not.toThrow();
  expect(() => createTags(cloud.aws, vpcId, { more: "x" })).toThrow("TagLimitExceeded");
});

test("a tag of its own comes and goes without the object that bears it", () => {
  const network = testNetwork();
  const { cloud } = network;
  const group = cloud.create("aws_security_group", { name: "a", description: "a", vpc_id: network.vpcId });
  const rule = cloud.create("aws_vpc_security_group_egress_rule", {
    security_group_id: idOf(group),
    ip_protocol: "-1",
    cidr_ipv4: "0.0.0.0/0",
  });
  for (const [type, bearer] of [
    ["aws_security_group", group],
    ["aws_vpc_security_group_egress_rule", rule],
  ] as const) {
    const config = { resource_id: idOf(bearer), key: "karpenter.sh/discovery", value: "a" };
    const tag = cloud.create("aws_ec2_tag", config);
    expect(tag.id).toBe(`${idOf(bearer)},karpenter.sh/discovery`);
    expect(cloud.read(type, bearer)?.tags_all).toEqual({ "karpenter.sh/discovery": "a" });
    const changed = cloud.update(tag, "aws_ec2_tag", { ...config, value: "b" });
    expect(cloud.import("aws_ec2_tag", String(tag.id))).toEqual(changed);
    cloud.delete("aws_ec2_tag", changed);
    expect(cloud.read("aws_ec2_tag", changed)).toBeNull();
    expect(cloud.read(type, bearer)?.tags_all).toEqual({});
  }
});

test("filters look at one thing each, know wildcards, and all must hold", () => {
  const network = testNetwork();
  const { cloud, vpcId } = network;
  const make = (cidr_block: string, availability_zone: string, tags: Record<string, string>) =>
    network.make("aws_subnet", { vpc_id: vpcId, cidr_block, availability_zone, tags });
  const workers = make("10.0.1.0/24", "us-east-1a", { Name: "workers a", role: "workers" });
  const others = make("10.0.2.0/24", "us-east-1b", { Name: "workers b" });
  const found = (...filter: readonly { name: string; values: readonly string[] }[]) =>
    cloud.data("aws_subnets", { filter }).ids;
  expect(found({ name: "tag:Name", values: ["workers ?"] })).toEqual([workers, others]);
  expect(found({ name: "tag:Name", values: ["*b", "nobody"] })).toEqual([others]);
  expect(found({ name: "tag-key", values: ["role"] })).toEqual([workers]);
  expect(
    found({ name: "availability-zone", values: ["us-east-1a"] }, { name: "cidr-block", values: ["10.0.2.*"] }),
  ).toEqual([]);
  expect(found({ name: "tag:Name", values: ["workers.a"] })).toEqual([]);
  expect(cloud.data("aws_subnets", { tags: { role: "workers" } }).ids).toEqual([workers]);
});
