import { describe, expect, test } from "vitest";
import type { Values } from "../planning/values.ts";
import { type TestCloud, testCloud } from "../testing/cloud.ts";
import { allow, policyOf, trust, userWhoMay } from "../testing/identities.ts";

/** What lives under a name, and the rights that its whole life takes. */
interface Life {
  readonly rights: string;
  live(cloud: TestCloud, free: TestCloud): void;
}

/** Makes, reads, changes and deletes an object. */
function wholeLife(cloud: TestCloud, type: string, config: Values, changes: Values): void {
  const state = cloud.create(type, config);
  cloud.read(type, state);
  cloud.delete(type, cloud.update(state, type, { ...config, ...changes }));
}

const tagged = { tags: { team: "a" } };
const retagged = { tags: { owner: "b" } };
const policy = policyOf(allow({ Action: "s3:*" }));
const wider = policyOf(allow());
const ec2 = trust("ec2.amazonaws.com");

const lives: Readonly<Record<string, Life>> = {
  "a role": {
    rights: `iam:CreateRole iam:TagRole iam:PutRolePolicy iam:AttachRolePolicy iam:GetRole iam:ListRolePolicies
      iam:GetRolePolicy iam:ListAttachedRolePolicies iam:UpdateRole iam:UpdateAssumeRolePolicy iam:UntagRole
      iam:ListInstanceProfilesForRole iam:DetachRolePolicy iam:DeleteRolePolicy iam:DeleteRole`,
    live: (cloud) =>
      wholeLife(
        cloud,
        "aws_iam_role",
        {
          name: "reader",
          assume_role_policy: ec2,
          inline_policy: [{ name: "own", policy }],
          managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"],
          force_detach_policies: true,
          ...tagged,
        },
        { description: "reads", assume_role_policy: trust("eks.amazonaws.com"), ...retagged },
      ),
  },
  "a managed policy": {
    rights: `iam:CreatePolicy iam:TagPolicy iam:GetPolicy iam:GetPolicyVersion iam:ListPolicyVersions
      iam:CreatePolicyVersion iam:UntagPolicy iam:DeletePolicyVersion iam:DeletePolicy`,
    live: (cloud) =>
      wholeLife(cloud, "aws_iam_policy", { name: "read", policy, ...tagged }, { policy: wider, ...retagged }),
  },
  "an attachment to a role": {
    rights: "iam:AttachRolePolicy iam:ListAttachedRolePolicies iam:DetachRolePolicy",
    live: (cloud, free) => {
      free.create("aws_iam_role", { name: "reader", assume_role_policy: ec2 });
      const policy_arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
      wholeLife(cloud, "aws_iam_role_policy_attachment", { role: "reader", policy_arn }, {});
    },
  },
  "an instance profile": {
    rights: `iam:CreateInstanceProfile iam:TagInstanceProfile iam:AddRoleToInstanceProfile iam:PassRole
      iam:GetInstanceProfile iam:UntagInstanceProfile iam:RemoveRoleFromInstanceProfile iam:DeleteInstanceProfile`,
    live: (cloud, free) => {
      free.create("aws_iam_role", { name: "reader", assume_role_policy: ec2 });
      wholeLife(cloud, "aws_iam_instance_profile", { name: "node", role: "reader", ...tagged }, retagged);
    },
  },
  "an identity provider": {
    rights: `iam:CreateOpenIDConnectProvider iam:TagOpenIDConnectProvider iam:GetOpenIDConnectProvider
      iam:UpdateOpenIDConnectProviderThumbprint iam:AddClientIDToOpenIDConnectProvider
      iam:RemoveClientIDFromOpenIDConnectProvider iam:UntagOpenIDConnectProvider iam:DeleteOpenIDConnectProvider`,
    live: (cloud) =>
      wholeLife(
        cloud,
        "aws_iam_openid_connect_provider",
        { url: "https://oidc.example.org", client_id_list: ["a"], ...tagged },
        { client_id_list: ["b"], thumbprint_list: ["ab".repeat(20)], ...retagged },
      ),
  },
  "a user with a key": {
    rights: `iam:CreateUser iam:TagUser iam:CreateAccessKey iam:GetUser iam:ListAccessKeys iam:UpdateUser iam:UntagUser
      iam:UpdateAccessKey iam:DeleteAccessKey iam:DeleteUser`,
    live: (cloud) => {
      const state = cloud.create("aws_iam_user", { name: "ann", ...tagged });
      wholeLife(cloud, "aws_iam_access_key", { user: "ann" }, { status: "Inactive" });
      cloud.read("aws_iam_user", state);
      cloud.delete("aws_iam_user", cloud.update(state, "aws_iam_user", { name: "ann", path: "/a/", ...retagged }));
    },
  },
  "a key": {
    rights: `kms:CreateKey kms:TagResource kms:EnableKeyRotation iam:CreateServiceLinkedRole kms:DescribeKey
      kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListResourceTags kms:PutKeyPolicy kms:DisableKey
      kms:UpdateKeyDescription kms:UntagResource kms:ScheduleKeyDeletion`,
    live: (cloud) => {
      const root = { Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*" };
      wholeLife(
        cloud,
        "aws_kms_key",
        { multi_region: true, enable_key_rotation: true, ...tagged },
        { description: "data", is_enabled: false, policy: policyOf(allow({ Sid: "Own", ...root })), ...retagged },
      );
    },
  },
  "an alias": {
    rights: "kms:CreateAlias kms:ListAliases kms:UpdateAlias kms:DeleteAlias",
    live: (cloud, free) => {
      const key = () => String(free.create("aws_kms_key", {}).key_id);
      wholeLife(cloud, "aws_kms_alias", { name: "alias/data", target_key_id: key() }, { target_key_id: key() });
    },
  },
  "a log group": {
    rights: `logs:CreateLogGroup logs:PutRetentionPolicy logs:TagResource logs:DescribeLogGroups
      logs:ListTagsForResource logs:DeleteRetentionPolicy logs:UntagResource logs:DeleteLogGroup`,
    live: (cloud) =>
      wholeLife(
        cloud,
        "aws_cloudwatch_log_group",
        { name: "app", retention_in_days: 7, ...tagged },
        { retention_in_days: 0, ...retagged },
      ),
  },
  "a secret with a value and a key": {
    rights: `secretsmanager:CreateSecret secretsmanager:TagResource secretsmanager:PutSecretValue kms:GenerateDataKey
      kms:Decrypt secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy secretsmanager:GetSecretValue
      secretsmanager:UpdateSecret secretsmanager:UntagResource secretsmanager:UpdateSecretVersionStage
      secretsmanager:DeleteSecret`,
    live: (cloud, free) => {
      const config = { name: "database", kms_key_id: String(free.create("aws_kms_key", {}).arn), ...tagged };
      const state = cloud.create("aws_secretsmanager_secret", config);
      const value = { secret_id: String(state.id), secret_string: "a" };
      wholeLife(cloud, "aws_secretsmanager_secret_version", value, { version_stages: ["AWSCURRENT", "BLUE"] });
      cloud.read("aws_secretsmanager_secret", state);
      const changed = { ...config, description: "main", ...retagged };
      cloud.delete("aws_secretsmanager_secret", cloud.update(state, "aws_secretsmanager_secret", changed));
    },
  },
  "a parameter": {
    rights: `ssm:PutParameter ssm:AddTagsToResource ssm:GetParameter ssm:DescribeParameters ssm:ListTagsForResource
      ssm:RemoveTagsFromResource ssm:DeleteParameter`,
    live: (cloud) =>
      wholeLife(
        cloud,
        "aws_ssm_parameter",
        { name: "/app/colour", type: "String", value: "blue", ...tagged },
        { value: "red", ...retagged },
      ),
  },
};

function liveWith(rights: readonly string[], { live }: Life): void {
  const free = testCloud();
  live(userWhoMay(free, rights), free);
}

describe.each(Object.entries(lives))("the rights that AWS names for %s", (_name, life) => {
  const rights = life.rights.split(/\s+/);

  test("are enough for its whole life", () => {
    expect(() => liveWith(rights, life)).not.toThrow();
  });

  test.each(rights)("are all needed: %s", (right) => {
    const others = rights.filter((one) => one !== right);
    expect(() => liveWith(others, life)).toThrow(/not authorized to perform|Access to KMS is not allowed/);
  });
});
