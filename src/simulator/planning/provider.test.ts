import { expect, test } from "vitest";
import { testCloud } from "../testing/cloud.ts";

const assume = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

test("a created object holds what the cloud decided beside what was configured", () => {
  const cloud = testCloud();
  const role = cloud.create("aws_iam_role", { name: "reader", assume_role_policy: assume("ec2.amazonaws.com") });
  expect(role).toMatchObject({
    id: "reader",
    arn: "arn:aws:iam::123456789012:role/reader",
    max_session_duration: 3600,
    path: "/",
  });
});

test("the same configuration plans nothing after it was applied", () => {
  const cloud = testCloud({ defaultTags: { owner: "dpe" } });
  const config = { name: "reader", assume_role_policy: assume("ec2.amazonaws.com"), tags: { a: "b" } };
  const role = cloud.create("aws_iam_role", config);
  expect(role.tags_all).toEqual({ owner: "dpe", a: "b" });
  const read = cloud.read("aws_iam_role", role);
  expect(read).toEqual(role);
  expect(cloud.plan("aws_iam_role", read, config).action).toBe("none");
});

test("a policy that is only written differently is no change", () => {
  const cloud = testCloud();
  const role = cloud.create("aws_iam_role", { name: "reader", assume_role_policy: assume("ec2.amazonaws.com") });
  const spaced = JSON.stringify(JSON.parse(assume("ec2.amazonaws.com")), null, 2);
  expect(cloud.plan("aws_iam_role", role, { name: "reader", assume_role_policy: spaced }).action).toBe("none");
});

test("a change of an attribute that cannot change in place replaces", () => {
  const cloud = testCloud();
  const role = cloud.create("aws_iam_role", { name: "reader", assume_role_policy: assume("ec2.amazonaws.com") });
  const plan = cloud.plan("aws_iam_role", role, { name: "writer", assume_role_policy: assume("ec2.amazonaws.com") });
  expect(plan).toMatchObject({ action: "replace", replace: ["name"] });
});

test("a value outside of the table is refused before the cloud is asked", () => {
  const cloud = testCloud();
  const config = { name: "reader", assume_role_policy: assume("ec2.amazonaws.com"), max_session_duration: 60 };
  expect(() => cloud.create("aws_iam_role", config)).toThrow(
    "expected max_session_duration to be in the range (3600 - 43200), got 60",
  );
});

test("arguments that exclude each other are refused", () => {
  const cloud = testCloud();
  const config = { name: "reader", name_prefix: "r", assume_role_policy: assume("ec2.amazonaws.com") };
  expect(() => cloud.create("aws_iam_role", config)).toThrow("conflicts with");
});

test("a type that is not simulated says so instead of succeeding", () => {
  expect(() => testCloud().create("aws_dynamodb_table", { name: "t" })).toThrow("aws_dynamodb_table is not simulated");
});
