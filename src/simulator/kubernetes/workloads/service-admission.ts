import { type Cidr, contains, formatAddress, parseCidr, sizeOf } from "../../aws/ec2/cidr.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import { at, numberAt, objectsAt, textAt } from "../fields.ts";
import type { KubernetesObject } from "../object.ts";
import { refuseIf, refuseUnless } from "../server/kubernetes-error.ts";
import { workloadRules as rules } from "./rules.ts";

/** Ports of nodes that Services get. Source: Kubernetes documentation, Service. */
const nodePorts = { first: 30_000, count: 2_768 } as const;

/**
 * A Service with the address of the cluster and the ports of its nodes that the API server gives it.
 *
 * @throws KubernetesError for an address or port that it asks for and cannot have
 */
export function admitService(service: KubernetesObject, cluster: Cluster): KubernetesObject {
  const type = textAt(service, "spec.type") || "ClusterIP";
  if (type === "ExternalName") return service;
  const clusterIP = addressFor(service, cluster);
  const isOnNodes = type === "NodePort" || type === "LoadBalancer";
  const ports = isOnNodes ? withNodePorts(service, cluster) : objectsAt(service, "spec.ports");
  return {
    ...service,
    spec: {
      ...service.spec,
      type,
      clusterIP,
      clusterIPs: [clusterIP],
      ...(ports.length > 0 ? { ports } : {}),
    },
  };
}

function addressFor(service: KubernetesObject, cluster: Cluster): string {
  const { name, uid } = service.metadata;
  const asked = textAt(service, "spec.clusterIP");
  if (asked === "None") return asked;
  const { ipv4Cidr, ipv6Cidr } = cluster.eks?.service ?? {};
  const text = ipv4Cidr ?? ipv6Cidr ?? "172.20.0.0/16";
  const range = parseCidr(text);
  if (!range) throw new RangeError(`The cluster's range of services is no range: ${text}`);
  const others = cluster.store.list("/Service").filter(({ metadata }) => metadata.uid !== uid);
  const taken = new Set(others.map((other) => textAt(other, "spec.clusterIP")));
  if (asked === "") return freeAddress(service, cluster, range, taken);
  const wanted = parseCidr(`${asked}/${range.family === 4 ? 32 : 128}`);
  refuseUnless(wanted && contains(range, wanted), rules.addressOutOfRange, name, asked, text);
  refuseIf(taken.has(asked), rules.addressTaken, name, asked);
  return asked;
}

/** Addresses are drawn above the part that is left to those that ask for one. Source: Service ClusterIP allocation. */
function freeAddress(
  { metadata }: KubernetesObject,
  cluster: Cluster,
  range: Cidr,
  taken: ReadonlySet<string>,
): string {
  const size = Number(sizeOf(range) < 65_536n ? sizeOf(range) : 65_536n);
  const reserved = Math.min(Math.max(16, size / 16), 256);
  const request = [cluster.name, metadata.namespace ?? "", metadata.name];
  for (;;) {
    const draw = reserved + cluster.world.ids.number(size - reserved - 1, "kubernetes/cluster-ip", request);
    const address = formatAddress(range.family, range.network + BigInt(draw));
    if (!taken.has(address)) return address;
  }
}

function withNodePorts(service: KubernetesObject, cluster: Cluster): readonly JsonObject[] {
  const { name, namespace = "", uid } = service.metadata;
  const others = cluster.store.list("/Service").filter(({ metadata }) => metadata.uid !== uid);
  const taken = new Set(
    others.flatMap((other) => objectsAt(other, "spec.ports").map((port) => numberAt(port, "nodePort", 0))),
  );
  return objectsAt(service, "spec.ports").map((port, index) => {
    const asked = numberAt(port, "nodePort", 0);
    if (asked !== 0) {
      const isInRange = asked >= nodePorts.first && asked < nodePorts.first + nodePorts.count;
      refuseUnless(isInRange, rules.nodePortRange, name, index, asked);
      refuseIf(taken.has(asked), rules.nodePortTaken, name, index, asked);
      taken.add(asked);
      return port;
    }
    let nodePort: number;
    do {
      const request = [cluster.name, namespace, name, at(port, "port") ?? index];
      nodePort = nodePorts.first + cluster.world.ids.number(nodePorts.count, "kubernetes/node-port", request);
    } while (taken.has(nodePort));
    taken.add(nodePort);
    return { ...port, nodePort };
  });
}
