import { expect, test } from "vitest";
import { type Equivalence, equivalenceOf } from "./equivalence.ts";
import { providerTables } from "./tables.ts";
import type { Value } from "./values.ts";

/** The comparison that the tables name for an attribute. */
function comparison(provider: string, type: string, path: string): Equivalence {
  const words = providerTables(provider).behaviour.resources?.[type]?.diff_suppress?.[path] ?? "";
  return equivalenceOf(words) ?? (() => false);
}

const policy = (statement: object): string => JSON.stringify({ Version: "2012-10-17", Statement: statement });
const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const checksumOfX = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

test.each<[provider: string, type: string, path: string, old: Value, same: Value, other: Value]>([
  ["aws", "aws_iam_policy", "policy", policy([allow]), policy({ ...allow, Action: ["s3:GetObject"] }), policy([])],
  ["aws", "aws_kms_key", "policy", "", "{}", policy([allow])],
  [
    "aws",
    "aws_iam_openid_connect_provider",
    "url",
    "oidc.example.org",
    "https://oidc.example.org",
    "https://other.org",
  ],
  ["aws", "aws_kms_alias", "target_key_id", "abc", "arn:aws:kms:us-east-1:1:key/abc", "arn:aws:kms:us-east-1:1:key/d"],
  ["aws", "aws_vpc_endpoint", "ip_address_type", "ipv4", "IPV4", "dualstack"],
  ["aws", "aws_route", "destination_ipv6_cidr_block", "::/0", "0::0/0", "2001:db8::/32"],
  ["aws", "aws_security_group_rule", "protocol", "tcp", "6", "udp"],
  ["aws", "aws_security_group_rule", "protocol", "-1", "all", "tcp"],
  ["aws", "aws_vpc_security_group_ingress_rule", "ip_protocol", "icmpv6", "58", "icmp"],
  ["aws", "aws_vpc_security_group_ingress_rule", "from_port", null, -1, 0],
  ["aws", "aws_launch_template", "ebs_optimized", "true", "1", "false"],
  ["aws", "aws_route53_record", "name", "www.example.org", "WWW.example.org.", "example.org"],
  ["spacelift", "spacelift_environment_variable", "value", checksumOfX, "x", "y"],
  ["spacelift", "spacelift_policy", "type", "ACCESS", "STACK_ACCESS", "PLAN"],
  ["spotinst", "spotinst_ocean_aws", "spot_percentage", -1, null, 50],
  ["spotinst", "spotinst_ocean_aws", "user_data", "", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "IyE="],
])("%s: %s.%s takes %j and %j for the same, but not %j", (provider, type, path, old, same, other) => {
  const isSame = comparison(provider, type, path);
  expect(isSame(old, same)).toBe(true);
  expect(isSame(old, other)).toBe(false);
});

test("a policy that is no JSON is the same as itself only", () => {
  const isSame = comparison("aws", "aws_iam_policy", "policy");
  expect(isSame("{", "{")).toBe(true);
  expect(isSame("{", "{}")).toBe(false);
});

test("words that name no comparison have none", () => {
  expect(equivalenceOf("suppressed after creation")).toBeUndefined();
});
