import type { Controller, ControllerContext } from "../../controller.ts";
import { recordEvent } from "../../events.ts";
import { isTerminating, type KubernetesObject } from "../../object.ts";
import { podSpecOf } from "../pods/pod-types.ts";
import { hasEnded, podsIn } from "../pods/pods.ts";
import { findNode, type NodeView, type Taint, tolerates } from "./nodes.ts";

/** Seconds that pods stay on a node that is not ready or out of reach, unless they say otherwise. Source: DefaultTolerationSeconds. */
const usualPatience = 300;

const patientTaints: ReadonlySet<string> = new Set(["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]);

/** Deletes pods from nodes with a taint of effect NoExecute that they do not tolerate, or no longer. */
export const taintEviction: Controller = {
  name: "taint-eviction-controller",
  watches: ["/Node", "/Pod"],
  reconcile(context) {
    for (const pod of podsIn(context.cluster)) {
      const { nodeName } = podSpecOf(pod);
      const node = nodeName === "" ? undefined : findNode(context.cluster, nodeName);
      if (node && !isTerminating(pod) && !hasEnded(pod)) evict(context, pod, node);
    }
  },
};

function evict(context: ControllerContext, pod: KubernetesObject, node: NodeView): void {
  for (const taint of node.taints) {
    if (taint.effect !== "NoExecute") continue;
    const patience = patienceOf(pod, taint);
    const key = `evict ${pod.metadata.uid} ${taint.key}`;
    if (patience === null || !(patience === 0 || context.elapsed(key, patience))) continue;
    const message = `Marking for deletion Pod ${pod.metadata.namespace}/${pod.metadata.name}`;
    recordEvent(context, pod, { type: "Normal", reason: "TaintManagerEviction", message });
    context.api.delete(pod);
    return;
  }
}

/** Seconds that a pod puts up with a taint; null for one that does for ever. */
function patienceOf(pod: KubernetesObject, taint: Taint): number | null {
  const fitting = podSpecOf(pod).tolerations.filter((toleration) => tolerates(toleration, taint));
  if (fitting.length === 0) return patientTaints.has(taint.key) ? usualPatience : 0;
  const limits = fitting.map(({ seconds }) => seconds).filter((seconds) => seconds !== null);
  return limits.length < fitting.length ? null : Math.min(...limits);
}
