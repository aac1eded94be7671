import { describe, expect, test } from "vitest";
import type { SecurityGroup } from "../../src/simulator/aws/ec2/records.ts";
import { applied, planned, succeed } from "./workspace.ts";

const network = (defaults: string, own: string): string => `
provider "aws" {
  default_tags { tags = { ${defaults} } }
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = { ${own} }
}
resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_vpc.main.default_security_group_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.0/8"
  tags              = { ${own} }
}
`;

describe("the default tags of a provider", () => {
  test("are merged into all tags of an object, whose own win", async () => {
    const workspace = await applied(network('owner = "dpe", cost = "1"', 'Name = "main", cost = "2"'));
    for (const address of ["aws_vpc.main", "aws_vpc_security_group_egress_rule.all"]) {
      expect(workspace.object(address)).toMatchObject({
        tags: { Name: "main", cost: "2" },
        tags_all: { Name: "main", cost: "2", owner: "dpe" },
      });
    }
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("change every object in place when they change", async () => {
    const workspace = await applied(network('owner = "dpe"', 'Name = "main"'));
    succeed(await workspace.apply(network('owner = "platform"', 'Name = "main"')));
    expect(workspace.object("aws_vpc.main")).toMatchObject({ tags: { Name: "main" }, tags_all: { owner: "platform" } });
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("go with the last own tag without leaving a change behind", async () => {
    const workspace = await applied(network("", 'Name = "main"'));
    succeed(await workspace.apply(network("", "")));
    expect(workspace.object("aws_vpc.main").tags_all).toEqual({});
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });
});

const group = (ports: readonly number[]): string => `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = aws_vpc.main.id
  ${ports
    .map(
      (port) => `
  ingress {
    from_port   = ${port}
    to_port     = ${port}
    protocol    = "TCP"
    cidr_blocks = ["10.0.0.0/8"]
  }`,
    )
    .join("")}
}`;

describe("the elements of a set", () => {
  test("have no order", async () => {
    const workspace = await applied(group([80, 443]));
    workspace.configure(group([443, 80]));
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("are each their own: a new one touches no other", async () => {
    const workspace = await applied(group([80, 443]));
    const groups = workspace.world.table<SecurityGroup>("aws/123456789012/us-east-1/ec2/security-group");
    const idsOf = (): string[] => groups.find(({ name }) => name === "web")?.rules.map(({ id }) => id) ?? [];
    const before = idsOf();
    succeed(await workspace.apply(group([80, 443, 8080])));
    expect(idsOf()).toEqual(expect.arrayContaining(before));
    expect(idsOf()).toHaveLength(before.length + 1);
  });
});
