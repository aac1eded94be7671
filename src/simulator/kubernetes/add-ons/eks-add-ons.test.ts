import { describe, expect, test } from "vitest";
import type { TestCloud } from "../../testing/cloud.ts";
import { changeCluster, cloudWithCluster } from "../../testing/cluster.ts";
import { openCluster, startInstance } from "../../testing/self-managed-nodes.ts";
import { objectsAt, textAt } from "../fields.ts";
import { nodeControllers } from "../nodes/controllers.ts";
import { type TestCluster, testCluster } from "../testing/cluster.ts";
import { addOnControllers } from "./controllers.ts";
import { coverageOf } from "./guardduty-coverage.ts";

function inside(cloud: TestCloud): TestCluster {
  return testCluster({ world: cloud.world, controllers: [...nodeControllers, ...addOnControllers] });
}

describe("an add-on", () => {
  test.each([
    ["vpc-cni", "apps/DaemonSet", "aws-node"],
    ["kube-proxy", "apps/DaemonSet", "kube-proxy"],
    ["eks-pod-identity-agent", "apps/DaemonSet", "eks-pod-identity-agent"],
  ])("%s brings the %s %s", (addOn, kind, name) => {
    const cloud = cloudWithCluster();
    cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: addOn });
    const test = inside(cloud);
    test.run(1);
    expect(test.api.find(kind, name, "kube-system")).toBeDefined();
  });

  test("of an image in the Region's registry, with its version", () => {
    const cloud = cloudWithCluster();
    const { addon_version } = cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "vpc-cni" });
    const test = inside(cloud);
    test.run(1);
    const pods = test.api.find("apps/DaemonSet", "aws-node", "kube-system");
    expect(objectsAt(pods, "spec.template.spec.containers").map((one) => textAt(one, "image"))).toEqual([
      `602401143452.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:${String(addon_version)}`,
    ]);
  });

  test("changes its objects with its configuration, and leaves what others changed until then", () => {
    const cloud = cloudWithCluster();
    const config = { cluster_name: "test", addon_name: "vpc-cni" };
    const state = cloud.create("aws_eks_addon", config);
    const test = inside(cloud);
    test.run(1);
    const pods = test.api.find("apps/DaemonSet", "aws-node", "kube-system");
    if (pods) test.api.patch(pods, { metadata: { annotations: { owner: "somebody" } } });
    cloud.update(state, "aws_eks_addon", {
      ...config,
      configuration_values: JSON.stringify({ enableNetworkPolicy: "true" }),
    });
    test.run(1);
    const later = test.api.find("apps/DaemonSet", "aws-node", "kube-system");
    expect(objectsAt(later, "spec.template.spec.containers").map((one) => textAt(one, "name"))).toEqual([
      "aws-node",
      "aws-eks-nodeagent",
    ]);
    expect(later?.metadata.annotations).toMatchObject({ owner: "somebody" });
  });

  test("takes its objects with it but for its kinds, or leaves them all when told so", () => {
    const cloud = cloudWithCluster();
    const state = cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "vpc-cni" });
    const kept = cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "kube-proxy", preserve: true });
    const test = inside(cloud);
    test.run(1);
    cloud.delete("aws_eks_addon", state);
    cloud.delete("aws_eks_addon", kept);
    test.run(1);
    expect(test.api.find("apps/DaemonSet", "aws-node", "kube-system")).toBeUndefined();
    expect(test.api.find("/ServiceAccount", "aws-node", "kube-system")).toBeUndefined();
    const crds = test.api.list("apiextensions.k8s.io/CustomResourceDefinition");
    expect(crds.map(({ metadata }) => metadata.name)).toContain("securitygrouppolicies.vpcresources.k8s.aws");
    expect(test.api.find("apps/DaemonSet", "kube-proxy", "kube-system")).toBeDefined();
  });

  test("that failed brings nothing", () => {
    const cloud = cloudWithCluster({ customisedFields: { coredns: ["Deployment.apps coredns - .spec.replicas"] } });
    expect(() => cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "coredns" })).toThrow("Conflict");
    const test = inside(cloud);
    test.run(1);
    expect(test.api.find("apps/Deployment", "coredns", "kube-system")).toBeUndefined();
  });
});

test("a cluster comes with the objects of the add-ons that nobody manages", () => {
  const cloud = cloudWithCluster();
  changeCluster(cloud, { selfManagedAddOns: ["vpc-cni", "coredns", "kube-proxy"] });
  const test = inside(cloud);
  test.run(1);
  expect(test.api.find("apps/Deployment", "coredns", "kube-system")?.spec).toMatchObject({ replicas: 2 });
  expect(test.api.find("/Service", "kube-dns", "kube-system")?.spec).toMatchObject({ clusterIP: "172.20.0.10" });
});

test("the EBS driver brings no StorageClass unless it is asked for one", () => {
  const open = openCluster();
  startInstance(open);
  const { cloud } = open;
  const test = inside(cloud);
  test.run(300);
  const config = { cluster_name: "test", addon_name: "aws-ebs-csi-driver" };
  const state = cloud.create("aws_eks_addon", config);
  test.run(1);
  const classes = () => test.api.list("storage.k8s.io/StorageClass").map(({ metadata }) => metadata.name);
  expect(test.api.find("storage.k8s.io/CSIDriver", "ebs.csi.aws.com")).toBeDefined();
  expect(classes()).toEqual(["gp2"]);
  cloud.update(state, "aws_eks_addon", {
    ...config,
    configuration_values: JSON.stringify({ defaultStorageClass: { enabled: true } }),
  });
  test.run(1);
  expect(classes()).toEqual(["ebs-csi-default-sc", "gp2"]);
});

test("coverage by GuardDuty is unhealthy without an endpoint, and the agent's DaemonSet says why", () => {
  const open = openCluster();
  startInstance(open);
  open.cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "aws-guardduty-agent" });
  const test = inside(open.cloud);
  test.run(300);
  expect(coverageOf(test.cluster)).toMatchObject({
    status: "UNHEALTHY",
    issue: expect.stringContaining("guardduty-data"),
  });
  const events = test.api.list("/Event", { namespace: "amazon-guardduty" });
  expect(events.map((event) => textAt(event, "reason"))).toContain("CoverageUnhealthy");
  open.cloud.create("aws_vpc_endpoint", {
    vpc_id: open.network.vpc,
    service_name: "com.amazonaws.us-east-1.guardduty-data",
    vpc_endpoint_type: "Interface",
    subnet_ids: open.network.privateSubnets,
    security_group_ids: [open.network.clusterGroup],
    private_dns_enabled: true,
  });
  test.run(1);
  expect(coverageOf(test.cluster)).toEqual({ status: "HEALTHY", issue: "" });
});
