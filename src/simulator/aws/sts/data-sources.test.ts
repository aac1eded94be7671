import { expect, test } from "vitest";
import { testCloud } from "../../testing/cloud.ts";
import { userWith } from "../../testing/identities.ts";

test("the caller is told who it is", () => {
  const cloud = testCloud();
  expect(cloud.data("aws_caller_identity", {})).toEqual({
    id: "123456789012",
    account_id: "123456789012",
    arn: "arn:aws:iam::123456789012:root",
    user_id: "123456789012",
  });
  expect(userWith(cloud, []).data("aws_caller_identity", {}).user_id).toMatch(/^AIDA/);
});

test("the partition has its names", () => {
  expect(testCloud().data("aws_partition", {})).toEqual({
    id: "aws",
    partition: "aws",
    dns_suffix: "amazonaws.com",
    reverse_dns_prefix: "com.amazonaws",
  });
});

test("the default tags are those of the provider block", () => {
  expect(testCloud({ defaultTags: { owner: "platform" } }).data("aws_default_tags", {}).tags).toEqual({
    owner: "platform",
  });
  expect(testCloud().data("aws_default_tags", {}).tags).toEqual({});
});
