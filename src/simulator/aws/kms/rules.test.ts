import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, policyOf, role } from "../../testing/identities.ts";
import { testRules } from "../../testing/rule-test.ts";
import { rules } from "./rules.ts";

const root = { AWS: "arn:aws:iam::123456789012:root" };

testRules(rules, () => testCloud(), {
  policyLockout: {
    refused: (cloud) => keyWith(cloud, { Principal: root, Action: "kms:Decrypt" }),
    accepted: (cloud) => keyWith(cloud, { Principal: root, Action: "kms:PutKeyPolicy" }),
  },
  policyPrincipal: {
    refused: (cloud) => keyWith(cloud, {}, { Principal: { AWS: "arn:aws:iam::123456789012:role/reader" } }),
    accepted: (cloud) => {
      role(cloud, "reader");
      keyWith(cloud, {}, { Principal: { AWS: "arn:aws:iam::123456789012:role/reader" } });
    },
  },
  policySyntax: {
    refused: (cloud) => keyWith(cloud, { Principal: undefined }),
    accepted: (cloud) => keyWith(cloud, {}),
  },
  policySize: {
    refused: (cloud) => keyWith(cloud, { Sid: "a".repeat(32_768) }),
    accepted: (cloud) => keyWith(cloud, { Sid: "a".repeat(32_000) }),
  },
  grantPrincipal: {
    refused: (cloud) => grant(cloud, key(cloud), "arn:aws:iam::123456789012:role/reader"),
    accepted: (cloud) => grant(cloud, key(cloud), String(role(cloud, "reader").arn)),
  },
  notFound: {
    refused: (cloud) => cloud.data("aws_kms_key", { key_id: "alias/data" }),
    accepted: (cloud) => {
      alias(cloud, "alias/data", key(cloud).key_id);
      cloud.data("aws_kms_key", { key_id: "alias/data" });
    },
  },
  disabled: {
    refused: (cloud) => grant(cloud, key(cloud, { is_enabled: false })),
    accepted: (cloud) => grant(cloud, key(cloud)),
  },
  pending: {
    refused: (cloud) => grant(cloud, deleted(cloud, key(cloud))),
    accepted: (cloud) => grant(cloud, key(cloud)),
  },
  aliasCharacters: {
    refused: (cloud) => alias(cloud, `alias/${"a".repeat(251)}`, key(cloud).key_id),
    accepted: (cloud) => alias(cloud, `alias/${"a".repeat(250)}`, key(cloud).key_id),
  },
  aliasDuplicate: {
    refused: (cloud) => {
      alias(cloud, "alias/data", key(cloud).key_id);
      alias(cloud, "alias/data", key(cloud).key_id);
    },
    accepted: (cloud) => {
      alias(cloud, "alias/data", key(cloud).key_id);
      alias(cloud, "alias/Data", key(cloud).key_id);
    },
  },
  aliasOfAlias: {
    refused: (cloud) => {
      alias(cloud, "alias/data", key(cloud).key_id);
      alias(cloud, "alias/more", "alias/data");
    },
    accepted: (cloud) => {
      const { key_id } = key(cloud);
      alias(cloud, "alias/data", key_id);
      alias(cloud, "alias/more", key_id);
    },
  },
  aliasTargetState: {
    refused: (cloud) => alias(cloud, "alias/data", deleted(cloud, key(cloud)).key_id),
    accepted: (cloud) => alias(cloud, "alias/data", key(cloud, { is_enabled: false }).key_id),
  },
  rotation: {
    refused: (cloud) => key(cloud, { ...signing, enable_key_rotation: true }),
    accepted: (cloud) => key(cloud, { enable_key_rotation: true }),
  },
  tag: {
    refused: (cloud) => key(cloud, { tags: { "aws:owner": "data" } }),
    accepted: (cloud) => key(cloud, { tags: { "owner:aws": "data" } }),
  },
  quota: {
    refused: (cloud) => aliases(cloud, 51),
    accepted: (cloud) => aliases(cloud, 50),
  },
});

const signing = { customer_master_key_spec: "RSA_2048", key_usage: "SIGN_VERIFY" };

function key(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_kms_key", config);
}

/** A key whose policy is the usual statement with changes, and more statements of that kind. */
function keyWith(cloud: TestCloud, ...changes: readonly object[]): void {
  const usual = allow({ Principal: root, Action: "kms:*" });
  key(cloud, { policy: policyOf(...changes.map((change) => ({ ...usual, ...change }))) });
}

/** The key, which now waits for its deletion. */
function deleted(cloud: TestCloud, state: Values): Values {
  cloud.delete("aws_kms_key", state);
  return state;
}

function alias(cloud: TestCloud, name: string, target: Values[string] = null): void {
  cloud.create("aws_kms_alias", { name, target_key_id: target });
}

function aliases(cloud: TestCloud, count: number): void {
  const { key_id } = key(cloud);
  for (let index = 0; index < count; index += 1) alias(cloud, `alias/data-${index}`, key_id);
}

function grant(cloud: TestCloud, { key_id = null }: Values, grantee = "logs.amazonaws.com"): void {
  cloud.create("aws_kms_grant", { key_id, grantee_principal: grantee, operations: ["Decrypt"] });
}
