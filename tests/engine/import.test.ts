import { describe, expect, test } from "vitest";
import { applied, done, open, planned, said, succeed } from "./workspace.ts";

const vpc = `resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "main" }
}
`;

const importing = (id: string): string => `
import {
  to = aws_vpc.main
  id = "${id}"
}
`;

describe("an existing object", () => {
  test("is imported by a block, and then needs no change", async () => {
    const workspace = await applied(vpc);
    const id = String(workspace.object("aws_vpc.main").id);
    succeed(await workspace.run("state", "rm", "aws_vpc.main"));
    const ended = succeed(await workspace.apply(vpc + importing(id)));
    expect(ended.text).toContain("1 imported, 0 added, 0 changed, 0 destroyed");
    expect(workspace.object("aws_vpc.main")).toMatchObject({ id, tags: { Name: "main" }, instance_tenancy: "default" });
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("is imported by the command, and then needs no change", async () => {
    const workspace = await applied(vpc);
    const id = String(workspace.object("aws_vpc.main").id);
    succeed(await workspace.run("state", "rm", "aws_vpc.main"));
    succeed(await workspace.run("import", "-input=false", "aws_vpc.main", id));
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("that is configured differently is imported and updated", async () => {
    const workspace = await applied(vpc);
    const id = String(workspace.object("aws_vpc.main").id);
    succeed(await workspace.run("state", "rm", "aws_vpc.main"));
    const other = vpc.replace("enable_dns_hostnames = true", "enable_dns_hostnames = false");
    expect((await workspace.apply(other + importing(id))).text).toContain(
      "1 imported, 0 added, 1 changed, 0 destroyed",
    );
  });
});

test("an object in another Region is imported by its id and the Region", async () => {
  const group = 'resource "aws_cloudwatch_log_group" "there" {\n  name   = "there"\n  region = "eu-west-1"\n}\n';
  const workspace = await applied(group);
  succeed(await workspace.run("state", "rm", "aws_cloudwatch_log_group.there"));
  succeed(await workspace.run("import", "-input=false", "aws_cloudwatch_log_group.there", "there@eu-west-1"));
  expect(planned(succeed(await workspace.plan()))).toEqual([]);
});

describe("an import is refused", () => {
  test("for an id that nothing has", async () => {
    const workspace = await open(vpc + importing("vpc-00000000000000000"));
    const plan = await workspace.plan();
    expect(plan.ok).toBe(false);
    expect(said(plan)).toEqual([expect.stringContaining("Cannot import non-existent remote object")]);
  });

  test("for an id of another form, which names the right one", async () => {
    const workspace = await open(`
resource "aws_iam_role_policy_attachment" "one" {
  role       = "reader"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
import {
  to = aws_iam_role_policy_attachment.one
  id = "reader"
}`);
    const plan = await workspace.plan();
    expect(plan.ok).toBe(false);
    expect(said(plan)).toEqual([expect.stringContaining("unexpected format")]);
  });

  test("for a type that has none", async () => {
    const workspace = await open('resource "null_resource" "one" {}\n');
    const ended = await workspace.run("import", "-no-color", "null_resource.one", "1");
    expect(ended.ok).toBe(false);
    expect(ended.text).toContain("Resource Import Not Implemented");
  });
});

describe("an object", () => {
  test("keeps its identity when it gets another address", async () => {
    const workspace = await applied(vpc);
    const id = workspace.object("aws_vpc.main").id;
    const renamed = `${vpc.replace('"main" {', '"network" {')}
moved {
  from = aws_vpc.main
  to   = aws_vpc.network
}`;
    expect(done(succeed(await workspace.apply(renamed)))).toEqual([]);
    expect(workspace.objects()).toMatchObject([{ address: "aws_vpc.network", values: { id } }]);
  });

  test("moves into a collection", async () => {
    const workspace = await applied('resource "random_id" "one" { byte_length = 4 }');
    const { id } = workspace.object("random_id.one");
    succeed(
      await workspace.apply(`
resource "random_id" "one" {
  for_each    = toset(["a", "b"])
  byte_length = 4
}
moved {
  from = random_id.one
  to   = random_id.one["a"]
}`),
    );
    expect(workspace.object('random_id.one["a"]').id).toBe(id);
    expect(workspace.object('random_id.one["b"]').id).not.toBe(id);
  });

  test("stays in the cloud when it is only forgotten", async () => {
    const workspace = await applied(vpc);
    const id = String(workspace.object("aws_vpc.main").id);
    succeed(
      await workspace.apply(`
removed {
  from = aws_vpc.main
  lifecycle { destroy = false }
}`),
    );
    expect(workspace.objects()).toEqual([]);
    expect(workspace.world.table("aws/123456789012/us-east-1/ec2/vpc").has(id)).toBe(true);
  });

  test("goes when its block goes", async () => {
    const workspace = await applied(vpc);
    expect(done(succeed(await workspace.apply("")))).toEqual(["delete aws_vpc.main"]);
    expect(workspace.world.table("aws/123456789012/us-east-1/ec2/vpc").size).toBe(0);
  });

  test("does not become another type by a move", async () => {
    const workspace = await applied('resource "random_id" "one" { byte_length = 4 }');
    workspace.configure(
      'resource "random_bytes" "one" { length = 4 }\nmoved {\n  from = random_id.one\n  to   = random_bytes.one\n}',
    );
    const plan = await workspace.plan();
    expect(plan.ok).toBe(false);
    expect(said(plan).join()).toMatch(/not support|mismatch/i);
  });
});
