import { describe, expect, test } from "vitest";
import { applied, done, open, planned, said, succeed } from "./workspace.ts";

const network = (cidr: string, lifecycle = ""): string => `
resource "aws_vpc" "main" {
  cidr_block = "${cidr}"
  ${lifecycle}
}
resource "aws_subnet" "one" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, 1)
}
resource "aws_cloudwatch_log_group" "apart" { name = "apart" }
`;

describe("an attribute that cannot change in place", () => {
  test("replaces its object and what hangs on it, in this order, and nothing else", async () => {
    const workspace = await applied(network("10.0.0.0/16"));
    const before = workspace.object("aws_vpc.main").id;
    expect(done(succeed(await workspace.apply(network("10.1.0.0/16"))))).toEqual([
      "delete aws_subnet.one",
      "delete aws_vpc.main",
      "create aws_vpc.main",
      "create aws_subnet.one",
    ]);
    expect(workspace.object("aws_vpc.main").id).not.toBe(before);
  });

  test("is named in the plan, with its place in a nested block", async () => {
    const registry = (type: string): string => `
resource "random_id" "one" {
  byte_length = ${type === "a" ? 4 : 5}
}
resource "tls_cert_request" "one" {
  private_key_pem = tls_private_key.one.private_key_pem
  subject { common_name = "${type}" }
}
resource "tls_private_key" "one" { algorithm = "ED25519" }
`;
    const workspace = await applied(registry("a"));
    workspace.configure(registry("b"));
    succeed(await workspace.plan("-out=saved"));
    const { text } = await workspace.run("show", "-json", "saved");
    const { resource_changes: changes } = JSON.parse(text) as {
      resource_changes: { address: string; change: { replace_paths?: unknown } }[];
    };
    expect(Object.fromEntries(changes.map(({ address, change }) => [address, change.replace_paths]))).toEqual({
      "random_id.one": [["byte_length"]],
      "tls_cert_request.one": [["subject", 0, "common_name"]],
      "tls_private_key.one": undefined,
    });
  });

  test("is refused where the configuration forbids the object's end", async () => {
    const workspace = await applied(network("10.0.0.0/16", "lifecycle { prevent_destroy = true }"));
    const ended = await workspace.apply(network("10.1.0.0/16", "lifecycle { prevent_destroy = true }"));
    expect(ended.ok).toBe(false);
    expect(said(ended)).toEqual([expect.stringMatching(/instance cannot be destroyed/i)]);
    expect(workspace.object("aws_vpc.main").cidr_block).toBe("10.0.0.0/16");
  });

  test("makes the new object first where the configuration says so", async () => {
    const id = (length: number): string => `
resource "random_id" "one" {
  byte_length = ${length}
  lifecycle { create_before_destroy = true }
}`;
    const workspace = await applied(id(4));
    expect(done(succeed(await workspace.apply(id(5))))).toEqual(["create random_id.one", "delete random_id.one"]);
  });
});

test("an object is replaced because somebody asks for it, and its followers only where they must be", async () => {
  const workspace = await applied(network("10.0.0.0/16"));
  const plan = succeed(await workspace.plan("-replace=aws_vpc.main"));
  expect(planned(plan)).toEqual(["replace aws_subnet.one", "replace aws_vpc.main"]);
  expect(planned(succeed(await workspace.plan("-replace=aws_subnet.one")))).toEqual(["replace aws_subnet.one"]);
});

describe("a create that fails half-way", () => {
  const group = `
resource "aws_nat_gateway" "slow" {
  connectivity_type = "private"
  subnet_id         = aws_subnet.one.id
  timeouts { create = "1s" }
}`;

  test("leaves a tainted object, which the next apply replaces", async () => {
    const workspace = await open(network("10.0.0.0/16") + group);
    const failed = await workspace.apply();
    expect(failed.ok).toBe(false);
    expect(said(failed)).toEqual([expect.stringMatching(/^error: creating .*timeout while waiting/)]);
    const [gateway] = workspace.objects().filter(({ address }) => address === "aws_nat_gateway.slow");
    expect(gateway).toMatchObject({ tainted: true, values: { id: expect.stringMatching(/^nat-/) } });

    const again = await workspace.apply(network("10.0.0.0/16") + group.replace("1s", "1h"));
    expect(done(succeed(again))).toEqual(["delete aws_nat_gateway.slow", "create aws_nat_gateway.slow"]);
    expect(workspace.objects().filter(({ tainted }) => tainted)).toEqual([]);
  });

  test("that never began leaves no object, and the rest is kept", async () => {
    const workspace = await open(network("10.0.0.0/16").replace("aws_vpc.main.cidr_block, 8", '"192.168.0.0/16", 8'));
    const failed = await workspace.apply();
    expect(said(failed)).toEqual([expect.stringContaining("InvalidSubnet.Range")]);
    expect(workspace.objects().map(({ address }) => address)).toEqual([
      "aws_cloudwatch_log_group.apart",
      "aws_vpc.main",
    ]);
  });
});

test("a refused deletion keeps the object in the state", async () => {
  const workspace = await applied(network("10.0.0.0/16"));
  const vpc = String(workspace.object("aws_vpc.main").id);
  const interfaces = workspace.world.table("aws/123456789012/us-east-1/ec2/network-interface");
  const subnet = String(workspace.object("aws_subnet.one").id);
  interfaces.put("eni-0", { id: "eni-0", vpcId: vpc, subnetId: subnet, securityGroupIds: [], secondaryPrivateIps: [] });
  const failed = await workspace.run("destroy", "-auto-approve", "-json", "-target=aws_subnet.one");
  expect(failed.ok).toBe(false);
  expect(said(failed).filter((line) => line.startsWith("error"))).toEqual([
    expect.stringContaining("DependencyViolation"),
  ]);
  expect(workspace.object("aws_subnet.one").id).toBe(subnet);
});
