import { expect, test } from "vitest";
import { allControllers } from "../../all-controllers.ts";
import { testCloud } from "../../testing/cloud.ts";
import { testSpot } from "../../testing/spot.ts";
import { clusterInsides } from "../add-ons/cluster-insides.ts";
import { testCluster } from "../testing/cluster.ts";

/** Tables of what machines and controllers bring. */
const ofMachines =
  /ec2\/(instance|volume|network-interface|security-group)$|eks\/node$|elb\/|^spot\/.*\/ocean$|^kubernetes\//;

/** A cluster with nodes of Ocean, add-ons and a Service that is published. */
function wholeCluster() {
  const spot = testSpot();
  const before = new Set(spot.world.ledger().map(({ table, id }) => `${table} ${id}`));
  const inside = testCluster({ world: spot.world, controllers: allControllers });
  const cloud = testCloud({ world: spot.world, insides: clusterInsides(inside.clusters) });
  const addOn = (addon_name: string) => cloud.create("aws_eks_addon", { cluster_name: "test", addon_name });
  const early = [addOn("vpc-cni"), addOn("kube-proxy")];
  const ocean = spot.ocean();
  const addOns = [...early, addOn("coredns"), addOn("aws-ebs-csi-driver"), addOn("aws-guardduty-agent")];
  const service = inside.api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "default" },
    spec: { type: "LoadBalancer", selector: { app: "web" }, ports: [{ port: 80 }] },
  });
  inside.run(300);
  const left = () =>
    spot.world
      .ledger()
      .filter(({ table, id }) => ofMachines.test(table) && !before.has(`${table} ${id}`))
      .map(({ table, id }) => `${table} ${id}`);
  return { spot, cloud, inside, ocean, addOns, service, left };
}

test("a cluster that is torn down in order leaves nothing of its machines and load balancers", () => {
  const { spot, cloud, inside, ocean, addOns, service, left } = wholeCluster();
  expect(left().some((row) => row.includes("elb/load-balancer"))).toBe(true);
  inside.api.delete(service);
  inside.run(300);
  for (const addOn of addOns.reverse()) cloud.delete("aws_eks_addon", addOn);
  spot.delete("spotinst_ocean_aws", ocean);
  cloud.delete("aws_eks_cluster", cloud.import("aws_eks_cluster", "test"));
  expect(left()).toEqual([]);
});

test("a cluster that goes first leaves its load balancer and Ocean's instances, which run on and cost", () => {
  const { spot, cloud, ocean, left } = wholeCluster();
  cloud.delete("aws_eks_cluster", cloud.import("aws_eks_cluster", "test"));
  const kinds = new Set(left().map((row) => row.split(" ")[0]?.split("/").slice(-2).join("/")));
  expect([...kinds].sort()).toEqual([
    "act-0123abcd/ocean",
    "ec2/instance",
    "ec2/network-interface",
    "ec2/security-group",
    "ec2/volume",
    "elb/load-balancer",
  ]);
  spot.delete("spotinst_ocean_aws", ocean);
  expect(left().some((row) => row.includes("ec2/instance"))).toBe(false);
});
