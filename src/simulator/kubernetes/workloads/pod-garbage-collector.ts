import type { Controller } from "../controller.ts";
import { isTerminating } from "../object.ts";
import { podSpecOf } from "./pods/pod-types.ts";
import { podsIn } from "./pods/pods.ts";
import { findNode } from "./scheduling/nodes.ts";

/** Seconds that a node may be missing before its pods are given up. Source: kube-controller-manager, pod garbage collector. */
const quarantine = 40;

/** Removes the pods of nodes that are gone, so that others take their place. */
export const podGarbageCollector: Controller = {
  name: "pod-garbage-collector",
  watches: ["/Pod", "/Node"],
  reconcile({ api, cluster, elapsed }) {
    for (const pod of podsIn(cluster)) {
      const { nodeName } = podSpecOf(pod);
      if (nodeName === "" || findNode(cluster, nodeName)) continue;
      if (isTerminating(pod) || elapsed(`orphan ${pod.metadata.uid}`, quarantine)) {
        api.delete(pod, "Background", { withoutGrace: true });
      }
    }
  },
};
