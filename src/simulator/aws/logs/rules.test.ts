import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, policyOf } from "../../testing/identities.ts";
import { testRules } from "../../testing/rule-test.ts";
import { deleteLogGroup } from "./log-group.ts";
import { rules } from "./rules.ts";

testRules(rules, () => testCloud(), {
  groupDuplicate: {
    refused: (cloud) => {
      group(cloud);
      group(cloud);
    },
    accepted: (cloud) => {
      group(cloud);
      group(cloud, { region: "eu-west-1" });
    },
  },
  groupMissing: {
    refused: (cloud) => {
      const state = group(cloud);
      deleteLogGroup(cloud.aws, "app");
      cloud.update(state, "aws_cloudwatch_log_group", { name: "app", retention_in_days: 7 });
    },
    accepted: (cloud) => cloud.update(group(cloud), "aws_cloudwatch_log_group", { name: "app", retention_in_days: 7 }),
  },
  groupName: {
    refused: (cloud) => group(cloud, { name: "aws/app" }),
    accepted: (cloud) => group(cloud, { name: "/aws/app" }),
  },
  key: {
    refused: (cloud) => group(cloud, { kms_key_id: keyFor(cloud, "logs.eu-west-1.amazonaws.com") }),
    accepted: (cloud) => group(cloud, { kms_key_id: keyFor(cloud, "logs.us-east-1.amazonaws.com") }),
  },
  tags: {
    refused: (cloud) => group(cloud, { tags: { "aws:owner": "app" } }),
    accepted: (cloud) => group(cloud, { tags: { owner: "app" } }),
  },
  protected: {
    refused: (cloud) => cloud.delete("aws_cloudwatch_log_group", group(cloud, { deletion_protection_enabled: true })),
    accepted: (cloud) => {
      const state = group(cloud, { deletion_protection_enabled: true });
      const open = { name: "app", deletion_protection_enabled: false };
      cloud.delete("aws_cloudwatch_log_group", cloud.update(state, "aws_cloudwatch_log_group", open));
    },
  },
});

function group(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_cloudwatch_log_group", { name: "app", ...config });
}

/** ARN of a key that a service may use. */
function keyFor(cloud: TestCloud, service: string): string {
  const policy = policyOf(
    allow({ Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*" }),
    allow({ Principal: { Service: service }, Action: ["kms:GenerateDataKey*", "kms:Decrypt"] }),
  );
  return String(cloud.create("aws_kms_key", { policy }).arn);
}
