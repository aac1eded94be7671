import { expect, test } from "vitest";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { isTrustedBy, mayDo } from "./service-roles.ts";

const service = "vpc-flow-logs.amazonaws.com";
const flowLog = "arn:aws:ec2:us-east-1:123456789012:vpc-flow-log/*";

function roleWith(cloud: TestCloud, condition: object): string {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition: condition,
  };
  const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return String(cloud.create("aws_iam_role", { name: "logs", assume_role_policy }).arn);
}

test("a role lets in the service that its trust policy names, and no other", () => {
  const cloud = testCloud();
  const role = roleWith(cloud, {});
  expect(isTrustedBy(cloud.world, role, service)).toBe(true);
  expect(isTrustedBy(cloud.world, role, "eks.amazonaws.com")).toBe(false);
});

test("a role that does not exist lets nobody in", () => {
  expect(isTrustedBy(testCloud().world, "arn:aws:iam::123456789012:role/none", service)).toBe(false);
});

test("a trust policy may ask what the service acts for", () => {
  const cloud = testCloud();
  const role = roleWith(cloud, { StringEquals: { "aws:SourceAccount": "123456789012" } });
  expect(isTrustedBy(cloud.world, role, service, flowLog)).toBe(true);
  expect(isTrustedBy(cloud.world, role, service, flowLog.replace("123456789012", "210987654321"))).toBe(false);
  expect(isTrustedBy(cloud.world, role, service)).toBe(false);
});

test("a role may do what its policies allow, all of it or not at all", () => {
  const cloud = testCloud();
  const role = roleWith(cloud, {});
  const statement = { Effect: "Allow", Action: "logs:CreateLogStream", Resource: "*" };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  cloud.create("aws_iam_role_policy", { name: "write", role: "logs", policy });
  expect(mayDo(cloud.aws, role, ["logs:CreateLogStream"], "*")).toBe(true);
  expect(mayDo(cloud.aws, role, ["logs:CreateLogStream", "logs:DeleteLogGroup"], "*")).toBe(false);
});
