import type { KubernetesApi } from "../kubernetes/api.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { Controller } from "../kubernetes/controller.ts";
import { objectsAt, textAt } from "../kubernetes/fields.ts";
import { isTerminating } from "../kubernetes/object.ts";
import type { World } from "../world/world.ts";
import { pointHost, resolveHost } from "./records.ts";

const gateway = "gateway.networking.k8s.io/Gateway";

/** Seconds until a person has read that a load balancer has a new name, and until resolvers know of the record. */
const reactionTime = 120;

interface PromisedHost {
  readonly host: string;
}

/**
 * Says that a person keeps the DNS of a host and points it at whatever load balancer serves it, as a rehearsal confirms what people
 * confirm. Without it nobody does, and what needs the record waits for it.
 */
export function promiseHost(world: World, host: string): void {
  world.table<PromisedHost>("dns/promise").put(host.toLowerCase(), { host: host.toLowerCase() });
}

/** True when a person keeps the DNS of a host. */
export function isPromised(world: World, host: string): boolean {
  return world.table<PromisedHost>("dns/promise").has(host.toLowerCase());
}

/** A host that a Gateway serves and that does not point at its load balancer. */
interface HostToPoint {
  readonly host: string;
  readonly target: string;
}

/** The hosts of a cluster's Gateways whose DNS records somebody has to make or to change, with what they must point at. */
export function hostsToPoint(api: KubernetesApi): readonly HostToPoint[] {
  const { world } = api.cluster;
  return api.list(gateway).flatMap((found) => {
    const target = textAt(objectsAt(found.status, "addresses")[0], "value");
    if (target === "" || isTerminating(found)) return [];
    const hosts = objectsAt(found.spec, "listeners").map((listener) => textAt(listener, "hostname"));
    return [...new Set(hosts)]
      .filter((host) => host !== "" && resolveHost(world, host) !== target)
      .map((host) => ({ host, target }));
  });
}

/** The person who keeps the domain: points promised hosts at the load balancers that the Gateways of a cluster got. */
export const domainKeeper: Controller = {
  name: "domain-keeper",
  watches: [gateway],
  reconcile({ api, cluster, elapsed }) {
    for (const { host, target } of hostsToPoint(api)) {
      if (!isPromised(cluster.world, host)) continue;
      if (elapsed(`${host} ${target}`, reactionTime)) pointHostOf(cluster, host, target);
    }
  },
};

/** Kind of the version that rises when somebody changes the DNS, for controllers that look hosts up. */
export const dnsVersion = "dns/Record";

/** Points a host at a target, so that what waits in the cluster for it sees that. */
export function pointHostOf(cluster: Cluster, host: string, target: string): void {
  pointHost(cluster.world, host, target);
  cluster.store.touch(dnsVersion);
}
