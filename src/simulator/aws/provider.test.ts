import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ProviderError } from "../planning/diagnostics.ts";
import type { Values } from "../planning/values.ts";
import { type TestCloud, testCloud } from "../testing/cloud.ts";
import { allow, managedPolicy, otherAccount, policyOf, role, trust } from "../testing/identities.ts";
import type { Aws } from "./client.ts";
import { regions } from "./ec2/facts/zones.ts";
import { partitionOf } from "./facts/regions.ts";
import { awsProvider } from "./provider.ts";

const actor = { stack: "test", run: "test" };
const region = "eu-west-1";

/** The environment of a user who may do everything. */
function credentials(cloud: TestCloud): Record<string, string> {
  cloud.create("aws_iam_user", { name: "admin" });
  cloud.create("aws_iam_user_policy", { name: "all", user: "admin", policy: policyOf(allow()) });
  return { AWS_ACCESS_KEY_ID: String(cloud.create("aws_iam_access_key", { user: "admin" }).id) };
}

function configure(cloud: TestCloud, config: Values, environment = credentials(cloud), folder = ""): Aws {
  return awsProvider(cloud.world, actor, folder).configure({ region, ...config }, environment);
}

/** What the provider says when it cannot be configured. */
function problemOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return [error.diagnostic.summary, error.diagnostic.detail].join(" ").trim();
  }
}

describe("the Region", () => {
  test("is that of the block, else that of the environment", () => {
    const cloud = testCloud();
    const environment = { ...credentials(cloud), AWS_REGION: "us-west-2" };
    expect(configure(cloud, {}, environment).region).toBe("eu-west-1");
    expect(configure(cloud, { region: null }, environment).region).toBe("us-west-2");
    expect(problemOf(() => configure(cloud, { region: null }, credentials(testCloud())))).toContain("AWS Region");
  });

  test("is refused when there is none of that name, unless the block says not to look", () => {
    const configured = (config: Values) => problemOf(() => configure(testCloud(), config));
    expect(configured({ region: "us-weast-1" })).toBe("invalid AWS Region: us-weast-1");
    expect(configured({ region: "mx-central-1" })).toBeUndefined();
    expect(configured({ region: "us-weast-1", skip_region_validation: true })).toBeUndefined();
    const environment = { ...credentials(testCloud()), AWS_REGION: "us-weast-1" };
    expect(problemOf(() => configure(testCloud(), { region: null }, environment))).toContain("us-weast-1");
  });

  test("of an object is one of the provider's partition", () => {
    const cloud = testCloud();
    const create = (own: string) => () => cloud.create("aws_vpc", { cidr_block: "10.0.0.0/16", region: own });
    expect(create("eu-west-1")()).toMatchObject({ region: "eu-west-1" });
    expect(create("us-weast-1")).toThrow("invalid AWS Region: us-weast-1");
    expect(create("cn-north-1")).toThrow(
      "partition (aws-cn) for per-resource Region (cn-north-1) is not the provider's configured partition (aws)",
    );
    expect(() => cloud.data("aws_subnets", { region: "us-weast-1" })).toThrow("invalid AWS Region: us-weast-1");
  });

  test.each(Object.keys(regions))("%s, of which the simulator knows the zones, is known", (name) => {
    expect(partitionOf(name)).toBe("aws");
  });
});

describe("credentials", () => {
  test("tell the account and the caller", () => {
    const aws = configure(testCloud(), { default_tags: [{ tags: { owner: "platform" } }] });
    expect(aws).toMatchObject({ account: "123456789012", defaultTags: { owner: "platform" } });
    expect(aws.principal.arn).toBe("arn:aws:iam::123456789012:user/admin");
  });

  test("that are missing or unknown end the configuration", () => {
    const cloud = testCloud();
    expect(problemOf(() => configure(cloud, {}, {}))).toContain("No valid credential sources found");
    expect(problemOf(() => configure(cloud, { access_key: "AKIANOBODY" }))).toContain(
      "api error InvalidClientTokenId: The security token included in the request is invalid.",
    );
  });

  test("of an account that the block does not allow are refused", () => {
    const allowing = (ids: readonly string[]) => problemOf(() => configure(testCloud(), { allowed_account_ids: ids }));
    expect(allowing(["210987654321"])).toBe("AWS account ID not allowed: 123456789012");
    expect(allowing(["123456789012"])).toBeUndefined();
    const forbidding = { forbidden_account_ids: ["123456789012"] };
    expect(problemOf(() => configure(testCloud(), forbidding))).toContain("not allowed");
  });
});

