import type { Values } from "../../../planning/values.ts";
import type { TestCloud } from "../../../testing/cloud.ts";
import { changeCluster, cloudWithCluster, roleFor } from "../../../testing/cluster.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { accessRules } from "./access.ts";

const foreignRole = "arn:aws:iam::210987654321:role/data";

testRules(accessRules, cloudWithCluster, {
  mode: {
    refused(cloud) {
      changeCluster(cloud, { authenticationMode: "CONFIG_MAP" });
      entry(cloud);
    },
    accepted(cloud) {
      changeCluster(cloud, { authenticationMode: "API_AND_CONFIG_MAP" });
      entry(cloud);
    },
  },
  duplicate: {
    refused(cloud) {
      entry(cloud);
      entry(cloud);
    },
    accepted(cloud) {
      entry(cloud);
      entry(cloud, { principal_arn: roleFor(cloud, "other", "ec2.amazonaws.com") });
    },
  },
  principal: {
    refused: (cloud) => void entry(cloud, { principal_arn: "arn:aws:iam::123456789012:role/nobody" }),
    accepted: (cloud) => void entry(cloud, { principal_arn: foreignRole }),
  },
  principalKind: {
    refused: (cloud) => void entry(cloud, { principal_arn: "arn:aws:sts::123456789012:assumed-role/admin/me" }),
    accepted: (cloud) => void entry(cloud, { principal_arn: user(cloud) }),
  },
  serviceLinkedRole: {
    refused(cloud) {
      const { arn } = cloud.create("aws_iam_service_linked_role", { aws_service_name: "spot.amazonaws.com" });
      entry(cloud, { principal_arn: String(arn) });
    },
    accepted: (cloud) => void entry(cloud),
  },
  nodePrincipal: {
    refused: (cloud) => void entry(cloud, { type: "EC2_LINUX", principal_arn: foreignRole }),
    accepted: (cloud) => void entry(cloud, { type: "EC2_LINUX" }),
  },
  nodeFields: {
    refused: (cloud) => void entry(cloud, { type: "EC2_LINUX", kubernetes_groups: ["viewers"] }),
    accepted: (cloud) => void entry(cloud, { type: "STANDARD", kubernetes_groups: ["viewers"] }),
  },
  userName: {
    refused: (cloud) => void entry(cloud, { user_name: "system:admin" }),
    accepted: (cloud) => void entry(cloud, { user_name: "admin:system" }),
  },
  group: {
    refused: (cloud) => void entry(cloud, { kubernetes_groups: ["viewers", "system:masters"] }),
    accepted: (cloud) => void entry(cloud, { kubernetes_groups: ["viewers", "masters"] }),
  },
  notFound: {
    refused: (cloud) => void association(cloud, { principal_arn: roleFor(cloud, "admin", "ec2.amazonaws.com") }),
    accepted: (cloud) => void association(cloud, entry(cloud)),
  },
  policyType: {
    refused: (cloud) => void association(cloud, entry(cloud, { type: "EC2_LINUX" })),
    accepted(cloud) {
      association(cloud, entry(cloud, { type: "EC2" }), { policy_arn: policy("AmazonEKSAutoNodePolicy") });
    },
  },
  policyForm: {
    refused(cloud) {
      const policy_arn = "arn:aws:iam::aws:policy/AmazonEKSViewPolicy";
      association(cloud, entry(cloud), { policy_arn });
    },
    accepted: (cloud) => void association(cloud, entry(cloud)),
  },
  policyMissing: {
    refused(cloud) {
      association(cloud, entry(cloud), { policy_arn: policy("AmazonEKSGuestPolicy") });
    },
    accepted: (cloud) => void association(cloud, entry(cloud)),
  },
  scope: {
    refused: (cloud) => void association(cloud, entry(cloud), scope("namespace", [])),
    accepted: (cloud) => void association(cloud, entry(cloud), scope("namespace", ["web", "db-*"])),
  },
});

function entry(cloud: TestCloud, changes: Values = {}): Values {
  const principal_arn = roleFor(cloud, "admin", "ec2.amazonaws.com");
  return cloud.create("aws_eks_access_entry", { cluster_name: "test", principal_arn, ...changes });
}

function association(cloud: TestCloud, of: Values, changes: Values = {}): Values {
  const principal_arn = String(of.principal_arn);
  const view = { policy_arn: policy("AmazonEKSViewPolicy"), ...scope("cluster", null), ...changes };
  return cloud.create("aws_eks_access_policy_association", { cluster_name: "test", principal_arn, ...view });
}

function policy(name: string): string {
  return `arn:aws:eks::aws:cluster-access-policy/${name}`;
}

function scope(type: string, namespaces: readonly string[] | null): Values {
  return { access_scope: [{ type, namespaces }] };
}

function user(cloud: TestCloud): string {
  return String(cloud.create("aws_iam_user", { name: "operator" }).arn);
}
