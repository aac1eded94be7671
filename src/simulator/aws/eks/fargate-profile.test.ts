import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import type { TestCloud } from "../../testing/cloud.ts";
import { roleFor, userWith } from "../../testing/cluster.ts";
import { cloudWithNetwork } from "../../testing/cluster-network.ts";
import { refusalOf } from "../../testing/rule-test.ts";
import { eks } from "./records.ts";

const type = "aws_eks_fargate_profile";

describe("a Fargate profile", () => {
  test("takes the private subnets of the cluster when none are named, and reads as it was made", () => {
    const { cloud, network } = cloudWithNetwork();
    const state = make(cloud, "system");
    expect(state.subnet_ids).toEqual(network.privateSubnets);
    expect(state.status).toBe("ACTIVE");
    expect(cloud.read(type, state)).toEqual(state);
    expect(cloud.import(type, "test:system")).toEqual(state);
  });

  test("lets its role into the cluster until the last profile that has it is gone", () => {
    const { cloud } = cloudWithNetwork();
    const first = make(cloud, "first");
    const second = make(cloud, "second", { pod_execution_role_arn: String(first.pod_execution_role_arn) });
    expect(eks.accessEntries(cloud.aws).rows()).toMatchObject([{ type: "FARGATE_LINUX" }]);
    cloud.delete(type, first);
    expect(eks.accessEntries(cloud.aws).size).toBe(1);
    cloud.delete(type, second);
    expect(eks.accessEntries(cloud.aws).size).toBe(0);
  });

  test("gives CoreDNS a place that asks for Fargate", () => {
    const { cloud } = cloudWithNetwork();
    const install = () =>
      cloud.create("aws_eks_addon", {
        cluster_name: "test",
        addon_name: "coredns",
        configuration_values: '{"computeType":"Fargate"}',
      });
    make(cloud, "default");
    expect(install).toThrow("InsufficientNumberOfReplicas");
    cloud.delete("aws_eks_addon", cloud.import("aws_eks_addon", "test:coredns"));
    make(cloud, "system", { selector: [{ namespace: "kube-*", labels: { "k8s-app": "kube-dns" } }] });
    install();
  });

  test("is replaced when its selectors change, and tagged in place", () => {
    const { cloud, network } = cloudWithNetwork();
    const named = { subnet_ids: network.privateSubnets, pod_execution_role_arn: podRole(cloud, "pods") };
    const state = make(cloud, "default", named);
    const plan = (rest: Values) => cloud.plan(type, state, config(cloud, "default", { ...named, ...rest }));
    expect(plan({ selector: [{ namespace: "other" }] }).action).toBe("replace");
    expect(plan({ tags: { team: "data" } }).action).toBe("update");
  });

  test("is made by those only who may pass its role and look at subnets", () => {
    const { cloud } = cloudWithNetwork();
    const pod_execution_role_arn = podRole(cloud, "pods");
    const user = userWith(cloud, ["eks:CreateFargateProfile"]);
    expect(() => make(user, "default", { pod_execution_role_arn })).toThrow("iam:PassRole");
  });
});

describe("quotas", () => {
  const namespaces = (count: number) => Array.from({ length: count }, (_, index) => ({ namespace: `n${index}` }));
  const labels = (count: number) => Object.fromEntries(namespaces(count).map(({ namespace }) => [namespace, "x"]));

  test("a cluster has at most ten profiles", () => {
    const { cloud } = cloudWithNetwork();
    const pod_execution_role_arn = podRole(cloud, "pods");
    for (let index = 0; index < 10; index += 1) make(cloud, `p${index}`, { pod_execution_role_arn });
    expect(codeOf(() => make(cloud, "p10", { pod_execution_role_arn }))).toBe("ResourceLimitExceededException");
  });

  test("a profile has at most five selectors", () => {
    make(cloudWithNetwork().cloud, "default", { selector: namespaces(5) });
    const six = () => make(cloudWithNetwork().cloud, "default", { selector: namespaces(6) });
    expect(codeOf(six)).toBe("ResourceLimitExceededException");
  });

  test("a selector has at most five labels", () => {
    const withLabels = (count: number) => () =>
      make(cloudWithNetwork().cloud, "default", { selector: [{ namespace: "default", labels: labels(count) }] });
    withLabels(5)();
    expect(codeOf(withLabels(6))).toBe("ResourceLimitExceededException");
  });
});

function make(cloud: TestCloud, name: string, rest: Values = {}): Values {
  return cloud.create(type, config(cloud, name, rest));
}

function config(cloud: TestCloud, name: string, rest: Values = {}): Values {
  return {
    cluster_name: "test",
    fargate_profile_name: name,
    pod_execution_role_arn: rest.pod_execution_role_arn ?? podRole(cloud, `pods-${name}`),
    selector: [{ namespace: "default" }],
    ...rest,
  };
}

function podRole(cloud: TestCloud, name: string): string {
  return roleFor(cloud, name, "eks-fargate-pods.amazonaws.com");
}

function codeOf(action: () => void): string | undefined {
  return refusalOf(action)?.code;
}
