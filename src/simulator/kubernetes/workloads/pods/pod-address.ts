import type { Cluster } from "../../cluster.ts";
import { textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import type { NodeView } from "../scheduling/nodes.ts";
import { podSpecOf } from "./pod-types.ts";

/** The address of a pod, in the range of its node's; drawn once, since nobody keeps a list of them. */
export function podAddress(cluster: Cluster, pod: KubernetesObject, node: NodeView): string {
  const present = textAt(pod, "status.podIP");
  if (present !== "") return present;
  if (podSpecOf(pod).hostNetwork) return node.address;
  const { name, namespace = "" } = pod.metadata;
  const draw = cluster.world.ids.number(65_000, "kubernetes/pod-address", [cluster.name, namespace, name]);
  const [first = "", second = "0"] = node.address.split(".");
  return `${first || "10"}.${second}.${Math.floor(draw / 254)}.${1 + (draw % 254)}`;
}
