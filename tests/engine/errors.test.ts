import { describe, expect, test } from "vitest";
import { applied, type Ended, open, planned, said, succeed } from "./workspace.ts";

async function planOf(configuration: string): Promise<Ended> {
  return (await open(configuration)).plan();
}

/** The first problem with its place in the configuration. */
function problem({ ok, diagnostics }: Ended) {
  expect(ok).toBe(false);
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  return { text: `${first?.summary} ${first?.detail}`, line: first?.range?.start.line, address: first?.address };
}

describe("what is not simulated is an error, never a silent success", () => {
  test("a type of a simulated provider", async () => {
    const { text, line } = problem(
      await planOf(`
resource "aws_dynamodb_table" "one" {
  name         = "one"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}`),
    );
    expect(text).toContain("aws_dynamodb_table is not simulated");
    expect(text).toContain("eks-stack simulator types");
    expect(line).toBe(2);
  });

  test("a data source that has a schema and no service", async () => {
    const { text, line } = problem(
      await planOf(`
terraform {
  required_providers { spacelift = { source = "spacelift-io/spacelift" } }
}
data "spacelift_azure_integrations" "one" {}
`),
    );
    expect(text).toContain("spacelift_azure_integrations is not simulated");
    expect(line).toBe(5);
  });

  test("a type that the provider does not have", async () => {
    const { text, line } = problem(await planOf('resource "aws_unicorn" "one" {}\n'));
    expect(text).toContain('does not support resource type "aws_unicorn"');
    expect(line).toBe(1);
  });

  test("a provider without a schema, and no registry is asked for it", async () => {
    const workspace = await open('resource "datadog_monitor" "one" {}\n');
    const init = await workspace.run("init", "-json", "-input=false");
    expect(problem(init).text).toMatch(/datadog/);
    expect(problem(init).text).toContain("no available releases");
    expect(problem(await workspace.plan()).text).toContain("datadog");
  });
});

describe("a data source", () => {
  test("that finds nothing is an error at its line", async () => {
    const { text, line, address } = problem(
      await planOf('data "aws_vpc" "none" {\n  id = "vpc-00000000000000000"\n}\n'),
    );
    expect(text).toContain("no matching EC2 VPC found");
    expect({ line, address }).toEqual({ line: 1, address: "data.aws_vpc.none" });
  });

  test("that finds several is an error", async () => {
    const workspace = await applied(
      'resource "aws_vpc" "each" {\n  for_each = toset(["10.0.0.0/16", "10.1.0.0/16"])\n  cidr_block = each.key\n}\n',
    );
    workspace.configure('data "aws_vpc" "any" {}\n');
    expect(problem(await workspace.plan()).text).toContain("multiple EC2 VPCs matched");
  });

  test("that finds one gives what the cloud knows of it", async () => {
    const vpc = 'resource "aws_vpc" "one" { cidr_block = "10.0.0.0/16" }\n';
    const workspace = await applied(vpc);
    const found = `${vpc}data "aws_vpc" "one" { cidr_block = "10.0.0.0/16" }\n`;
    succeed(await workspace.apply(found));
    expect(workspace.object("data.aws_vpc.one").id).toBe(workspace.object("aws_vpc.one").id);
  });
});

describe("a wrong configuration is refused before anything is made, at its line", () => {
  test.each<[what: string, configuration: string, says: string]>([
    ["a value outside of an enumeration", 'instance_tenancy = "shared"', "to be one of"],
    ["a value of another form", 'cidr_block = "10.0.0.1/16"', "valid cidr"],
    [
      "arguments that exclude each other",
      'ipv6_cidr_block = "2001:db8::/56"\nassign_generated_ipv6_cidr_block = true',
      "conflicts with",
    ],
    ["an argument without the one that it needs", "ipv4_netmask_length = 20", "must be specified"],
    ["a time-out that is none", "", "Unsupported block type"],
    ["an argument that is no more", "enable_classiclink = true", "Unsupported argument"],
  ])("%s", async (_, lines, says) => {
    const body = lines || 'timeouts { create = "1m" }';
    const { text, line } = problem(await planOf(`resource "aws_vpc" "one" {\n  ${body}\n}\n`));
    expect(text).toContain(says);
    expect(line).toBeGreaterThanOrEqual(1);
  });

  test("in the provider block", async () => {
    const { text, line } = problem(
      await planOf(`
provider "tls" {
  proxy {
    url      = "http://proxy.example.org"
    from_env = true
  }
}
resource "tls_private_key" "one" { algorithm = "ED25519" }
`),
    );
    expect(text).toContain("conflicts with proxy.url");
    expect(line).toBe(5);
  });

  test("in a time-out", async () => {
    const subnet = `resource "aws_subnet" "one" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
  timeouts { create = "soon" }
}
`;
    expect(problem(await planOf(subnet)).text).toContain('invalid duration "soon"');
  });
});

describe("a warning", () => {
  test("is shown for an argument that the provider is about to remove, and the rest is done", async () => {
    const workspace = await open('resource "random_string" "one" {\n  length = 4\n  number = false\n}\n');
    const plan = succeed(await workspace.plan());
    expect(said(plan)).toContainEqual(expect.stringContaining("warning: Attribute Deprecated number"));
    expect(plan.diagnostics[0]?.range?.start.line).toBe(3);
    expect(planned(plan)).toEqual(["create random_string.one"]);
  });

  test("is not shown for its successor", async () => {
    expect(said(await planOf('resource "random_string" "one" {\n  length  = 4\n  numeric = false\n}\n'))).toEqual([]);
  });
});

test("a provider without credentials says so", async () => {
  const { text } = problem(
    await planOf(
      'provider "aws" {\n  access_key = "AKIAIOSFODNN7EXAMPLE"\n  secret_key = "x"\n}\nresource "aws_vpc" "one" { cidr_block = "10.0.0.0/16" }\n',
    ),
  );
  expect(text).toContain("InvalidClientTokenId");
});
