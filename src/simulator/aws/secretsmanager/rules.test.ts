import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, policyOf, role } from "../../testing/identities.ts";
import { testRules } from "../../testing/rule-test.ts";
import { rules } from "./rules.ts";
import { deleteSecret } from "./secret.ts";

testRules(rules, () => testCloud(), {
  duplicate: {
    refused: (cloud) => {
      secret(cloud);
      secret(cloud);
    },
    accepted: (cloud) => {
      secret(cloud);
      secret(cloud, { region: "eu-west-1" });
    },
  },
  pending: {
    refused: (cloud) => {
      cloud.delete("aws_secretsmanager_secret", secret(cloud));
      secret(cloud);
    },
    accepted: (cloud) => {
      cloud.delete("aws_secretsmanager_secret", secret(cloud, { recovery_window_in_days: 0 }));
      secret(cloud);
    },
  },
  marked: {
    refused: (cloud) => {
      const state = secret(cloud);
      cloud.delete("aws_secretsmanager_secret", state);
      version(cloud, state);
    },
    accepted: (cloud) => version(cloud, secret(cloud)),
  },
  missing: {
    refused: (cloud) => {
      const state = secret(cloud);
      deleteSecret(cloud.aws, "database", 0);
      version(cloud, state);
    },
    accepted: (cloud) => version(cloud, secret(cloud)),
  },
  noValue: {
    refused: (cloud) => {
      secret(cloud);
      cloud.data("aws_secretsmanager_secret_version", { secret_id: "database" });
    },
    accepted: (cloud) => {
      version(cloud, secret(cloud));
      cloud.data("aws_secretsmanager_secret_version", { secret_id: "database" });
    },
  },
  key: {
    refused: (cloud) => {
      const key = cloud.create("aws_kms_key", { is_enabled: false });
      version(cloud, secret(cloud, { kms_key_id: key.arn ?? null }));
    },
    accepted: (cloud) => {
      const key = cloud.create("aws_kms_key", {});
      version(cloud, secret(cloud, { kms_key_id: key.arn ?? null }));
    },
  },
  size: {
    refused: (cloud) => version(cloud, secret(cloud), "ä".repeat(32_769)),
    accepted: (cloud) => version(cloud, secret(cloud), "ä".repeat(32_768)),
  },
  tags: {
    refused: (cloud) => secret(cloud, { tags: numbered(51) }),
    accepted: (cloud) => secret(cloud, { tags: numbered(50) }),
  },
  policy: {
    refused: (cloud) => policy(cloud, { AWS: "arn:aws:iam::123456789012:role/reader" }),
    accepted: (cloud) => policy(cloud, { AWS: String(role(cloud, "reader").arn) }),
  },
  publicPolicy: {
    refused: (cloud) => policy(cloud, "*"),
    accepted: (cloud) => policy(cloud, { AWS: "123456789012" }),
  },
});

function secret(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_secretsmanager_secret", { name: "database", ...config });
}

function version(cloud: TestCloud, { id = null }: Values, value = "correct horse"): void {
  cloud.create("aws_secretsmanager_secret_version", { secret_id: id, secret_string: value });
}

/** A policy that lets a principal read the secret, where no public one is taken. */
function policy(cloud: TestCloud, Principal: unknown): void {
  const { arn = null } = secret(cloud);
  cloud.create("aws_secretsmanager_secret_policy", {
    secret_arn: arn,
    block_public_policy: true,
    policy: policyOf(allow({ Principal, Action: "secretsmanager:GetSecretValue" })),
  });
}

function numbered(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "a"]));
}