describe("roles that are assumed", () => {
  const root = { AWS: "arn:aws:iam::123456789012:root" };
  const target = (cloud: TestCloud, more: Values = {}) =>
    String(role(cloud, "target", { assume_role_policy: trust(root), ...more }).arn);
  const assume = (cloud: TestCloud, ...blocks: readonly Values[]) => configure(cloud, { assume_role: blocks });

  test("make the caller a session in the role's account", () => {
    const cloud = testCloud();
    const assume_role_policy = trust(root, { Condition: { StringEquals: { "sts:ExternalId": "acme" } } });
    const foreign = String(role(otherAccount(cloud), "target", { assume_role_policy }).arn);
    const aws = assume(cloud, { role_arn: foreign, external_id: "acme", session_name: "run-1" });
    expect(aws.account).toBe("210987654321");
    expect(aws.principal.arn).toBe("arn:aws:sts::210987654321:assumed-role/target/run-1");
  });

  test("that do not trust the caller end the configuration with the words of STS", () => {
    const cloud = testCloud();
    const role_arn = target(cloud, { assume_role_policy: trust("ec2.amazonaws.com") });
    expect(problemOf(() => assume(cloud, { role_arn }))).toMatch(
      /^Cannot assume IAM Role operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: \S+, api error AccessDenied: User: \S+:user\/admin is not authorized to perform: sts:AssumeRole on resource: \S+:role\/target$/,
    );
  });

  test("are assumed one after the other", () => {
    const cloud = testCloud();
    const first = target(cloud, { inline_policy: [{ name: "all", policy: policyOf(allow()) }] });
    const second = String(role(cloud, "second", { assume_role_policy: trust({ AWS: first }) }).arn);
    expect(assume(cloud, { role_arn: first }, { role_arn: second }).principal.identity).toBe(second);
  });

  test("last as long as the block says, a quarter of an hour if it says nothing", () => {
    const cloud = testCloud();
    const role_arn = target(cloud);
    assume(cloud, { role_arn, duration: "1h" });
    const ends = cloud.world
      .table<{ readonly deletionDate: string }>("aws/123456789012/global/sts/session")
      .rows()
      .map(({ deletionDate }) => deletionDate);
    expect(ends).toEqual(["2026-11-24T09:00:00.000Z"]);
    expect(problemOf(() => configure(testCloud(), { assume_role: [{ role_arn, duration: "long" }] }))).toContain(
      "cannot be parsed as a duration",
    );
    expect(problemOf(() => configure(cloud, { assume_role: [{ role_arn, duration: "2h" }] }, again(cloud)))).toContain(
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  });

  test("may do no more than the policies of the block say", () => {
    const cloud = testCloud();
    const role_arn = target(cloud, { inline_policy: [{ name: "all", policy: policyOf(allow()) }] });
    const { arn } = managedPolicy(cloud, "users", { policy: policyOf(allow({ Action: "iam:*User*" })) });
    const aws = assume(cloud, { role_arn, policy_arns: [String(arn)], policy: policyOf(allow({ Action: "s3:*" })) });
    expect(() => aws.call({ action: "iam:CreateUser" }, () => undefined)).not.toThrow();
    expect(() => aws.call({ action: "s3:CreateBucket" }, () => undefined)).not.toThrow();
    expect(() => aws.call({ action: "iam:CreateRole" }, () => undefined)).toThrow("because no session policy allows");
    const broken = { assume_role: [{ role_arn, policy: '{"Version":"2012-10-17"}' }] };
    expect(problemOf(() => configure(cloud, broken, again(cloud)))).toContain("MalformedPolicyDocument");
  });

  test("carry the tags of the block, but not on to the next role", () => {
    const cloud = testCloud();
    const role_arn = target(cloud, {
      assume_role_policy: trust(root, { Action: ["sts:AssumeRole", "sts:TagSession"] }),
    });
    expect(assume(cloud, { role_arn, tags: { team: "a" } }).principal.sessionTags).toEqual({ team: "a" });
    const transitive = { assume_role: [{ role_arn, tags: { team: "a" }, transitive_tag_keys: ["team"] }] };
    expect(problemOf(() => configure(cloud, transitive, again(cloud)))).toContain("not simulated");
  });

  function again(cloud: TestCloud): Record<string, string> {
    return { AWS_ACCESS_KEY_ID: String(cloud.create("aws_iam_access_key", { user: "admin" }).id) };
  }
});

describe("a web identity", () => {
  const issuer = "token.example.org";

  function withRole(): { cloud: TestCloud; role_arn: string; token: string } {
    const cloud = testCloud();
    cloud.create("aws_iam_openid_connect_provider", { url: `https://${issuer}`, client_id_list: ["ci"] });
    const Federated = `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
    const Condition = { StringEquals: { [`${issuer}:sub`]: "repository" } };
    const assume_role_policy = trust({ Federated }, { Action: "sts:AssumeRoleWithWebIdentity", Condition });
    const claims = { iss: `https://${issuer}`, sub: "repository", aud: "ci", exp: 4_000_000_000 };
    const token = ["{}", JSON.stringify(claims), ""].map((part) => Buffer.from(part).toString("base64url")).join(".");
    return { cloud, role_arn: String(role(cloud, "ci", { assume_role_policy }).arn), token };
  }

  test("needs no credentials, and its token stands in the block or in a file", () => {
    const { cloud, role_arn, token } = withRole();
    const folder = mkdtempSync(join(tmpdir(), "provider-"));
    writeFileSync(join(folder, "token"), `${token}\n`);
    const inBlock = { assume_role_with_web_identity: [{ role_arn, web_identity_token: token }] };
    const inFile = { assume_role_with_web_identity: [{ role_arn, web_identity_token_file: "token" }] };
    expect(configure(cloud, inBlock, {}).principal.identity).toBe(role_arn);
    expect(configure(cloud, inFile, {}, folder).principal.identity).toBe(role_arn);
    rmSync(folder, { recursive: true });
    expect(problemOf(() => configure(cloud, inFile, {}, folder))).toContain("unable to read file");
  });

  test("whose token nobody understands is refused", () => {
    const { cloud, role_arn } = withRole();
    const block = { assume_role_with_web_identity: [{ role_arn, web_identity_token: "token" }] };
    expect(problemOf(() => configure(cloud, block, {}))).toContain(
      "Cannot assume IAM Role with web identity operation error STS: AssumeRoleWithWebIdentity",
    );
  });
});
