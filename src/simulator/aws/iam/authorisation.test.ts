import { describe, expect, test } from "vitest";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, managedPolicy, otherAccount, policyOf, role, trust, userWith } from "../../testing/identities.ts";
import { assumeRole } from "../sts/credentials.ts";
import { passRole } from "./pass-role.ts";

const actor = { stack: "test", run: "test" };
const root = { AWS: "arn:aws:iam::123456789012:root" };

/** The same world as seen by a session of a role that may do what its one inline policy says. */
function sessionOf(cloud: TestCloud, statement: object, more: object = {}, request: object = {}): TestCloud {
  const inline_policy = [{ name: "own", policy: policyOf(statement) }];
  const { arn } = role(cloud, "worker", { assume_role_policy: trust(root), inline_policy, ...more });
  const caller = userWith(cloud, [allow()]).aws.principal;
  const asked = { roleArn: String(arn), sessionName: "run-1", caller, actor, ...request };
  return testCloud({ world: cloud.world, principal: assumeRole(cloud.world, asked).principal });
}

describe("a session", () => {
  test("may do what its role may, until the role may no more", () => {
    const cloud = testCloud();
    const session = sessionOf(cloud, allow({ Action: "iam:CreateUser" }));
    session.create("aws_iam_user", { name: "ann" });
    expect(() => role(session, "reader")).toThrow(
      "User: arn:aws:sts::123456789012:assumed-role/worker/run-1 is not authorized to perform: iam:CreateRole",
    );
    cloud.delete("aws_iam_role", cloud.import("aws_iam_role", "worker"));
    expect(() => session.create("aws_iam_user", { name: "bob" })).toThrow("AccessDenied");
  });

  test("does not live on in a role that was made again under the name", () => {
    const cloud = testCloud();
    const session = sessionOf(cloud, allow());
    const state = cloud.import("aws_iam_role", "worker");
    cloud.delete("aws_iam_role", state);
    role(cloud, "worker", { inline_policy: [{ name: "own", policy: policyOf(allow()) }] });
    expect(() => session.create("aws_iam_user", { name: "ann" })).toThrow("AccessDenied");
  });

  test("is limited by the policies that it was opened with, inline and managed", () => {
    const cloud = testCloud();
    const { arn } = managedPolicy(cloud, "users", { policy: policyOf(allow({ Action: "iam:*User*" })) });
    const session = sessionOf(cloud, allow(), {}, { policyArns: [String(arn)] });
    expect(() => session.create("aws_iam_user", { name: "ann" })).not.toThrow();
    expect(() => role(session, "reader")).toThrow("because no session policy allows the iam:CreateRole action");
  });

  test("has the tags of its role, and its own before them", () => {
    const statement = allow({ Condition: { StringEquals: { "aws:PrincipalTag/team": "data" } } });
    const may = (tags: object, sessionTags: object) => {
      const more = {
        assume_role_policy: trust(root, { Action: ["sts:AssumeRole", "sts:TagSession"] }),
        tags,
      };
      return () => role(sessionOf(testCloud(), statement, more, { tags: sessionTags }), "reader");
    };
    expect(may({ team: "data" }, {})).not.toThrow();
    expect(may({ team: "web" }, {})).toThrow("AccessDenied");
    expect(may({ team: "web" }, { team: "data" })).not.toThrow();
    expect(may({ team: "data" }, { team: "web" })).toThrow("AccessDenied");
  });

  test("is tagged only where the trust policy lets it be", () => {
    expect(() => sessionOf(testCloud(), allow(), {}, { tags: { team: "data" } })).toThrow(
      "is not authorized to perform: sts:TagSession on resource: arn:aws:iam::123456789012:role/worker",
    );
    expect(() => sessionOf(testCloud(), allow(), {}, { sourceIdentity: "ann" })).toThrow("sts:SetSourceIdentity");
  });
});

