import type { Controller, ControllerContext } from "../../kubernetes/controller.ts";
import { objectsAt, textAt, textsAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject } from "../../kubernetes/object.ts";
import { listed, phaseOf } from "../../kubernetes/workloads/pods/pods.ts";
import { group } from "./kinds.ts";

/**
 * What `kubectl delete` does in the chart's hook before the release goes: it deletes every resource of the operator in its namespace,
 * so that the operator can still finish them.
 */
export const victoriaMetricsCleanUp: Controller = {
  name: "vm-operator-clean-up",
  watches: ["/Pod"],
  reconcile(context) {
    for (const pod of listed(context.cluster, "/Pod")) {
      if (phaseOf(pod) === "Running" && !isTerminating(pod) && cleansUp(pod)) deleteAll(context, pod);
    }
  },
};

function cleansUp(pod: KubernetesObject): boolean {
  if (pod.metadata.ownerReferences?.[0]?.kind !== "Job") return false;
  const [container] = objectsAt(pod.spec, "containers");
  return /kubectl/.test(textAt(container, "image")) && textsAt(container, "args").some((arg) => arg.endsWith(group));
}

function deleteAll({ api, cluster }: ControllerContext, { metadata }: KubernetesObject): void {
  for (const kind of cluster.kinds().filter((name) => name.startsWith(`${group}/`))) {
    for (const object of api.list(kind, { namespace: metadata.namespace ?? "" })) {
      if (!isTerminating(object)) api.delete(object);
    }
  }
}
