import { describe, expect, test } from "vitest";
import { conform } from "./objects.ts";
import { replacedPaths } from "./replacement.ts";
import type { Behaviour, Block } from "./schema.ts";
import { providerTables } from "./tables.ts";
import { typeTables } from "./type-tables.ts";
import { unknown, type Values } from "./values.ts";

const account = "123456789012";

/** What replaces an object of a type of the tables that goes from one set of values to another. */
function replaced(type: string, before: Values, after: Values, config: Values = after): string[] {
  const provider = type.split("_")[0] ?? "";
  const { schema, behaviour } = providerTables(provider);
  const block = schema.resource_schemas[type]?.block ?? {};
  const tables = typeTables(block, behaviour.resources?.[type] ?? {});
  return replacedPaths(tables, conform(block, before), conform(block, after), { config, account });
}

describe("a condition of the tables replaces when it holds, and not when it does not", () => {
  test.each<[type: string, path: string, before: Values, replacing: Values, keeping: Values]>([
    [
      "aws_vpc",
      "instance_tenancy",
      { instance_tenancy: "default" },
      { instance_tenancy: "dedicated" },
      { instance_tenancy: "default" },
    ],
    [
      "aws_vpc",
      "instance_tenancy",
      { instance_tenancy: "dedicated" },
      { instance_tenancy: "host" },
      { instance_tenancy: "default" },
    ],
    ["aws_vpc", "region", { region: "us-east-1" }, { region: "us-west-2" }, { region: "us-east-1" }],
    [
      "aws_vpc_security_group_ingress_rule",
      "cidr_ipv4",
      { cidr_ipv4: "10.0.0.0/8" },
      { cidr_ipv4: null },
      { cidr_ipv4: "10.1.0.0/16" },
    ],
    ["aws_ssm_parameter", "tier", { tier: "Advanced" }, { tier: "Standard" }, { tier: "Intelligent-Tiering" }],
    [
      "aws_s3_bucket_acl",
      "expected_bucket_owner",
      { expected_bucket_owner: "" },
      { expected_bucket_owner: "210987654321" },
      { expected_bucket_owner: account },
    ],
    [
      "aws_network_interface",
      "enable_primary_ipv6",
      { enable_primary_ipv6: true },
      { enable_primary_ipv6: false },
      { enable_primary_ipv6: true },
    ],
    [
      "aws_eks_cluster",
      "encryption_config",
      { encryption_config: [{ resources: ["secrets"], provider: [{ key_arn: "a" }] }] },
      { encryption_config: [] },
      { encryption_config: [{ resources: ["secrets"], provider: [{ key_arn: "a" }] }] },
    ],
    [
      "tls_cert_request",
      "private_key_pem",
      { private_key_pem: "-----BEGIN PRIVATE KEY-----\na" },
      { private_key_pem: "-----BEGIN PRIVATE KEY-----\nb" },
      { private_key_pem: "-----BEGIN PRIVATE KEY-----\na" },
    ],
    [
      "spacelift_stack",
      "terragrunt.use_state_management",
      { terragrunt: [{ use_state_management: true }] },
      { terragrunt: [{ use_state_management: false }] },
      { terragrunt: [] },
    ],
    [
      "aws_secretsmanager_secret_version",
      "secret_string_wo_version",
      { secret_string_wo_version: 1 },
      { secret_string_wo_version: 2 },
      { secret_string_wo_version: null },
    ],
    [
      "aws_secretsmanager_secret_version",
      "secret_string",
      { secret_string: "a" },
      { secret_string: "b" },
      { secret_string: "" },
    ],
  ])("%s %s", (type, path, before, replacing, keeping) => {
    expect(replaced(type, before, replacing)).toEqual([path]);
    expect(replaced(type, before, keeping)).toEqual([]);
  });

  test("an address whose state said that new interfaces get one", () => {
    const [before, after] = [{ ipv6_cidr_block: "2600:1f00::/64" }, { ipv6_cidr_block: "2600:1f01::/64" }];
    const assigning = { assign_ipv6_address_on_creation: true };
    expect(replaced("aws_subnet", { ...before, ...assigning }, { ...after, ...assigning })).toEqual([
      "ipv6_cidr_block",
    ]);
    expect(replaced("aws_subnet", before, after)).toEqual([]);
  });

  test("private names of an endpoint that is no interface", () => {
    const names = (type: string, enabled: boolean) => ({ vpc_endpoint_type: type, private_dns_enabled: enabled });
    const change = (type: string) => replaced("aws_vpc_endpoint", names(type, true), names(type, false));
    expect(change("GatewayLoadBalancer")).toEqual(["private_dns_enabled"]);
    expect(change("Interface")).toEqual([]);
  });

  test("a secret that becomes write-only with another value, and not with the same one", () => {
    const type = "aws_secretsmanager_secret_version";
    expect(replaced(type, { secret_string: "a" }, {}, { secret_string_wo: "b" })).toEqual(["secret_string"]);
    expect(replaced(type, { secret_string: "a" }, {}, { secret_string_wo: "a" })).toEqual([]);
  });
});

