import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, flagAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, isTrue, type KubernetesObject, ownedBy } from "../../kubernetes/object.ts";
import { primaryOf } from "./archiving.ts";
import type { Operator } from "./cluster.ts";
import { viewOf } from "./cluster-view.ts";
import { nextTime, parseSchedule } from "./cron.ts";
import { kinds, labels } from "./kinds.ts";
import { uploadAs } from "./object-store.ts";

/** Makes a Backup for every time of a schedule that has come; nothing waits for the next one. */
export function reconcileSchedules({ api, cluster }: ControllerContext): void {
  for (const scheduled of api.list(kinds.scheduledBackup)) {
    if (isTerminating(scheduled) || flagAt(scheduled.spec, "suspend")) continue;
    const schedule = parseSchedule(textAt(scheduled.spec, "schedule"));
    if (typeof schedule === "string") continue;
    const next = textAt(scheduled.status, "nextScheduleTime");
    const isFirst = next === "";
    const isDue = isFirst ? flagAt(scheduled.spec, "immediate") : new Date(next) <= cluster.now;
    if (isDue) makeBackup({ api, cluster }, scheduled);
    if (!isFirst && !isDue) continue;
    const time = cluster.now.toISOString();
    api.setStatus(scheduled, {
      lastCheckTime: time,
      ...(isDue ? { lastScheduleTime: time } : {}),
      nextScheduleTime: nextTime(schedule, cluster.now)?.toISOString() ?? "",
    });
  }
}

function makeBackup({ api, cluster }: Pick<ControllerContext, "api" | "cluster">, scheduled: KubernetesObject): void {
  const { name, namespace = "" } = scheduled.metadata;
  const stamp = cluster.now.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
  const owner = textAt(scheduled.spec, "backupOwnerReference") || "none";
  const target = api.find(kinds.cluster, textAt(scheduled.spec, "cluster.name"), namespace);
  const owners = owner === "self" ? [ownedBy(scheduled)] : owner === "cluster" && target ? [ownedBy(target)] : [];
  const backup = `${name}-${stamp}`;
  if (api.find(kinds.backup, backup, namespace)) return;
  api.create({
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Backup",
    metadata: {
      name: backup,
      namespace,
      labels: { [labels.cluster]: textAt(scheduled.spec, "cluster.name"), "cnpg.io/scheduled-backup": name },
      ownerReferences: owners,
    },
    spec: {
      cluster: at(scheduled.spec, "cluster"),
      method: textAt(scheduled.spec, "method") || "barmanObjectStore",
      ...(at(scheduled.spec, "pluginConfiguration") === undefined
        ? {}
        : { pluginConfiguration: at(scheduled.spec, "pluginConfiguration") }),
    },
  });
}

const ended = ["completed", "failed"];

/** Takes backups, one look at a time: from the pod of the primary into the object store of its Cluster. */
export function reconcileBackups(context: ControllerContext, operator: Operator): void {
  for (const backup of context.api.list(kinds.backup)) {
    if (isTerminating(backup) || ended.includes(textAt(backup.status, "phase"))) continue;
    take(context, backup, operator);
  }
}

function take(context: ControllerContext, backup: KubernetesObject, operator: Operator): void {
  const { api, cluster: place } = context;
  const { namespace = "", name, uid } = backup.metadata;
  const fail = (error: string) => api.setStatus(backup, { phase: "failed", error });
  const clusterName = textAt(backup.spec, "cluster.name");
  const cluster = api.find(kinds.cluster, clusterName, namespace);
  if (!cluster) {
    api.setStatus(backup, { phase: "pending", error: `Unknown cluster ${clusterName}` });
    return;
  }
  const method = textAt(backup.spec, "method") || "barmanObjectStore";
  if (method !== "barmanObjectStore") {
    fail(`backups by ${method} are not simulated`);
    return;
  }
  if (at(cluster.spec, "backup.barmanObjectStore") === undefined) {
    fail("cannot proceed with the backup as the cluster has no backup section");
    return;
  }
  const primary = primaryOf(context, viewOf(cluster, operator, ""));
  if (!primary || !isTrue(cluster, "ContinuousArchiving")) {
    api.setStatus(backup, { phase: primary ? "walArchivingFailing" : "pending" });
    return;
  }
  const started = api.setStatus(backup, { phase: "running", instanceID: { podName: primary.metadata.name } });
  if (!context.elapsed(`take ${uid}`, 30)) return;
  const stamp = place.now.toISOString().replaceAll(/[-:]/g, "").slice(0, 15);
  const problem = uploadAs(context, cluster, primary, { path: `base/${stamp}/data.tar.gz`, content: name });
  if (problem !== undefined) {
    fail(`can't execute backup: ${problem}`);
    return;
  }
  const time = place.now.toISOString();
  const destinationPath = textAt(cluster.spec, "backup.barmanObjectStore.destinationPath");
  const current = api.setStatus(started, { phase: "completed", backupId: stamp, stoppedAt: time, destinationPath });
  const view = api.find(kinds.cluster, clusterName, namespace);
  if (view) api.setStatus(view, { lastSuccessfulBackup: textAt(current.status, "stoppedAt") });
}
