import { expect, test } from "vitest";
import { type TestCluster, testCluster } from "../kubernetes/testing/cluster.ts";
import { definition } from "../kubernetes/testing/manifests.ts";
import { domainKeeper, hostsToPoint, promiseHost } from "./domain-keeper.ts";
import { resolveHost } from "./records.ts";

const host = "data.example.org";
const loadBalancer = "a123.elb.amazonaws.com";

test("a promised host is pointed at the load balancer after two minutes", () => {
  const world = withGateway();
  promiseHost(world.cluster.world, host);
  const { seconds } = world.run(600, () => resolveHost(world.cluster.world, host) !== undefined);
  expect(seconds).toBe(120);
  expect(resolveHost(world.cluster.world, host)).toBe(loadBalancer);
});

test("a host that nobody promised is left, and named among those that somebody has to point", () => {
  const world = withGateway();
  world.run(600);
  expect(resolveHost(world.cluster.world, host)).toBeUndefined();
  expect(hostsToPoint(world.api)).toEqual([{ host, target: loadBalancer }]);
});

test("a host follows its Gateway to another load balancer", () => {
  const world = withGateway();
  promiseHost(world.cluster.world, host);
  world.run(600);
  const [gateway] = world.api.list("gateway.networking.k8s.io/Gateway");
  if (gateway) world.api.setStatus(gateway, { addresses: [{ type: "Hostname", value: "b456.elb.amazonaws.com" }] });
  world.run(600);
  expect(resolveHost(world.cluster.world, host)).toBe("b456.elb.amazonaws.com");
  expect(hostsToPoint(world.api)).toEqual([]);
});

/** A cluster whose Gateway serves the host behind a load balancer. */
function withGateway(): TestCluster {
  const world = testCluster({ controllers: [domainKeeper] });
  world.api.create(definition({ group: "gateway.networking.k8s.io", kind: "Gateway", plural: "gateways" }));
  world.run(10);
  const gateway = world.api.create({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: "eg", namespace: "default" },
    spec: { listeners: [{ name: "https", hostname: host }, { name: "http" }] },
  });
  world.api.setStatus(gateway, { addresses: [{ type: "Hostname", value: loadBalancer }] });
  return world;
}
