import { expect } from "vitest";
import type { Values } from "../../../planning/values.ts";
import type { TestCloud } from "../../../testing/cloud.ts";
import { changeCluster, cloudWithCluster, joinNode, roleFor } from "../../../testing/cluster.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { eks } from "../records.ts";
import { addOnRules } from "./add-ons.ts";
import { podIdentityRules } from "./pod-identity.ts";

testRules(addOnRules, () => cloudWithCluster(), {
  duplicate: {
    refused(cloud) {
      install(cloud, "kube-proxy");
      install(cloud, "kube-proxy");
    },
    accepted(cloud) {
      cloud.delete("aws_eks_addon", install(cloud, "kube-proxy"));
      install(cloud, "kube-proxy");
    },
  },
  notFound: {
    refused(cloud) {
      const state = install(cloud, "kube-proxy");
      cloud.delete("aws_eks_addon", state);
      configureProxy(cloud, state);
    },
    accepted: (cloud) => configureProxy(cloud, install(cloud, "kube-proxy")),
  },
  name: {
    refused: (cloud) => void install(cloud, "kube-prox"),
    accepted: (cloud) => void install(cloud, "kube-proxy"),
  },
  version: {
    refused: (cloud) => void install(cloud, "kube-proxy", { addon_version: "v1.35.3-eksbuild.21" }),
    accepted: (cloud) => void install(cloud, "kube-proxy", { addon_version: "v1.36.0-eksbuild.17" }),
  },
  configuration: {
    refused: (cloud) => void install(cloud, "vpc-cni", { configuration_values: '{"enableNetworkPolicy":true}' }),
    accepted: (cloud) => void install(cloud, "vpc-cni", { configuration_values: '{"enableNetworkPolicy":"true"}' }),
  },
  conflict: {
    refused(cloud) {
      setProxyImageByHand(cloud);
      install(cloud, "kube-proxy");
    },
    accepted(cloud) {
      setProxyImageByHand(cloud);
      install(cloud, "kube-proxy", { resolve_conflicts_on_create: "OVERWRITE" });
    },
  },
  noReplicas: {
    refused: (cloud) => void install(cloud, "coredns"),
    accepted(cloud) {
      joinNode(cloud);
      install(cloud, "coredns");
    },
  },
  failed: {
    refused(cloud) {
      setProxyImageByHand(cloud);
      expect(() => install(cloud, "kube-proxy")).toThrow("CREATE_FAILED");
      configureProxy(cloud, cloud.import("aws_eks_addon", "test:kube-proxy"));
    },
    accepted(cloud) {
      install(cloud, "kube-proxy");
      configureProxy(cloud, cloud.import("aws_eks_addon", "test:kube-proxy"));
    },
  },
  owned: {
    refused(cloud) {
      const association = { service_account: "aws-node", role_arn: podRole(cloud, "aws-node") };
      install(cloud, "vpc-cni", { pod_identity_association: [association] });
      const [held] = eks.podIdentityAssociations(cloud.aws).rows();
      changeRole(cloud, cloud.import("aws_eks_pod_identity_association", `test,${held?.id}`));
    },
    accepted: (cloud) => changeRole(cloud, associate(cloud, "kube-system", "aws-node")),
  },
});

testRules(podIdentityRules, () => cloudWithCluster(), {
  duplicate: {
    refused(cloud) {
      associate(cloud, "default", "reader");
      associate(cloud, "default", "reader");
    },
    accepted(cloud) {
      associate(cloud, "default", "reader");
      associate(cloud, "other", "reader");
    },
  },
  notFound: {
    refused(cloud) {
      const state = associate(cloud, "default", "reader");
      cloud.delete("aws_eks_pod_identity_association", state);
      changeRole(cloud, state);
    },
    accepted: (cloud) => changeRole(cloud, associate(cloud, "default", "reader")),
  },
  role: {
    refused: (cloud) => void associate(cloud, "default", "reader", "arn:aws:iam::123456789012:role/missing"),
    accepted: (cloud) => void associate(cloud, "default", "reader", podRole(cloud, "present")),
  },
});

function install(cloud: TestCloud, addOn: string, config: Values = {}): Values {
  return cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: addOn, ...config });
}

function configureProxy(cloud: TestCloud, state: Values): void {
  const config = { cluster_name: "test", addon_name: "kube-proxy", configuration_values: '{"mode":"ipvs"}' };
  cloud.update(state, "aws_eks_addon", config);
}

function setProxyImageByHand(cloud: TestCloud): void {
  const field = 'DaemonSet.apps kube-proxy - .spec.template.spec.containers[name="kube-proxy"].image';
  changeCluster(cloud, { customisedFields: { "kube-proxy": [field] } });
}

function associate(cloud: TestCloud, namespace: string, serviceAccount: string, role?: string): Values {
  return cloud.create("aws_eks_pod_identity_association", {
    cluster_name: "test",
    namespace,
    service_account: serviceAccount,
    role_arn: role ?? podRole(cloud, serviceAccount),
  });
}

function changeRole(cloud: TestCloud, state: Values): void {
  cloud.update(state, "aws_eks_pod_identity_association", {
    cluster_name: "test",
    namespace: state.namespace ?? null,
    service_account: state.service_account ?? null,
    role_arn: podRole(cloud, "other"),
  });
}

function podRole(cloud: TestCloud, name: string): string {
  return roleFor(cloud, name, "pods.eks.amazonaws.com");
}
