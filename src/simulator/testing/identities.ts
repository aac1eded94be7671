import { createSsoRole } from "../aws/iam/onboarding.ts";
import { principalOfAccessKey } from "../aws/sts/credentials.ts";
import type { Value, Values } from "../planning/values.ts";
import { type TestCloud, testCloud } from "./cloud.ts";

/** What most tests of permissions begin with. */

/** A policy of these statements, as JSON text. */
export function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A statement that allows; of everything and on everything unless said otherwise. */
export function allow(more: object = {}): object {
  const wide = "NotAction" in more ? {} : { Action: "*" };
  const everywhere = "NotResource" in more ? {} : { Resource: "*" };
  return { Effect: "Allow", ...wide, ...everywhere, ...more };
}

/** A statement that denies; of everything and on everything unless said otherwise. */
export function deny(more: object = {}): object {
  return { ...allow(more), Effect: "Deny" };
}

/** A trust policy that lets a principal assume the role, a service if it is a text. */
export function trust(principal: string | object, more: object = {}): string {
  const Principal = typeof principal === "string" ? { Service: principal } : principal;
  return policyOf({ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more });
}

/** A role that EC2 may assume unless said otherwise. */
export function role(cloud: TestCloud, name: string, more: Values = {}): Values {
  return cloud.create("aws_iam_role", { name, assume_role_policy: trust("ec2.amazonaws.com"), ...more });
}

/** A customer managed policy that lets its owners look at buckets unless said otherwise. */
export function managedPolicy(cloud: TestCloud, name: string, more: Values = {}): Values {
  const policy = policyOf(allow({ Action: "s3:ListAllMyBuckets" }));
  return cloud.create("aws_iam_policy", { name, policy, ...more });
}

/** The same world as seen by a new user with these statements as its own policy. */
export function userWith(cloud: TestCloud, statements: readonly object[], more: Values = {}): TestCloud {
  const user = String(more.name ?? "builder");
  cloud.create("aws_iam_user", { name: user, ...more });
  if (statements.length > 0) {
    cloud.create("aws_iam_user_policy", { name: "own", user, policy: policyOf(...statements) });
  }
  return asUser(cloud, user);
}

/** The same world as seen by a user of the account. */
export function asUser(cloud: TestCloud, user: string): TestCloud {
  const { id } = cloud.create("aws_iam_access_key", { user });
  return asOwnerOf(cloud, id ?? null);
}

/** The same world as seen by the owner of an access key. */
function asOwnerOf({ world, aws }: TestCloud, accessKeyId: Value): TestCloud {
  const principal = principalOfAccessKey(world, String(accessKeyId));
  return testCloud({ world, account: principal.account, region: aws.region, principal });
}

/** A user who may do these actions on everything, and nothing else. */
export function userWhoMay(cloud: TestCloud, actions: readonly string[]): TestCloud {
  return userWith(cloud, [allow({ Action: actions })]);
}

/** The root user of another account of the same world. */
export function otherAccount({ world }: TestCloud): TestCloud {
  return testCloud({ world, account: "210987654321" });
}

/** A role that IAM Identity Center keeps in the account. */
export function ssoRole({ aws }: TestCloud): string {
  return createSsoRole(aws, { name: "Administrator" }).name;
}
