import { type TestCloud, testCloud } from "../../../testing/cloud.ts";
import { allow, policyOf, role, ssoRole } from "../../../testing/identities.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { protectedRoleRules } from "./protected-roles.ts";

testRules(protectedRoleRules, () => testCloud(), {
  service: {
    refused: (cloud) => serviceLinkedRole(cloud, "ek.amazonaws.com"),
    accepted: (cloud) => serviceLinkedRole(cloud, "eks.amazonaws.com"),
  },
  suffix: {
    refused: (cloud) => serviceLinkedRole(cloud, "eks.amazonaws.com", { custom_suffix: "blue" }),
    accepted: (cloud) => serviceLinkedRole(cloud, "autoscaling.amazonaws.com", { custom_suffix: "blue" }),
  },
  duplicate: {
    refused: (cloud) => {
      serviceLinkedRole(cloud, "autoscaling.amazonaws.com");
      serviceLinkedRole(cloud, "autoscaling.amazonaws.com");
    },
    accepted: (cloud) => {
      serviceLinkedRole(cloud, "autoscaling.amazonaws.com");
      serviceLinkedRole(cloud, "autoscaling.amazonaws.com", { custom_suffix: "blue" });
    },
  },
  readOnly: {
    refused: (cloud) => {
      serviceLinkedRole(cloud, "eks.amazonaws.com");
      permit(cloud, "AWSServiceRoleForAmazonEKS");
    },
    accepted: (cloud) => {
      role(cloud, "ServiceRoleForAmazonEKS");
      permit(cloud, "ServiceRoleForAmazonEKS");
    },
  },
  sso: {
    refused: (cloud) => permit(cloud, ssoRole(cloud)),
    accepted: (cloud) => {
      role(cloud, "AWSReservedSSO_Administrator");
      permit(cloud, "AWSReservedSSO_Administrator");
    },
  },
});

function serviceLinkedRole(cloud: TestCloud, aws_service_name: string, more: object = {}): void {
  cloud.create("aws_iam_service_linked_role", { aws_service_name, ...more });
}

function permit(cloud: TestCloud, roleName: string): void {
  cloud.create("aws_iam_role_policy", { name: "more", role: roleName, policy: policyOf(allow()) });
}
