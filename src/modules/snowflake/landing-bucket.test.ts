import { expect, test } from "vitest";
import { policyOf, synthesise } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import { SnowflakeLandingBucket } from "./landing-bucket.ts";

const module = synthesise((stack) => {
  new SnowflakeLandingBucket(stack, "landing", {
    account: "111111111111",
    region: "us-east-1",
    roleBoundaryArn: "arn:aws:iam::111111111111:policy/boundary",
    clusterName: "k8",
    key: "snapshots",
    name: "example-landing",
    source: { account: "555555555555", replicationRole: "replication" },
    principal: "arn:aws:iam::444444444444:user/abcd0000-s",
    externalIdSecret: "snowflake_external_id",
    protect: true,
  });
});

const replicator = { AWS: "arn:aws:iam::555555555555:role/replication" };

// Defect L7: access was blocked in the public mode only, and the key was never rotated.
test("public access is blocked, and the key that everything is encrypted with is its own and is rotated", () => {
  expect(module.resource("aws_s3_bucket_public_access_block.snapshots_snowflake_public_access")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(module.resource("aws_kms_key.snapshots_snowflake")).toMatchObject({
    enable_key_rotation: true,
    lifecycle: { prevent_destroy: true },
  });
  expect(
    module.resource("aws_s3_bucket_server_side_encryption_configuration.snapshots_snowflake_encryption").rule,
  ).toEqual([
    {
      apply_server_side_encryption_by_default: {
        sse_algorithm: "aws:kms",
        kms_master_key_id: expression("aws_kms_key.snapshots_snowflake.arn"),
      },
      bucket_key_enabled: true,
    },
  ]);
});

// Defect L8: the whole source account could replicate, and Snowflake could write and delete.
test("one named role copies into it, and Snowflake only reads", () => {
  const principals = (address: string) =>
    policyOf(module.resource(address).policy)
      .Statement.filter(({ Effect, Sid }) => Effect === "Allow" && Sid !== "AccountAdministration")
      .map(({ Principal }) => Principal);
  expect(principals("aws_s3_bucket_policy.snapshots_snowflake_policy")).toEqual([replicator, replicator]);
  expect(principals("aws_kms_key.snapshots_snowflake")).toEqual([replicator]);
  const actions = policyOf(module.resource("aws_iam_role_policy.snapshots_snowflake_rights").policy).Statement.flatMap(
    ({ Action }) => Action,
  );
  expect(actions).toEqual([
    "s3:ListBucket",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "kms:Decrypt",
    "kms:DescribeKey",
  ]);
});

// Defect L5: the external id stood in git.
test("the external id is read from Secrets Manager, and stands in no file", () => {
  expect(module.module.data).toEqual({
    aws_secretsmanager_secret_version: { snapshots_snowflake_external_id: { secret_id: "snowflake_external_id" } },
  });
  expect(policyOf(module.resource("aws_iam_role.snapshots_snowflake_reader").assume_role_policy).Statement).toEqual([
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444444444444:user/abcd0000-s" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: {
          "sts:ExternalId": expression(
            "data.aws_secretsmanager_secret_version.snapshots_snowflake_external_id.secret_string",
          ),
        },
      },
    },
  ]);
});
