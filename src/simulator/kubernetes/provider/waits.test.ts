import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { providerCluster } from "../../testing/provider-cluster.ts";
import type { Controller } from "../controller.ts";
import { recordEvent } from "../events.ts";
import { providerOn } from "./testing/provider.ts";

const service: Values = {
  metadata: [{ name: "web", namespace: "team" }],
  spec: [{ type: "LoadBalancer", selector: { app: "web" }, port: [{ port: 80 }] }],
};

/** Gives a load balancer after a minute, or says why it cannot. */
function balancer(problem?: string): Controller {
  return {
    name: "balancer",
    watches: ["/Service"],
    reconcile: ({ api, elapsed }) => {
      for (const object of api.list("/Service", { namespace: "team" })) {
        if (problem)
          recordEvent({ api }, object, { type: "Warning", reason: "SyncLoadBalancerFailed", message: problem });
        else if (object.status?.loadBalancer === undefined && elapsed(object.metadata.uid, 60)) {
          api.setStatus(object, { loadBalancer: { ingress: [{ hostname: "web.elb.amazonaws.com" }] } });
        }
      }
    },
  };
}

test("a service of type LoadBalancer is waited for until it has an address", () => {
  const provider = providerOn(providerCluster([balancer()]));
  expect(provider.create("kubernetes_service_v1", service)).toMatchObject({
    status: [{ load_balancer: [{ ingress: [{ hostname: "web.elb.amazonaws.com" }] }] }],
  });
  expect(provider.provider.operations.at(-1)?.seconds).toBe(60.2);
});

test("a wait that ends in vain says the last warnings", () => {
  const provider = providerOn(providerCluster([balancer("could not find any suitable subnets for creating the ELB")]));
  expect(() => provider.create("kubernetes_service_v1", service)).toThrow(
    "web (Service): SyncLoadBalancerFailed: could not find any suitable subnets for creating the ELB",
  );
});

test("an object whose wait ends in vain is tainted", () => {
  const provider = providerOn(providerCluster([]));
  const planned = provider.plan("kubernetes_service_v1", null, service).planned;
  const { state, diagnostics } = provider.provider.applyResource("kubernetes_service_v1", null, planned, planned);
  expect(state?.id).toBe("team/web");
  expect(diagnostics).toHaveLength(1);
  expect(provider.provider.operations.at(-1)?.seconds).toBe(600.2);
});

test("a configured time-out is kept to", () => {
  const cluster = providerCluster([balancer()]);
  const hurried = { ...service, timeouts: { create: "59s" } };
  const before = cluster.inside.cluster.now.getTime();
  expect(() => providerOn(cluster).create("kubernetes_service_v1", hurried)).toThrow("to assign IP/hostname");
  expect((cluster.inside.cluster.now.getTime() - before) / 1_000).toBe(59);
});
