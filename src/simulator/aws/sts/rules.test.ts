import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, asUser, policyOf, role, trust, userWith } from "../../testing/identities.ts";
import { testRules } from "../../testing/rule-test.ts";
import type { Principal } from "../principal.ts";
import { type AssumeRoleRequest, assumeRole, principalOfAccessKey } from "./credentials.ts";
import { rules } from "./rules.ts";
import { assumeRoleWithWebIdentity, type WebIdentityRequest } from "./web-identity.ts";

const actor = { stack: "test", run: "test" };
const account = { AWS: "arn:aws:iam::123456789012:root" };

testRules(rules, () => testCloud(), {
  trust: {
    refused: (cloud) => assume(cloud, { roleArn: "arn:aws:iam::123456789012:role/writer" }),
    accepted: (cloud) => assume(cloud),
  },
  rootCaller: {
    refused: (cloud) => assume(cloud, { caller: cloud.aws.principal }),
    accepted: (cloud) => assume(cloud, { caller: admin(cloud) }),
  },
  durationRange: {
    refused: (cloud) => assume(cloud, { durationSeconds: 899 }),
    accepted: (cloud) => assume(cloud, { durationSeconds: 900 }),
  },
  durationRole: {
    refused: (cloud) => assume(cloud, { durationSeconds: 7_201 }),
    accepted: (cloud) => assume(cloud, { durationSeconds: 7_200 }),
  },
  chaining: {
    refused: (cloud) => assume(cloud, { caller: session(cloud), durationSeconds: 3_601 }),
    accepted: (cloud) => assume(cloud, { caller: session(cloud), durationSeconds: 3_600 }),
  },
  sessionName: {
    refused: (cloud) => assume(cloud, { sessionName: "run 1" }),
    accepted: (cloud) => assume(cloud, { sessionName: "run_1+=,.@-" }),
  },
  externalId: {
    refused: (cloud) => assume(cloud, { externalId: "a" }),
    accepted: (cloud) => assume(cloud, { externalId: "acme@01:stack/read" }),
  },
  policySize: {
    refused: (cloud) => assume(cloud, { policy: policyOf(allow({ Sid: "a".repeat(2_048) })) }),
    accepted: (cloud) => assume(cloud, { policy: policyOf(allow({ Sid: "a".repeat(1_900) })) }),
  },
  policyArn: {
    refused: (cloud) => assume(cloud, { policyArns: ["arn:aws:iam::aws:policy/PowerUser"] }),
    accepted: (cloud) => assume(cloud, { policyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"] }),
  },
  badArn: {
    refused: (cloud) => assume(cloud, { roleArn: "arn:aws:iam::123456789012:user/builder" }),
    accepted: (cloud) => assume(cloud, { roleArn: "arn:aws:iam::123456789012:role/target" }),
  },
  webToken: {
    refused: (cloud) => assumeByWeb(cloud, { token: "no.token.at-all" }),
    accepted: (cloud) => assumeByWeb(cloud, { token: tokenOf({ aud: ["sts.amazonaws.com"] }) }),
  },
  webTrust: {
    refused: (cloud) => assumeByWeb(cloud, { token: tokenOf({ sub: "system:serviceaccount:default:aws-node" }) }),
    accepted: (cloud) => assumeByWeb(cloud),
  },
  webProvider: {
    refused: (cloud) => assumeByWeb(cloud, { token: tokenOf({ iss: "https://oidc.example.org/other" }) }),
    accepted: (cloud) => assumeByWeb(cloud),
  },
  webAudience: {
    refused: (cloud) => assumeByWeb(cloud, { token: tokenOf({ aud: "https://kubernetes.default.svc" }) }),
    accepted: (cloud) => assumeByWeb(cloud),
  },
  webExpired: {
    refused: (cloud) => assumeByWeb(cloud, { token: tokenOf({ exp: seconds(cloud) }) }),
    accepted: (cloud) => assumeByWeb(cloud, { token: tokenOf({ exp: seconds(cloud) + 1 }) }),
  },
  unknownKey: {
    refused: (cloud) => {
      cloud.create("aws_iam_user", { name: "ann" });
      const { id } = cloud.create("aws_iam_access_key", { user: "ann", status: "Inactive" });
      principalOfAccessKey(cloud.world, String(id));
    },
    accepted: (cloud) => {
      cloud.create("aws_iam_user", { name: "ann" });
      asUser(cloud, "ann");
    },
  },
  expiredToken: {
    refused: (cloud) => principalOfAccessKey(cloud.world, keyAfter(cloud, 3_600)),
    accepted: (cloud) => principalOfAccessKey(cloud.world, keyAfter(cloud, 3_599)),
  },
});

/** A user who may do everything as far as IAM goes. */
function admin(cloud: TestCloud): Principal {
  return userWith(cloud, [allow()]).aws.principal;
}

/** A session of a role that may do everything. */
function session(cloud: TestCloud): Principal {
  role(cloud, "first", {
    assume_role_policy: trust(account),
    inline_policy: [{ name: "a", policy: policyOf(allow()) }],
  });
  const roleArn = "arn:aws:iam::123456789012:role/first";
  return assumeRole(cloud.world, { roleArn, sessionName: "first", caller: admin(cloud), actor }).principal;
}

/** Assumes the role `target`, whose sessions last two hours at most, as an administrator unless said otherwise. */
function assume(cloud: TestCloud, more: Partial<AssumeRoleRequest> = {}) {
  role(cloud, "target", { assume_role_policy: trust(account), max_session_duration: 7_200 });
  const caller = more.caller ?? admin(cloud);
  const roleArn = "arn:aws:iam::123456789012:role/target";
  return assumeRole(cloud.world, { roleArn, sessionName: "run-1", actor, ...more, caller });
}

/** The access key of an hour's session so many seconds after it began. */
function keyAfter(cloud: TestCloud, passed: number): string {
  const { accessKeyId } = assume(cloud);
  cloud.world.advanceTo(new Date(cloud.world.now.getTime() + passed * 1_000));
  return accessKeyId;
}

const issuer = "oidc.example.org/id/1";
const subject = "system:serviceaccount:kube-system:aws-node";

/** Assumes the role `pod` with the token of a service account that it trusts, unless said otherwise. */
function assumeByWeb(cloud: TestCloud, more: Partial<WebIdentityRequest> = {}): void {
  cloud.create("aws_iam_openid_connect_provider", { url: `https://${issuer}`, client_id_list: ["sts.amazonaws.com"] });
  role(cloud, "pod", {
    assume_role_policy: trust(
      { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
      { Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals: { [`${issuer}:sub`]: subject } } },
    ),
  });
  const roleArn = "arn:aws:iam::123456789012:role/pod";
  assumeRoleWithWebIdentity(cloud.world, { roleArn, sessionName: "pod", token: tokenOf(), actor, ...more });
}

function tokenOf(more: object = {}): string {
  const claims = { iss: `https://${issuer}`, sub: subject, aud: "sts.amazonaws.com", exp: 4_000_000_000, ...more };
  return ["{}", JSON.stringify(claims), ""].map((part) => Buffer.from(part).toString("base64url")).join(".");
}

function seconds({ world }: TestCloud): number {
  return world.now.getTime() / 1_000;
}
