import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, policyOf, role, trust } from "../../testing/identities.ts";
import { recordedWorld } from "../../testing/recording.ts";
import { assumeRoleWithWebIdentity, parseToken, type WebIdentityToken } from "./web-identity.ts";

const issuer = "oidc.eks.us-east-1.amazonaws.com/id/AB";
const token: WebIdentityToken = {
  issuer: `https://${issuer}`,
  subject: "system:serviceaccount:kube-system:aws-node",
  audience: "sts.amazonaws.com",
  expiration: "2026-11-25T00:00:00.000Z",
};

/** A role for pods of a cluster, trusted under a condition. */
function podRole(cloud: TestCloud, Condition: object): string {
  cloud.create("aws_iam_openid_connect_provider", { url: `https://${issuer}`, client_id_list: ["sts.amazonaws.com"] });
  const Federated = `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
  const { arn } = role(cloud, "pod", {
    assume_role_policy: trust({ Federated }, { Action: "sts:AssumeRoleWithWebIdentity", Condition }),
    inline_policy: [{ name: "own", policy: policyOf(allow({ Action: "iam:CreateUser" })) }],
  });
  return String(arn);
}

function assume(cloud: TestCloud, roleArn: string, more: object = {}) {
  const actor = { stack: "test", run: "test" };
  return assumeRoleWithWebIdentity(cloud.world, { roleArn, sessionName: "pod-1", token, actor, ...more });
}

test("a service account that the trust policy names becomes a session of the role", () => {
  const cloud = testCloud();
  const arn = podRole(cloud, { StringEquals: { [`${issuer}:sub`]: token.subject, [`${issuer}:aud`]: token.audience } });
  const { principal } = assume(cloud, arn);
  expect(principal.arn).toBe("arn:aws:sts::123456789012:assumed-role/pod/pod-1");
  const pod = testCloud({ world: cloud.world, principal });
  expect(() => pod.create("aws_iam_user", { name: "ann" })).not.toThrow();
  expect(() => role(pod, "reader")).toThrow("AccessDenied");
});

test("another service account, another role and another issuer are refused alike or told apart as AWS does", () => {
  const cloud = testCloud();
  const arn = podRole(cloud, { StringLike: { [`${issuer}:sub`]: "system:serviceaccount:kube-system:*" } });
  expect(() => assume(cloud, arn, { token: { ...token, subject: "system:serviceaccount:default:web" } })).toThrow(
    "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
  );
  expect(() => assume(cloud, `${arn}-missing`)).toThrow("Not authorized to perform sts:AssumeRoleWithWebIdentity");
  expect(() => assume(cloud, arn, { token: { ...token, issuer: "https://oidc.example.org" } })).toThrow(
    "No OpenIDConnect provider found in your account for https://oidc.example.org",
  );
});

test("a session lasts no longer than its role lets it", () => {
  const cloud = testCloud();
  const arn = podRole(cloud, { StringEquals: { [`${issuer}:aud`]: token.audience } });
  expect(assume(cloud, arn, { durationSeconds: 900 }).expiration).toBe("2026-11-24T08:15:00.000Z");
  expect(() => assume(cloud, arn, { durationSeconds: 3_601 })).toThrow("exceeds the MaxSessionDuration");
});

test("after its provider is gone a role lets nobody in", () => {
  const cloud = testCloud();
  const arn = podRole(cloud, { StringEquals: { [`${issuer}:aud`]: token.audience } });
  const provider = `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
  cloud.delete("aws_iam_openid_connect_provider", cloud.import("aws_iam_openid_connect_provider", provider));
  expect(() => assume(cloud, arn)).toThrow("InvalidIdentityToken");
});

test("the journal names the subject and never holds the token", () => {
  const { world, journal, written } = recordedWorld();
  const cloud = testCloud({ world });
  const arn = podRole(cloud, { StringEquals: { [`${issuer}:aud`]: token.audience } });
  const text = signed({ iss: token.issuer, sub: token.subject, aud: token.audience, exp: 4_000_000_000 });
  const { secretAccessKey, sessionToken } = assume(cloud, arn, { token: text });
  expect(journal.at(-1)).toMatchObject({ action: "sts:AssumeRoleWithWebIdentity", principal: token.subject });
  for (const secret of [text, secretAccessKey, sessionToken]) expect(written()).not.toContain(secret);
});

describe("a token", () => {
  test("tells its claims, whatever they are", () => {
    const words = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(words, words, words, fc.integer({ min: 0, max: 4_000_000_000 }), (iss, sub, aud, exp) => {
        const expiration = new Date(exp * 1_000).toISOString();
        const claims = { issuer: iss, subject: sub, audience: aud, expiration };
        expect(parseToken(signed({ iss, sub, aud, exp }))).toEqual(claims);
        expect(parseToken(signed({ iss, sub, aud: [aud, "other"], exp }))).toEqual(claims);
        expect(parseToken(signed({ iss, sub, aud: ["a", "b"], azp: aud, exp }))).toEqual(claims);
      }),
    );
  });

  test("that lacks a claim or is no token tells nothing", () => {
    expect(parseToken(signed({ iss: "a", sub: "b", aud: "c" }))).toBeUndefined();
    expect(parseToken(signed({ iss: "a", aud: "c", exp: 1 }))).toBeUndefined();
    expect(parseToken(signed(null))).toBeUndefined();
    expect(parseToken(signed({ iss: "a", sub: "b", aud: "c", exp: 1e300 }))).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => parseToken(text) === undefined));
  });
});

function signed(claims: unknown): string {
  return [{ alg: "RS256" }, claims, "signature"]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
}
