import { describe, expect, test } from "vitest";
import { refuse, rule } from "../rule.ts";
import { testCloud } from "../testing/cloud.ts";
import { allow, deny, role, userWhoMay, userWith } from "../testing/identities.ts";
import { recordedWorld } from "../testing/recording.ts";
import { AwsError } from "./client.ts";

const full = rule({
  id: "test/full",
  operation: "CreateThing",
  code: "ThingLimitExceeded",
  message: () => "Full.",
  source: "",
});

function failureOf(action: () => unknown): AwsError {
  try {
    action();
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  return expect.unreachable("the call was not refused");
}

describe("the journal", () => {
  test("holds a call with its caller, action, place, resources and parameters", () => {
    const { world, journal } = recordedWorld();
    const { aws } = testCloud({ world, region: "eu-west-1" });
    aws.call({ action: "ec2:CreateThing", resources: ["arn:aws:ec2:::thing/a"], parameters: { size: 1 } }, () => 1);
    expect(journal).toEqual([
      {
        time: "2026-11-24T08:00:00.000Z",
        actor: { stack: "test", run: "test" },
        principal: "arn:aws:iam::123456789012:root",
        action: "ec2:CreateThing",
        account: "123456789012",
        region: "eu-west-1",
        resources: ["arn:aws:ec2:::thing/a"],
        request: { size: 1 },
      },
    ]);
  });

  test("holds a refused call with the refusal, whoever refused", () => {
    const { world, journal } = recordedWorld();
    const cloud = testCloud({ world });
    const user = userWhoMay(cloud, ["ec2:CreateThing"]);
    failureOf(() => user.aws.call({ action: "ec2:CreateThing" }, () => refuse(full)));
    failureOf(() => user.aws.call({ action: "iam:CreateThing" }, () => undefined));
    expect(journal.slice(-2)).toMatchObject([
      { action: "ec2:CreateThing", error: { code: "ThingLimitExceeded", message: "Full." } },
      { action: "iam:CreateThing", principal: user.aws.principal.arn, error: { code: "AccessDenied" } },
    ]);
  });

  test("tells what a role's creation asks of AWS, in this order", () => {
    const { world, journal } = recordedWorld();
    const cloud = testCloud({ world });
    const policy_arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
    const state = role(cloud, "node", { managed_policy_arns: [policy_arn], tags: { team: "a" } });
    cloud.create("aws_iam_instance_profile", { name: "node", role: "node" });
    cloud.read("aws_iam_role", state);
    expect(journal.map(({ action, error }) => (error ? `${action} refused` : action))).toEqual([
      "iam:TagRole",
      "iam:CreateRole",
      "iam:AttachRolePolicy",
      "iam:CreateInstanceProfile",
      "iam:PassRole",
      "iam:AddRoleToInstanceProfile",
      "iam:GetRole",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
    ]);
  });
});

describe("a refusal", () => {
  test("is worded as the SDK words it, with service, operation, status and code", () => {
    const { aws } = testCloud();
    const { message } = failureOf(() => aws.call({ action: "secretsmanager:CreateThing" }, () => refuse(full)));
    expect(message).toMatch(
      /^operation error Secrets Manager: CreateThing, https response error StatusCode: 400, RequestID: [0-9a-f-]{36}, ThingLimitExceeded: Full\.$/,
    );
  });

  test("is marked as one that the service's model does not declare, as all of EC2", () => {
    const { aws } = testCloud();
    expect(failureOf(() => aws.call({ action: "ec2:CreateThing" }, () => refuse(full))).message).toContain(
      ", api error ThingLimitExceeded: Full.",
    );
  });

  test("names the operation and the client of the SDK where they are not those of the action", () => {
    const { aws } = testCloud();
    const request = { action: "s3:GetBucketTagging", operation: "GetTagging", sdkClient: "S3 Control" };
    expect(failureOf(() => aws.call(request, () => refuse(full))).message).toContain(
      "operation error S3 Control: GetTagging,",
    );
  });

  test("is never made of a defect of the simulator", () => {
    const { aws } = testCloud();
    expect(() =>
      aws.call({ action: "ec2:CreateThing" }, () => {
        throw new TypeError("defect");
      }),
    ).toThrow(TypeError);
  });
});

describe("a caller without the right is told so", () => {
  const because = (action: string, resource: string) =>
    `User: arn:aws:iam::123456789012:user/builder is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

  test.each([
    ["iam:CreateRole", "AccessDenied", 403],
    ["sts:GetSessionToken", "AccessDenied", 403],
    ["s3:CreateBucket", "AccessDenied", 403],
    ["eks:CreateCluster", "AccessDeniedException", 403],
    ["ses:CreateEmailIdentity", "AccessDeniedException", 403],
    ["kms:CreateKey", "AccessDeniedException", 400],
    ["logs:CreateLogGroup", "AccessDeniedException", 400],
    ["secretsmanager:CreateSecret", "AccessDeniedException", 400],
    ["ssm:PutParameter", "AccessDeniedException", 400],
  ])("for %s with %s, status %i", (action, code, http) => {
    const { aws } = userWith(testCloud(), []);
    const { cause } = failureOf(() => aws.call({ action }, () => undefined));
    expect(cause).toMatchObject({ code, http, message: because(action, "*") });
  });

  test("by EC2 with a message that only those who may can decode", () => {
    const { aws } = userWith(testCloud(), []);
    const { cause } = failureOf(() => aws.call({ action: "ec2:CreateVpc" }, () => undefined));
    expect(cause).toMatchObject({ code: "UnauthorizedOperation", http: 403 });
    expect(cause.message).toContain(
      `You are not authorized to perform this operation. ${because("ec2:CreateVpc", "*")}. Encoded authorization failure message: `,
    );
  });

  test("about each resource of the call by itself", () => {
    const user = userWith(testCloud(), [allow({ Action: "kms:CreateAlias", Resource: "arn:aws:kms:*:*:key/*" })]);
    const resources = ["arn:aws:kms:us-east-1:1:key/a", "arn:aws:kms:us-east-1:1:alias/a"];
    const { cause } = failureOf(() => user.aws.call({ action: "kms:CreateAlias", resources }, () => undefined));
    expect(cause.message).toContain(because("kms:CreateAlias", "arn:aws:kms:us-east-1:1:alias/a"));
  });

  test("about a denial that is written down in other words", () => {
    const user = userWith(testCloud(), [allow(), deny({ Action: "iam:*" })]);
    const { cause } = failureOf(() => user.aws.call({ action: "iam:CreateRole" }, () => undefined));
    expect(cause.message).toContain("on resource: * with an explicit deny in an identity-based policy");
  });

  test("but for the question who it is, which everybody may ask", () => {
    const user = userWith(testCloud(), [deny()]);
    expect(user.data("aws_caller_identity", {})).toMatchObject({ arn: "arn:aws:iam::123456789012:user/builder" });
  });
});

describe("a planned fault", () => {
  const fault = {
    action: "iam:CreateRole",
    code: "ServiceFailure",
    message: "try again",
    http: 500,
    skip: 0,
    times: 1,
    afterSuccess: false,
  };

  test("ends the call before anything happened, once", () => {
    const cloud = testCloud();
    cloud.world.planFaults([fault]);
    expect(() => role(cloud, "reader")).toThrow("ServiceFailure: try again");
    expect(() => role(cloud, "reader")).not.toThrow();
  });

  test("can lose the answer of a call that took effect", () => {
    const cloud = testCloud();
    cloud.world.planFaults([{ ...fault, afterSuccess: true }]);
    expect(() => role(cloud, "reader")).toThrow("ServiceFailure: try again");
    expect(() => role(cloud, "reader")).toThrow("Role with name reader already exists.");
  });
});
