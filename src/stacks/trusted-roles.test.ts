import { expect, test } from "vitest";
import { externalTrust, serviceAccountTrust, serviceTrust } from "../modules/iam/trust.ts";
import { rolesTrustedTooWidely } from "./trusted-roles.ts";

const issuer = "oidc.eks.us-east-1.amazonaws.com/id/0123";
const provider = { arn: `arn:aws:iam::111111111111:oidc-provider/${issuer}`, issuer };

function problemOf(assume_role_policy: string): string | undefined {
  const module = { resource: { aws_iam_role: { reader: { assume_role_policy } } } };
  return rolesTrustedTooWidely(["development", "kubernetes-deployments"], module)[0]?.problem;
}

const trusting = (Principal: unknown, Condition: object = {}): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }] });

test.each([
  ["anybody", trusting("*")],
  ["anybody", trusting({ AWS: ["*"] })],
  ["everybody in the account arn:aws:iam::111111111111:root", trusting({ AWS: "arn:aws:iam::111111111111:root" })],
  ["pods of every service account", serviceTrust("pods.eks.amazonaws.com")],
  ["every service account that its provider vouches for", trusting({ Federated: provider.arn })],
  [
    "every service account that its provider vouches for",
    serviceAccountTrust(provider, { namespace: "airflow", name: "*" }),
  ],
])("a role that may be assumed by %s is refused", (who, document) => {
  expect(problemOf(document)).toBe(`The role reader may be assumed by ${who}.`);
});

test.each([
  ["a service", serviceTrust("ec2.amazonaws.com")],
  ["one service account by its token", serviceAccountTrust(provider, { namespace: "airflow", name: "worker" })],
  ["a principal of somebody else by what was agreed", externalTrust("arn:aws:iam::222222222222:user/snow", "agreed")],
  ["an account by what was agreed", externalTrust("arn:aws:iam::222222222222:root", "agreed")],
])("a role for %s is not", (_who, document) => {
  expect(problemOf(document)).toBeUndefined();
});
