import type { Controller, ControllerContext } from "../../controller.ts";
import { isTerminating, type KubernetesObject } from "../../object.ts";
import { podSpecOf } from "../pods/pod-types.ts";
import { hasEnded, isReady, podsIn } from "../pods/pods.ts";
import { findNode } from "../scheduling/nodes.ts";
import { kubeletTimes } from "./durations.ts";
import { type Awaited, PodStart } from "./pod-start.ts";
import type { StartCondition } from "./start-conditions.ts";

/** A pod that was looked at and needs no other look before these versions change, or the time comes that it waits for. */
interface Rest {
  readonly state: string;
  readonly awaited: Awaited | null;
}

/** Kinds that pods are started with. */
const configuration = ["/Node", "/Secret", "/ConfigMap", "/PersistentVolumeClaim", "storage.k8s.io/VolumeAttachment"];

/**
 * The kubelets of all nodes together: they start the containers of the pods on their nodes, say how far they are, and stop them.
 *
 * @param startConditions what programs need before they can work, beside what their pods say
 */
export function kubelet(startConditions: readonly StartCondition[]): Controller {
  const needed = [...new Set([...configuration, ...startConditions.flatMap(({ watches }) => watches)])];
  const resting = new WeakMap<KubernetesObject, Rest>();
  return {
    name: "kubelet",
    watches: [...new Set(["/Pod", ...needed])],
    reconcile(context) {
      const { cluster } = context;
      const state = needed.map((kind) => cluster.version(kind)).join(" ");
      for (const pod of podsIn(cluster)) {
        const { nodeName, restartPolicy } = podSpecOf(pod);
        if (nodeName === "") continue;
        if (isTerminating(pod)) {
          stop(context, pod, nodeName);
          continue;
        }
        if (hasEnded(pod) || (isReady(pod) && restartPolicy === "Always")) continue;
        const rest = resting.get(pod);
        const known = rest?.state === state ? rest : undefined;
        const due = known?.awaited && context.elapsed(known.awaited.key, known.awaited.seconds) ? known.awaited : null;
        if (known && !due) continue;
        const node = findNode(cluster, nodeName);
        if (!node?.isReachable) continue;
        const awaited = new PodStart(context, pod, node, startConditions, due).proceed();
        if (awaited) resting.set(pod, { state, awaited: awaited === "change" ? null : awaited });
      }
    },
  };
}

/** Removes a pod that somebody deleted once its containers have ended; on a node that is out of reach nobody does. */
function stop({ api, cluster, elapsed }: ControllerContext, pod: KubernetesObject, nodeName: string): void {
  if ((pod.metadata.finalizers ?? []).length > 0) return;
  const node = findNode(cluster, nodeName);
  if (node && !node.isReachable) return;
  const seconds = Math.min(kubeletTimes.stop, podSpecOf(pod).terminationGracePeriodSeconds);
  if (!node || hasEnded(pod) || elapsed(`stop ${pod.metadata.uid}`, seconds))
    api.delete(pod, "Background", { withoutGrace: true });
}
