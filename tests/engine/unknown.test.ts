import { describe, expect, test } from "vitest";
import { applied, open, planned, said, succeed } from "./workspace.ts";

describe("values that are not known before the apply", () => {
  test("are shown as such, and all that follow from them", async () => {
    const workspace = await open(`
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "one" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "web" {
  vpc_id      = aws_vpc.main.id
  name_prefix = "web-"
}
resource "aws_security_group_rule" "web" {
  type              = "ingress"
  security_group_id = aws_security_group.web.id
  cidr_blocks       = [aws_subnet.one.cidr_block]
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
}
data "aws_subnets" "all" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.main.id]
  }
}
output "subnets" { value = data.aws_subnets.all.ids }
output "region" { value = aws_vpc.main.region }
`);
    succeed(await workspace.plan("-out=saved"));
    const { text } = await workspace.run("show", "-json", "saved");
    const { resource_changes: changes, output_changes: outputs } = JSON.parse(text) as {
      resource_changes: { address: string; change: { after: object; after_unknown: object } }[];
      output_changes: Record<string, { after?: unknown; after_unknown: unknown }>;
    };
    const byAddress = Object.fromEntries(changes.map(({ address, change }) => [address, change]));
    expect(byAddress["aws_vpc.main"]).toMatchObject({
      after: { cidr_block: "10.0.0.0/16", instance_tenancy: "default", region: "us-east-1" },
      after_unknown: { id: true, arn: true, main_route_table_id: true, tags_all: true },
    });
    expect(byAddress["aws_subnet.one"]?.after_unknown).toMatchObject({ vpc_id: true });
    expect(byAddress["aws_security_group.web"]?.after_unknown).toMatchObject({ name: true, ingress: true });
    expect(byAddress["data.aws_subnets.all"]?.after_unknown).toMatchObject({ ids: true });
    expect(outputs.subnets).toMatchObject({ after_unknown: true });
    expect(outputs.region).toMatchObject({ after: "us-east-1" });
    succeed(await workspace.run("apply", "-json", "saved"));
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("cannot decide how many objects there are", async () => {
    const counted = `
resource "random_pet" "name" {}
resource "random_id" "each" {
  for_each    = toset([random_pet.name.id])
  byte_length = 4
}`;
    const workspace = await open(counted);
    const plan = await workspace.plan();
    expect(plan.ok).toBe(false);
    expect(said(plan)).toEqual([expect.stringContaining("Invalid for_each argument")]);
    succeed(await workspace.apply(undefined, "-target=random_pet.name"));
    succeed(await workspace.apply());
    expect(workspace.objects()).toHaveLength(2);
  });
});

describe("a provider whose configuration is not known before the apply", () => {
  const configured = `
resource "terraform_data" "region" { input = "eu-west-1" }
provider "aws" {
  alias  = "there"
  region = terraform_data.region.output
}
resource "aws_cloudwatch_log_group" "there" {
  provider = aws.there
  name     = "there"
}
`;

  test("plans, and works with the value of the apply", async () => {
    const workspace = await open(configured);
    succeed(await workspace.apply());
    expect(workspace.object("aws_cloudwatch_log_group.there").arn).toContain(":eu-west-1:");
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });
});

test("an update makes unknown what follows from the change, and nothing else", async () => {
  const parameter = (value: string): string => `
resource "aws_ssm_parameter" "one" {
  name  = "/one"
  type  = "String"
  value = "${value}"
}
resource "time_offset" "one" {
  base_rfc3339 = "2026-01-01T00:00:00Z"
  offset_days  = ${value === "a" ? 1 : 2}
}`;
  const workspace = await applied(parameter("a"));
  workspace.configure(parameter("b"));
  succeed(await workspace.plan("-out=saved"));
  const { text } = await workspace.run("show", "-json", "saved");
  const { resource_changes: changes } = JSON.parse(text) as {
    resource_changes: { address: string; change: { after: object; after_unknown: object } }[];
  };
  expect(changes).toMatchObject([
    {
      address: "aws_ssm_parameter.one",
      change: { after: { arn: expect.any(String) }, after_unknown: { version: true } },
    },
    { address: "time_offset.one", change: { after: { day: 3 }, after_unknown: {} } },
  ]);
  succeed(await workspace.run("apply", "-json", "saved"));
  expect(workspace.object("aws_ssm_parameter.one").version).toBe(2);
});
