import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAccount } from "../aws/accounts.ts";
import { Aws } from "../aws/client.ts";
import { rootPrincipal } from "../aws/principal.ts";
import { awsProvider } from "../aws/provider.ts";
import { nullProvider } from "../null/provider.ts";
import { blocks, text } from "../planning/input.ts";
import { SimulatedProvider } from "../planning/provider.ts";
import type { Service } from "../planning/service.ts";
import { providerTables } from "../planning/tables.ts";
import { randomProvider } from "../random/provider.ts";
import { World } from "../world/world.ts";
import { type AttachedProviders, attachProviders } from "./server.ts";

const actor = { stack: "test", run: "test" };
let folder: string;
let attached: AttachedProviders;
let world: World;

/** A provider whose only data source says which provider block it was configured with. */
const namedByItsBlock: Service<string> = {
  provider: "tls",
  sources: ["hashicorp/tls"],
  resources: [],
  dataSources: [{ type: "tls_public_key", read: ({ client }) => ({ public_key_pem: client }) }],
  ephemeralResources: [],
  functions: [],
  durations: {},
  configure: (config) => blocks(config, "proxy").map((proxy) => text(proxy, "url"))[0] ?? "none",
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "engine-"));
  world = World.inMemory();
  createAccount(world, { id: "123456789012", name: "test", actor });
  const aws = new Aws({
    world,
    actor,
    principal: rootPrincipal("123456789012"),
    account: "123456789012",
    region: "us-east-1",
  });
  const awsService = { ...awsProvider(world, actor), configure: () => aws };
  const attachable = <Client>(service: Service<Client>) => ({
    provider: new SimulatedProvider(service, providerTables(service.provider)),
    sources: service.sources,
  });
  attached = await attachProviders([
    attachable(awsService),
    attachable(nullProvider(world, actor)),
    attachable(randomProvider(world, actor)),
    attachable(namedByItsBlock),
  ]);
});
afterEach(async () => {
  await attached.close();
  rmSync(folder, { recursive: true, force: true });
});

async function engine(...parameters: string[]) {
  const name = (await execa("which", ["tofu"], { reject: false })).exitCode === 0 ? "tofu" : "terraform";
  return execa(name, parameters, {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      TF_REATTACH_PROVIDERS: attached.reattach,
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
    },
    extendEnv: false,
    all: true,
    reject: false,
  });
}

function configure(text: string): void {
  writeFileSync(
    join(folder, "main.tf"),
    `terraform {
  required_providers {
    aws    = { source = "hashicorp/aws" }
    null   = { source = "hashicorp/null" }
    random = { source = "hashicorp/random" }
  }
}
${text}`,
  );
}

async function apply(text: string) {
  configure(text);
  await engine("init", "-input=false");
  return engine("apply", "-auto-approve", "-input=false");
}

test("the engine applies, sees no second difference, and destroys", async () => {
  const applied = await apply(`
resource "random_pet" "name" {}
resource "null_resource" "one" { triggers = { name = random_pet.name.id } }`);
  expect(applied.all).toContain("2 added");
  expect((await engine("plan", "-detailed-exitcode")).exitCode).toBe(0);
  expect((await engine("destroy", "-auto-approve")).all).toContain("2 destroyed");
});

test("a change that cannot happen in place is planned as a replacement", async () => {
  await apply(`resource "null_resource" "one" { triggers = { version = "1" } }`);
  configure(`resource "null_resource" "one" { triggers = { version = "2" } }`);
  expect((await engine("plan")).all).toContain("forces replacement");
});

test("a type that the simulator does not know how to behave is an error, not a success", async () => {
  const applied = await apply(`resource "aws_dynamodb_table" "t" {
  name = "t"
  hash_key = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}`);
  expect(applied.exitCode).toBe(1);
  expect(applied.all).toContain("aws_dynamodb_table is not simulated");
});

test("an ephemeral password reaches no state", async () => {
  const applied = await apply(`
ephemeral "random_password" "p" { length = 32 }
output "length" {
  ephemeral = false
  value = 1
}`);
  expect(applied.exitCode, applied.all).toBe(0);
  expect(readFileSync(join(folder, "terraform.tfstate"), "utf8")).not.toContain("random_password");
});

test("aliases of a provider do not reconfigure each other", async () => {
  const applied = await apply(`
provider "tls" {}
provider "tls" {
  alias = "two"
  proxy { url = "https://two.example.org" }
}
data "tls_public_key" "one" { private_key_pem = "x" }
data "tls_public_key" "two" {
  provider        = tls.two
  private_key_pem = "x"
}
resource "random_pet" "later" { keepers = { after = data.tls_public_key.two.public_key_pem } }
data "tls_public_key" "again" {
  private_key_pem = "x"
  depends_on      = [random_pet.later]
}
output "blocks" {
  value = join(" ", [for key in [data.tls_public_key.one, data.tls_public_key.two, data.tls_public_key.again] : key.public_key_pem])
}`);
  expect(applied.exitCode, applied.all).toBe(0);
  expect((await engine("output", "-raw", "blocks")).stdout).toBe("none https://two.example.org none");
});

const network = `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_network_interface" "main" { subnet_id = aws_subnet.main.id }`;

/** Nothing says that the gateway must outlive the address; the pets make the engine come to the address later. */
const addressInIt = `${network}
resource "aws_eip" "main" { network_interface = aws_network_interface.main.id }
resource "random_pet" "one" { depends_on = [aws_eip.main] }
resource "random_pet" "two" { depends_on = [random_pet.one] }`;

test("a removal waits for what the engine removes beside it, as long as the real provider would ask again", async () => {
  await apply(network);
  const applied = await apply(addressInIt);
  expect(applied.exitCode, applied.all).toBe(0);
  const destroyed = await engine("destroy", "-auto-approve");
  expect(destroyed.exitCode, destroyed.all).toBe(0);
});

test("a removal is refused when the engine has nothing more to remove beside it", async () => {
  await apply(network);
  await apply(addressInIt);
  await engine("state", "rm", "aws_eip.main", "aws_network_interface.main");
  const destroyed = await engine("destroy", "-auto-approve");
  expect(destroyed.exitCode).toBe(1);
  expect(destroyed.all).toContain("DetachInternetGateway");
  expect(destroyed.all).toContain("has some mapped public address(es)");
});
