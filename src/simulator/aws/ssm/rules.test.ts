import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { rules } from "./rules.ts";

testRules(rules, () => testCloud(), {
  exists: {
    refused: (cloud) => {
      parameter(cloud);
      parameter(cloud);
    },
    accepted: (cloud) => {
      parameter(cloud);
      parameter(cloud, { overwrite: true });
    },
  },
  notFound: {
    refused: (cloud) => cloud.data("aws_ssm_parameter", { name: "/aws/service/eks/optimized-ami/1.10/none" }),
    accepted: (cloud) => {
      parameter(cloud);
      cloud.data("aws_ssm_parameter", { name: "/app/colour" });
    },
  },
  versionNotFound: {
    refused: (cloud) => {
      parameter(cloud);
      cloud.data("aws_ssm_parameter", { name: "/app/colour:2" });
    },
    accepted: (cloud) => {
      parameter(cloud);
      cloud.data("aws_ssm_parameter", { name: "/app/colour:1" });
    },
  },
  name: {
    refused: (cloud) => parameter(cloud, { name: "AWS-colour" }),
    accepted: (cloud) => parameter(cloud, { name: "colour-of-AWS" }),
  },
  levels: {
    refused: (cloud) => parameter(cloud, { name: "/a".repeat(16) }),
    accepted: (cloud) => parameter(cloud, { name: "/a".repeat(15) }),
  },
  size: {
    refused: (cloud) => parameter(cloud, { value: "a".repeat(4_097) }),
    accepted: (cloud) => parameter(cloud, { value: "a".repeat(4_097), tier: "Advanced" }),
  },
  pattern: {
    refused: (cloud) => parameter(cloud, { allowed_pattern: "^(red|green)$" }),
    accepted: (cloud) => parameter(cloud, { allowed_pattern: "^(red|blue)$" }),
  },
  patternForm: {
    refused: (cloud) => parameter(cloud, { allowed_pattern: "(blue" }),
    accepted: (cloud) => parameter(cloud, { allowed_pattern: "(blue)" }),
  },
  tagCount: {
    refused: (cloud) => parameter(cloud, { tags: numbered(51) }),
    accepted: (cloud) => parameter(cloud, { tags: numbered(50) }),
  },
  tagForm: {
    refused: (cloud) => parameter(cloud, { tags: { "aws:owner": "app" } }),
    accepted: (cloud) => parameter(cloud, { tags: { owner: "app" } }),
  },
  key: {
    refused: (cloud) => {
      const key = cloud.create("aws_kms_key", { is_enabled: false });
      parameter(cloud, { type: "SecureString", key_id: key.arn ?? null });
    },
    accepted: (cloud) => {
      const key = cloud.create("aws_kms_key", {});
      parameter(cloud, { type: "SecureString", key_id: key.arn ?? null });
    },
  },
});

function parameter(cloud: TestCloud, config: Values = {}): void {
  cloud.create("aws_ssm_parameter", { name: "/app/colour", type: "String", value: "blue", ...config });
}

function numbered(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "a"]));
}