describe("an exception of the tables", () => {
  test("keeps an object whose keepers only gain null values", () => {
    expect(replaced("random_id", { keepers: { a: "1" } }, { keepers: { a: "1", b: null } })).toEqual([]);
    expect(replaced("random_id", { keepers: null }, { keepers: { b: null } })).toEqual([]);
    expect(replaced("random_id", { keepers: { a: "1" } }, { keepers: { a: "2" } })).toEqual(["keepers"]);
    expect(replaced("random_id", { keepers: { a: "1" } }, { keepers: { a: unknown } })).toEqual(["keepers"]);
  });

  test("keeps a password whose characters are given as none", () => {
    expect(replaced("random_password", { override_special: "" }, { override_special: null })).toEqual([]);
    expect(replaced("random_password", { override_special: "" }, { override_special: "-" })).toEqual([
      "override_special",
    ]);
  });
});

describe("a path of the tables", () => {
  const block: Block = {
    attributes: {
      objects: { type: ["list", ["object", { name: "string", tags: ["map", "string"] }]] },
      members: {
        nested_type: { nesting_mode: "set", attributes: { name: { type: "string" }, size: { type: "number" } } },
      },
    },
    block_types: {
      rules: {
        nesting_mode: "set",
        block: { attributes: { ports: { type: ["set", "number"] }, hosts: { type: ["list", "string"] } } },
      },
      disk: { nesting_mode: "list", block: { attributes: { size: { type: "number" } } } },
    },
  };
  const between = (path: string, before: Values, after: Values): boolean => {
    const behaviour: Behaviour = { replace: [path] };
    const around = { config: after, account };
    return (
      replacedPaths(typeTables(block, behaviour), conform(block, before), conform(block, after), around).length > 0
    );
  };

  test("to a block counts its elements", () => {
    expect(between("disk", { disk: [{ size: 1 }] }, { disk: [{ size: 2 }] })).toBe(false);
    expect(between("disk", { disk: [{ size: 1 }] }, { disk: [{ size: 1 }, { size: 1 }] })).toBe(true);
  });

  test("through a set looks at the values whatever their order", () => {
    const rules = [{ ports: [1, 2] }, { ports: [3] }];
    expect(between("rules.ports", { rules }, { rules: [{ ports: [3] }, { ports: [2, 1] }] })).toBe(false);
    expect(between("rules.ports", { rules }, { rules: [{ ports: [3] }, { ports: [1] }] })).toBe(true);
  });

  test("to a list minds the order", () => {
    expect(between("rules.hosts", { rules: [{ hosts: ["a", "b"] }] }, { rules: [{ hosts: ["b", "a"] }] })).toBe(true);
  });

  test("into an attribute that holds objects looks at that member alone", () => {
    const objects = [{ name: "a", tags: { x: "1" } }];
    expect(between("objects.name", { objects }, { objects: [{ name: "a", tags: {} }] })).toBe(false);
    expect(between("objects.tags", { objects }, { objects: [{ name: "a", tags: {} }] })).toBe(true);
    expect(between("members.name", { members: [{ name: "a", size: 1 }] }, { members: [{ name: "a", size: 2 }] })).toBe(
      false,
    );
    expect(between("members.name", { members: [{ name: "a", size: 1 }] }, { members: [{ name: "b", size: 1 }] })).toBe(
      true,
    );
  });

  test("to a value that is not known yet replaces", () => {
    expect(between("disk.size", { disk: [{ size: 1 }] }, { disk: [{ size: unknown }] })).toBe(true);
  });
});
