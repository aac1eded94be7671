import { rangeOf } from "../../aws/ec2/addressing.ts";
import { formatAddress, sizeOf } from "../../aws/ec2/cidr.ts";
import type { Cluster } from "../cluster.ts";
import { textAt } from "../fields.ts";
import { type KubernetesObject, kindKey } from "../object.ts";

/** Addresses at the begin of the range that the server keeps for services that ask for one, such as that of the name server. */
const kept = 16n;

/** A Service with an address of the cluster's range, unless it has one, wants none or stands for a name elsewhere. */
export function withClusterAddress(service: KubernetesObject, cluster: Cluster): KubernetesObject {
  const type = textAt(service, "spec.type") || "ClusterIP";
  const spec = { type, ...service.spec };
  const cidr = cluster.eks?.service.ipv4Cidr ?? cluster.eks?.service.ipv6Cidr;
  if (type === "ExternalName" || textAt(service, "spec.clusterIP") !== "" || !cidr) return { ...service, spec };
  const range = rangeOf(cidr);
  const taken = new Set(cluster.store.list(kindKey(service)).map((other) => textAt(other, "spec.clusterIP")));
  const { namespace = "", name } = service.metadata;
  const size = sizeOf(range) - kept - 1n;
  let place =
    BigInt(cluster.world.ids.number(1 << 30, "kubernetes/cluster-ip", [cluster.name, namespace, name])) % size;
  const address = (): string => formatAddress(range.family, range.network + kept + place);
  while (taken.has(address())) place = (place + 1n) % size;
  return { ...service, spec: { ...spec, clusterIP: address() } };
}
