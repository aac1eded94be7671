import type { Controller, ControllerContext } from "../controller.ts";
import { isTerminating, type KubernetesObject } from "../object.ts";
import { kubeletTimes } from "./durations.ts";
import { findNode } from "./nodes.ts";
import { PodStart } from "./pod-start.ts";
import { podSpecOf } from "./pod-types.ts";
import { hasEnded, isReady, podsIn } from "./pods.ts";
import type { StartCondition } from "./start-conditions.ts";

/** Kinds that pods are started with. */
const configuration = ["/Node", "/Secret", "/ConfigMap", "/PersistentVolumeClaim", "storage.k8s.io/VolumeAttachment"];

/**
 * The kubelets of all nodes together: they start the containers of the pods on their nodes, say how far they are, and stop them.
 *
 * @param startConditions what programs need before they can work, beside what their pods say
 */
export function kubelet(startConditions: readonly StartCondition[]): Controller {
  const needed = [...new Set([...configuration, ...startConditions.flatMap(({ watches }) => watches)])];
  const resting = new WeakMap<KubernetesObject, string>();
  return {
    name: "kubelet",
    watches: [...new Set(["/Pod", ...needed])],
    reconcile(context) {
      const { cluster } = context;
      const state = needed.map((kind) => cluster.version(kind)).join(" ");
      for (const pod of podsIn(cluster)) {
        const { nodeName, restartPolicy } = podSpecOf(pod);
        if (nodeName === "" || resting.get(pod) === state) continue;
        if (isTerminating(pod)) {
          stop(context, pod, nodeName);
          continue;
        }
        if (hasEnded(pod) || (isReady(pod) && restartPolicy === "Always")) continue;
        const node = findNode(cluster, nodeName);
        if (!node?.isReachable) continue;
        // A pod that waits for nothing but a change of these kinds needs no other look before.
        if (new PodStart(context, pod, node, startConditions).proceed() === "stuck") resting.set(pod, state);
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
