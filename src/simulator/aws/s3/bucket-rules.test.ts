import { bucket, inAnotherRegion, otherAccount, upload, versioned } from "../../testing/buckets.ts";
import { testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { deleteBucket } from "./bucket.ts";
import { bucketRules } from "./bucket-rules.ts";
import { s3Tables } from "./records.ts";

testRules(bucketRules, () => testCloud(), {
  name: {
    refused: (cloud) => bucket(cloud, "Acme_Data"),
    accepted: (cloud) => bucket(cloud, "acme.data-1"),
  },
  nameTaken: {
    refused: (cloud) => {
      bucket(otherAccount(cloud), "acme-data");
      bucket(cloud, "acme-data");
    },
    accepted: (cloud) => {
      bucket(otherAccount(cloud), "acme-data");
      bucket(cloud, "acme-data-2");
    },
  },
  nameOwned: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      bucket(cloud, "acme-data", { region: "eu-west-1" });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      deleteBucket(cloud.aws, "acme-data");
      bucket(cloud, "acme-data", { region: "eu-west-1" });
    },
  },
  quota: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      const table = cloud.aws.partitionTable(s3Tables.bucket);
      const row = table.get("acme-data") ?? {};
      for (let count = 1; count < 10_000; count += 1) table.put(`acme-data-${count}`, row);
      bucket(cloud, "acme-data-10000");
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      bucket(cloud, "acme-data-2");
    },
  },
  tag: {
    refused: (cloud) => bucket(cloud, "acme-data", { tags: { "aws:owner": "acme" } }),
    accepted: (cloud) => bucket(cloud, "acme-data", { tags: { "owner:aws": "acme" } }),
  },
  notEmpty: {
    refused: (cloud) => {
      const state = bucket(cloud, "acme-data");
      upload(cloud, "acme-data");
      cloud.delete("aws_s3_bucket", state);
    },
    accepted: (cloud) => {
      const state = bucket(cloud, "acme-data");
      cloud.delete("aws_s3_object", upload(cloud, "acme-data"));
      cloud.delete("aws_s3_bucket", state);
    },
  },
  noBucket: {
    refused: (cloud) => versioned(cloud, "acme-data"),
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      versioned(cloud, "acme-data");
    },
  },
  redirect: {
    refused: (cloud) => {
      bucket(cloud, "acme-data", { region: "eu-west-1" });
      versioned(cloud, "acme-data");
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data", { region: "eu-west-1" });
      versioned(inAnotherRegion(cloud, "eu-west-1"), "acme-data");
    },
  },
  expectedOwner: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      versioned(cloud, "acme-data", { expected_bucket_owner: "210987654321" });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      versioned(cloud, "acme-data", { expected_bucket_owner: "123456789012" });
    },
  },
});
