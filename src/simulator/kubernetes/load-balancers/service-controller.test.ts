import { describe, expect, test } from "vitest";
import { ec2 } from "../../aws/ec2/tables.ts";
import { loadBalancers } from "../../aws/elb/load-balancer.ts";
import { type OpenCluster, openCluster, startInstance } from "../../testing/self-managed-nodes.ts";
import type { JsonObject } from "../../world/json.ts";
import { eventsOf } from "../events.ts";
import { objectsAt, textAt } from "../fields.ts";
import { nodeControllers } from "../nodes/controllers.ts";
import type { KubernetesObject } from "../object.ts";
import { type TestCluster, testCluster } from "../testing/cluster.ts";
import { loadBalancerControllers } from "./controllers.ts";

const annotation = (name: string) => `service.beta.kubernetes.io/aws-load-balancer-${name}`;

/** A cluster with one node, and a Service of type LoadBalancer after a few minutes. */
function published(changes: { spec?: JsonObject; annotations?: Readonly<Record<string, string>> } = {}) {
  const open = openCluster();
  startInstance(open);
  const inside = testCluster({
    world: open.cloud.world,
    controllers: [...nodeControllers, ...loadBalancerControllers],
  });
  inside.run(300);
  const service = inside.api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "default", annotations: changes.annotations ?? {} },
    spec: { type: "LoadBalancer", ports: [{ port: 443, nodePort: 30_443, protocol: "TCP" }], ...changes.spec },
  });
  inside.run(300);
  return { open, inside, service };
}

function current({ api }: TestCluster): KubernetesObject | undefined {
  return api.find("/Service", "web", "default");
}

function hostnameOf(inside: TestCluster): string {
  return textAt(objectsAt(current(inside), "status.loadBalancer.ingress")[0], "hostname");
}

function reasons(inside: TestCluster, service: KubernetesObject): readonly string[] {
  return eventsOf(inside.api, service).map((event) => textAt(event, "reason"));
}

function groups({ cloud }: OpenCluster) {
  return ec2.securityGroups(cloud.aws).rows();
}

