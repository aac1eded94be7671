import { type TestCloud, testCloud } from "../../../testing/cloud.ts";
import { allow, managedPolicy, policyOf, role, trust } from "../../../testing/identities.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { addRoleToInstanceProfile } from "../instance-profile.ts";
import { detachRolePolicy } from "../role.ts";
import { attachmentRules } from "./attachments.ts";

const readOnly = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";

const reader = { name: "reader", assume_role_policy: trust("ec2.amazonaws.com") };

testRules(attachmentRules, () => testCloud(), {
  attachCount: {
    refused: (cloud) => attachMany(cloud, 21),
    accepted: (cloud) => attachMany(cloud, 20),
  },
  attachMissingPolicy: {
    refused: (cloud) => attach(cloud, "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicy"),
    accepted: (cloud) => attach(cloud, "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"),
  },
  notAttachable: {
    refused: (cloud) => attach(cloud, "arn:aws:iam::aws:policy/aws-service-role/AmazonEKSServiceRolePolicy"),
    accepted: (cloud) => cloud.create("aws_iam_service_linked_role", { aws_service_name: "eks.amazonaws.com" }),
  },
  detachMissing: {
    refused: (cloud) => {
      const state = role(cloud, "reader", { managed_policy_arns: [readOnly] });
      detachRolePolicy(cloud.aws, "reader", readOnly);
      cloud.update(state, "aws_iam_role", { ...reader, managed_policy_arns: [] });
    },
    accepted: (cloud) => {
      const state = role(cloud, "reader", { managed_policy_arns: [readOnly] });
      cloud.update(state, "aws_iam_role", { ...reader, managed_policy_arns: [] });
    },
  },
  roleDeletePolicies: {
    refused: (cloud) => {
      const state = role(cloud, "reader");
      cloud.create("aws_iam_role_policy_attachment", { role: "reader", policy_arn: readOnly });
      cloud.delete("aws_iam_role", state);
    },
    accepted: (cloud) => {
      const state = role(cloud, "reader", { force_detach_policies: true });
      cloud.create("aws_iam_role_policy_attachment", { role: "reader", policy_arn: readOnly });
      cloud.delete("aws_iam_role", state);
    },
  },
  roleDeleteInline: {
    refused: (cloud) => {
      const state = role(cloud, "reader");
      cloud.create("aws_iam_role_policy", { name: "read", role: "reader", policy: policyOf(allow()) });
      cloud.delete("aws_iam_role", state);
    },
    accepted: (cloud) => {
      const state = role(cloud, "reader");
      const inline = cloud.create("aws_iam_role_policy", { name: "read", role: "reader", policy: policyOf(allow()) });
      cloud.delete("aws_iam_role_policy", inline);
      cloud.delete("aws_iam_role", state);
    },
  },
  policyDeleteAttached: {
    refused: (cloud) => {
      const state = managedPolicy(cloud, "limit");
      cloud.create("aws_iam_user", { name: "ann", permissions_boundary: state.arn ?? null });
      cloud.delete("aws_iam_policy", state);
    },
    accepted: (cloud) => {
      const state = managedPolicy(cloud, "limit");
      const user = cloud.create("aws_iam_user", { name: "ann", permissions_boundary: state.arn ?? null });
      cloud.update(user, "aws_iam_user", { name: "ann" });
      cloud.delete("aws_iam_policy", state);
    },
  },
  profileOneRole: {
    refused: (cloud) => {
      const state = profile(cloud);
      addRoleToInstanceProfile(cloud.aws, "node", "reader");
      cloud.update(state, "aws_iam_instance_profile", { name: "node", role: "writer" });
    },
    accepted: (cloud) => {
      const state = profile(cloud);
      const read = cloud.update(state, "aws_iam_instance_profile", { name: "node", role: "reader" });
      cloud.update(read, "aws_iam_instance_profile", { name: "node", role: "writer" });
    },
  },
  userDelete: {
    refused: (cloud) => {
      const state = cloud.create("aws_iam_user", { name: "ann" });
      cloud.create("aws_iam_access_key", { user: "ann" });
      cloud.delete("aws_iam_user", state);
    },
    accepted: (cloud) => {
      const state = cloud.create("aws_iam_user", { name: "ann", force_destroy: true });
      cloud.create("aws_iam_access_key", { user: "ann" });
      cloud.delete("aws_iam_user", state);
    },
  },
  accessKeys: {
    refused: (cloud) => accessKeys(cloud, 3),
    accepted: (cloud) => accessKeys(cloud, 2),
  },
});

function attach(cloud: TestCloud, policy_arn: string): void {
  role(cloud, "reader");
  cloud.create("aws_iam_role_policy_attachment", { role: "reader", policy_arn });
}

function attachMany(cloud: TestCloud, count: number): void {
  role(cloud, "reader");
  for (let index = 0; index < count; index += 1) {
    const { arn = null } = managedPolicy(cloud, `policy-${index}`);
    cloud.create("aws_iam_role_policy_attachment", { role: "reader", policy_arn: arn });
  }
}

/** An instance profile without a role, and two roles that it could hold. */
function profile(cloud: TestCloud) {
  role(cloud, "reader");
  role(cloud, "writer");
  return cloud.create("aws_iam_instance_profile", { name: "node" });
}

function accessKeys(cloud: TestCloud, count: number): void {
  cloud.create("aws_iam_user", { name: "ann" });
  for (let index = 0; index < count; index += 1) cloud.create("aws_iam_access_key", { user: "ann" });
}
