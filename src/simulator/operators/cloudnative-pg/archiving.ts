import type { ControllerContext } from "../../kubernetes/controller.ts";
import { recordEvent } from "../../kubernetes/events.ts";
import { at, textAt } from "../../kubernetes/fields.ts";
import { conditionOf, isTrue, type KubernetesObject, withConditions } from "../../kubernetes/object.ts";
import { isReady } from "../../kubernetes/workloads/pods/pods.ts";
import type { ClusterView } from "./cluster-view.ts";
import { instancePods } from "./instances.ts";
import { kinds, labels } from "./kinds.ts";
import { uploadAs } from "./object-store.ts";

/** First file of the log that a new database archives. */
const firstFile = "wals/0000000100000000/000000010000000000000001.gz";

/**
 * Archives the log of a Cluster that has an object store: the primary's pod writes the first file as soon as it is ready, into an
 * archive that must be empty. What goes wrong is a condition of the Cluster, which is healthy all the same.
 */
export function archive(context: ControllerContext, view: ClusterView): void {
  const { api } = context;
  if (at(view.object.spec, "backup.barmanObjectStore") === undefined) return;
  const primary = primaryOf(context, view);
  const current = api.find(kinds.cluster, view.name, view.namespace);
  if (!primary || !current || isTrue(current, "ContinuousArchiving")) return;
  const problem = uploadAs(context, current, primary, {
    path: firstFile,
    content: current.metadata.uid,
    mustBeEmpty: true,
  });
  if (problem === undefined) {
    const message = "Continuous archiving is working";
    setCondition(context, current, "True", "ContinuousArchivingSuccess", message);
    return;
  }
  const message = `unexpected failure invoking barman-cloud-wal-archive: exit status 1: ${problem}`;
  setCondition(context, current, "False", "ContinuousArchivingFailing", message);
  recordEvent(context, current, { type: "Warning", reason: "ContinuousArchivingFailing", message });
}

/** The ready pod of a Cluster's primary. */
export function primaryOf(context: Pick<ControllerContext, "api">, view: ClusterView): KubernetesObject | undefined {
  return instancePods(context, view).find((pod) => pod.metadata.labels?.[labels.role] === "primary" && isReady(pod));
}

function setCondition(
  { api }: ControllerContext,
  cluster: KubernetesObject,
  status: "True" | "False",
  reason: string,
  message: string,
): void {
  const condition = { type: "ContinuousArchiving", status, reason, message };
  if (textAt(conditionOf(cluster, "ContinuousArchiving"), "message") === message) return;
  api.setStatus(cluster, { conditions: withConditions(cluster, condition) });
}