describe("a permissions boundary", () => {
  const bounded = (cloud: TestCloud, action: string) => {
    const { arn } = managedPolicy(cloud, "boundary", { policy: policyOf(allow({ Action: action })) });
    return userWith(cloud, [allow()], { permissions_boundary: String(arn) });
  };

  test("limits what the identity's own policies allow", () => {
    const user = bounded(testCloud(), "iam:CreateUser");
    expect(() => user.create("aws_iam_user", { name: "ann" })).not.toThrow();
    expect(() => role(user, "reader")).toThrow("because no permissions boundary allows the iam:CreateRole action");
  });

  test("can be asked of every role that somebody makes", () => {
    const cloud = testCloud();
    const { arn } = managedPolicy(cloud, "limit");
    const maker = userWith(cloud, [
      allow({ Action: "iam:CreateRole", Condition: { StringEquals: { "iam:PermissionsBoundary": String(arn) } } }),
    ]);
    expect(() => role(maker, "free")).toThrow("AccessDenied");
    expect(() => role(maker, "bound", { permissions_boundary: String(arn) })).not.toThrow();
  });
});

describe("conditions see", () => {
  test("the tags of the request and their keys", () => {
    const Condition = {
      StringEquals: { "aws:RequestTag/team": "data" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "owner"] },
    };
    const user = userWith(testCloud(), [allow({ Action: ["iam:CreateRole", "iam:TagRole"], Condition })]);
    expect(() => role(user, "a", { tags: { team: "data", owner: "ann" } })).not.toThrow();
    expect(() => role(user, "b", { tags: { team: "web" } })).toThrow("AccessDenied");
    expect(() => role(user, "c", { tags: { team: "data", cost: "1" } })).toThrow("AccessDenied");
    expect(() => role(user, "d")).toThrow("AccessDenied");
  });

  test("the Region that is asked, which for IAM is always the same", () => {
    const Condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    const user = userWith(testCloud({ region: "eu-west-1" }), [allow({ Condition })]);
    expect(() => user.create("aws_cloudwatch_log_group", { name: "app" })).not.toThrow();
    expect(() => user.create("aws_cloudwatch_log_group", { name: "app", region: "eu-west-2" })).toThrow();
    expect(() => role(user, "reader")).toThrow("AccessDenied");
  });

  test("the name of the user, so that one policy serves them all", () => {
    const own = `arn:aws:iam::*:user/\${aws:username}`;
    const user = userWith(testCloud(), [allow({ Action: "iam:CreateAccessKey", Resource: own })]);
    expect(() => user.create("aws_iam_access_key", { user: "builder" })).not.toThrow();
    expect(() => user.create("aws_iam_access_key", { user: "ann" })).toThrow("AccessDenied");
  });
});

describe("a role is passed", () => {
  const pass = (cloud: TestCloud, roleArn: string, service = "eks.amazonaws.com") =>
    passRole(cloud.aws, { roleArn, service, within: "eks:CreateCluster" });

  test("to the services and in the names that the policy says, and refused in the form of the service", () => {
    const cloud = testCloud();
    const reader = String(role(cloud, "ci-reader").arn);
    const user = userWith(cloud, [
      allow({
        Action: "iam:PassRole",
        Resource: "arn:aws:iam::*:role/ci-*",
        Condition: { StringEquals: { "iam:PassedToService": "eks.amazonaws.com" } },
      }),
    ]);
    expect(() => pass(user, reader)).not.toThrow();
    expect(() => pass(user, reader, "ec2.amazonaws.com")).toThrow(
      "operation error EKS: CreateCluster, https response error StatusCode: 403",
    );
    expect(() => pass(user, String(role(cloud, "admin").arn))).toThrow(
      "AccessDeniedException: User: arn:aws:iam::123456789012:user/builder is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/admin because no identity-based policy allows the iam:PassRole action",
    );
  });

  test("by whoever may do everything, but never out of its account", () => {
    const cloud = testCloud();
    const foreign = String(role(otherAccount(cloud), "reader").arn);
    expect(() => pass(cloud, foreign)).toThrow("Cross-account pass role is not allowed.");
  });
});
