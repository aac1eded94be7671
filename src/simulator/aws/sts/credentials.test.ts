import { expect, test } from "vitest";
import { World } from "../../world/world.ts";
import { createAccount } from "../accounts.ts";
import { Aws } from "../client.ts";
import { createExternalRole, createSsoRole } from "../iam/onboarding.ts";
import { createRole } from "../iam/role.ts";
import { rootPrincipal } from "../principal.ts";
import { assumeRole, principalOfAccessKey } from "./credentials.ts";

const actor = { stack: "onboarding", run: "test" };
const account = "111122223333";
const caller = {
  arn: "arn:aws:sts::324880187172:assumed-role/spacelift/run",
  account: "324880187172",
  kind: "assumed-role",
  identity: "arn:aws:iam::324880187172:role/spacelift",
  userId: "AROASPACELIFTSPACELI0:run",
} as const;

function onboarded() {
  const world = World.inMemory();
  createAccount(world, { id: account, name: "sandbox", actor });
  const aws = new Aws({ world, actor, principal: rootPrincipal(account), account, region: "us-east-1" });
  const role = createExternalRole(aws, {
    name: "ci",
    trusted: caller.account,
    externalId: "acme@*",
    managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"],
  });
  return { world, aws, role };
}

const request = (roleArn: string) => ({
  roleArn,
  sessionName: "run-1",
  externalId: "acme@1",
  caller,
  actor,
});

test("a caller with the right external id becomes a session of the role", () => {
  const { world, role } = onboarded();
  const credentials = assumeRole(world, request(role.arn));
  expect(credentials.principal.arn).toBe(`arn:aws:sts::${account}:assumed-role/ci/run-1`);
  expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(credentials.secretAccessKey).toHaveLength(40);
  expect(principalOfAccessKey(world, credentials.accessKeyId)).toEqual(credentials.principal);
});

test("a wrong external id is refused with the text that also hides whether the role exists", () => {
  const { world, role } = onboarded();
  expect(() => assumeRole(world, { ...request(role.arn), externalId: "other@1" })).toThrow(
    `AccessDenied: User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`,
  );
  expect(() => assumeRole(world, request(`${role.arn}-missing`))).toThrow(
    `is not authorized to perform: sts:AssumeRole on resource: ${role.arn}-missing`,
  );
});

test("credentials end when their session does", () => {
  const { world, role } = onboarded();
  const { accessKeyId } = assumeRole(world, { ...request(role.arn), durationSeconds: 900 });
  world.advanceTo(new Date(world.now.getTime() + 899_000));
  expect(principalOfAccessKey(world, accessKeyId).account).toBe(account);
  world.advanceTo(new Date(world.now.getTime() + 1_000));
  expect(() => principalOfAccessKey(world, accessKeyId)).toThrow(
    "The security token included in the request is expired",
  );
  expect(() => principalOfAccessKey(world, "AKIAUNKNOWN")).toThrow(
    "The security token included in the request is invalid.",
  );
});

test("a session does what its role's policies allow and nothing else", () => {
  const { world, aws, role } = onboarded();
  const session = aws.as(assumeRole(world, request(role.arn)).principal);
  expect(session.call({ action: "ec2:CreateVpc" }, () => "made")).toBe("made");
  const trustPolicy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  expect(() => createRole(session, { name: "other", trustPolicy })).toThrow(
    `User: arn:aws:sts::${account}:assumed-role/ci/run-1 is not authorized to perform: iam:CreateRole on resource: ` +
      `arn:aws:iam::${account}:role/other because no identity-based policy allows the iam:CreateRole action`,
  );
});

test("no secret is found in the text of the world", () => {
  const { world, role } = onboarded();
  const { secretAccessKey, sessionToken } = assumeRole(world, request(role.arn));
  const text = JSON.stringify(world.snapshot());
  expect(text).not.toContain(secretAccessKey);
  expect(text).not.toContain(sessionToken.slice(0, 60));
});

test("a role of IAM Identity Center has its path and name form and cannot be changed from the account", () => {
  const { aws } = onboarded();
  const role = createSsoRole(aws, {
    name: "Administrator",
    managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
  });
  expect(role.arn).toMatch(/:role\/aws-reserved\/sso\.amazonaws\.com\/AWSReservedSSO_Administrator_[0-9a-f]{16}$/);
  expect(role.attachedPolicyArns).toHaveLength(1);
});