describe("a Service of type LoadBalancer", () => {
  test("gets a classic load balancer in the public subnets, with the tags by which it is found again", () => {
    const { open, inside, service } = published();
    const [made] = loadBalancers(open.cloud.aws).rows();
    expect(made).toMatchObject({
      kind: "classic",
      name: `a${service.metadata.uid.replaceAll("-", "")}`.slice(0, 32),
      subnetIds: [open.network.publicSubnet],
      listeners: [{ protocol: "TCP", port: 443, instancePort: 30_443 }],
      tags: { "kubernetes.io/service-name": "default/web", "kubernetes.io/cluster/test": "owned" },
    });
    expect(made?.instanceIds).toHaveLength(1);
    expect(hostnameOf(inside)).toMatch(/^a[0-9a-f]{31}-\d+\.us-east-1\.elb\.amazonaws\.com$/);
    expect(current(inside)?.metadata.finalizers).toContain("service.kubernetes.io/load-balancer-cleanup");
    expect(reasons(inside, service)).toEqual(expect.arrayContaining(["EnsuringLoadBalancer", "EnsuredLoadBalancer"]));
  });

  test("gets a group that lets its source ranges in, and the nodes' group lets that group in", () => {
    const { open } = published({ spec: { loadBalancerSourceRanges: ["52.44.61.21/32"] } });
    const own = groups(open).find(({ name }) => name.startsWith("k8s-elb-"));
    const ingress = own?.rules.filter(({ direction }) => direction === "ingress");
    expect(ingress).toMatchObject([
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "52.44.61.21/32" },
      { protocol: "icmp", fromPort: 3, toPort: 4, cidrIpv4: "52.44.61.21/32" },
    ]);
    const node = groups(open).find(({ id }) => id === open.network.clusterGroup);
    expect(node?.rules).toContainEqual(expect.objectContaining({ protocol: "-1", referencedSecurityGroupId: own?.id }));
  });

  test("changes its group with its ports and ranges", () => {
    const { open, inside } = published();
    const service = current(inside);
    if (service) {
      const ports = [{ port: 80, nodePort: 30_080, protocol: "TCP" }];
      inside.api.patch(service, { spec: { ports, loadBalancerSourceRanges: ["10.0.0.0/8"] } });
    }
    inside.run(60);
    const own = groups(open).find(({ name }) => name.startsWith("k8s-elb-"));
    const ingress = own?.rules.filter(({ direction, protocol }) => direction === "ingress" && protocol === "tcp");
    expect(ingress).toMatchObject([{ fromPort: 80, cidrIpv4: "10.0.0.0/8" }]);
    expect(loadBalancers(open.cloud.aws).rows()[0]?.listeners).toEqual([
      { protocol: "TCP", port: 80, instancePort: 30_080 },
    ]);
  });

  test("gets a network load balancer without a group when it asks for one", () => {
    const { open, inside } = published({ annotations: { [annotation("type")]: "nlb" } });
    expect(loadBalancers(open.cloud.aws).rows()).toMatchObject([{ kind: "network", securityGroupIds: [] }]);
    expect(groups(open).some(({ name }) => name.startsWith("k8s-elb-"))).toBe(false);
    const node = groups(open).find(({ id }) => id === open.network.clusterGroup);
    expect(node?.rules).toContainEqual(expect.objectContaining({ fromPort: 30_443, cidrIpv4: "0.0.0.0/0" }));
    expect(hostnameOf(inside)).toContain(".elb.us-east-1.amazonaws.com");
  });

  test.each([
    [{ annotations: { [annotation("type")]: "external" } }],
    [{ spec: { loadBalancerClass: "service.k8s.aws/nlb" } }],
  ])("that is meant for another controller is left alone: %j", (changes) => {
    const { open, inside } = published(changes);
    expect(loadBalancers(open.cloud.aws).size).toBe(0);
    expect(current(inside)?.metadata.finalizers ?? []).toEqual([]);
  });

  test("takes proxy protocol and an internal face from its annotations", () => {
    const { open, inside } = published({
      annotations: { [annotation("proxy-protocol")]: "*", [annotation("internal")]: "true" },
    });
    expect(loadBalancers(open.cloud.aws).rows()).toMatchObject([
      { isInternal: true, attributes: { "proxy-protocol": "*" } },
    ]);
    expect(hostnameOf(inside)).toMatch(/^internal-/);
  });

  test("without a suitable subnet says so in an event, and works once there is one", () => {
    const open = openCluster();
    const subnet = ec2.subnets(open.cloud.aws).get(open.network.publicSubnet);
    const tags = (key: string) =>
      subnet && ec2.subnets(open.cloud.aws).put(subnet.id, { ...subnet, tags: { [key]: "" } });
    tags("kubernetes.io/cluster/another");
    const inside = testCluster({ world: open.cloud.world, controllers: loadBalancerControllers });
    const service = inside.api.create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: "default" },
      spec: { type: "LoadBalancer", ports: [{ port: 80, nodePort: 30_080, protocol: "TCP" }] },
    });
    inside.run(3_600);
    const [failure] = eventsOf(inside.api, service).filter((event) => textAt(event, "type") === "Warning");
    expect(textAt(failure, "message")).toBe(
      "Error syncing load balancer: failed to ensure load balancer: could not find any suitable subnets for creating the ELB",
    );
    tags("kubernetes.io/role/elb");
    inside.run(60);
    expect(hostnameOf(inside)).not.toBe("");
    expect(reasons(inside, service)).toContain("UnAvailableLoadBalancer");
  });

  test("fails with AWS's words when the role of the cluster has lost its rights", () => {
    const open = openCluster();
    const role = { role: "cluster", policy_arn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" };
    const attached = open.cloud.import("aws_iam_role_policy_attachment", `${role.role}/${role.policy_arn}`);
    open.cloud.delete("aws_iam_role_policy_attachment", attached);
    const inside = testCluster({ world: open.cloud.world, controllers: loadBalancerControllers });
    const service = inside.api.create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: "default" },
      spec: { type: "LoadBalancer", ports: [{ port: 80, nodePort: 30_080, protocol: "TCP" }] },
    });
    inside.run(600);
    const messages = eventsOf(inside.api, service).map((event) => textAt(event, "message"));
    expect(messages.join("\n")).toContain("UnauthorizedOperation");
    expect(hostnameOf(inside)).toBe("");
  });

  test("takes everything with it that it brought, its group last, and only then goes", () => {
    const { open, inside } = published();
    const service = current(inside);
    if (service) inside.api.delete(service);
    inside.run(30);
    expect(loadBalancers(open.cloud.aws).size).toBe(0);
    expect(current(inside)).toBeDefined();
    const { seconds } = inside.run(600, () => current(inside) === undefined);
    expect(seconds).toBeGreaterThan(30);
    expect(groups(open).some(({ name }) => name.startsWith("k8s-elb-"))).toBe(false);
    expect(
      ec2
        .networkInterfaces(open.cloud.aws)
        .rows()
        .some(({ description }) => description.startsWith("ELB a")),
    ).toBe(false);
  });
});

test("a cluster that goes first leaves load balancer, interfaces and group behind, which hold the network", () => {
  const { open } = published();
  open.cloud.delete("aws_eks_cluster", open.cloud.import("aws_eks_cluster", "test"));
  expect(loadBalancers(open.cloud.aws).size).toBe(1);
  const subnet = open.cloud.import("aws_subnet", open.network.publicSubnet);
  expect(() => open.cloud.delete("aws_subnet", subnet)).toThrow("DependencyViolation");
  expect(groups(open).some(({ name }) => name.startsWith("k8s-elb-"))).toBe(true);
});
