import { at, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { findKind } from "../../kubernetes/kinds.ts";
import type { AdmissionHook, AdmissionRequest } from "../../kubernetes/server/admission-hook.ts";
import { refuseIf } from "../../kubernetes/server/kubernetes-error.ts";
import { imageVersion, isAtLeast, mainImage, operatorPod } from "../operator-pod.ts";
import { parseSchedule } from "./cron.ts";
import { isOperatorImage } from "./operator-image.ts";
import { poolerParameters } from "./pooler-parameters.ts";
import { rules } from "./rules.ts";

/** What stands behind the webhook that checks a Pooler. */
export const poolerReview: AdmissionHook = {
  webhook: "vpooler.cnpg.io",
  review({ api, object, previous }) {
    const { name } = object.metadata;
    refuseIf(at(object.spec, "pgbouncer") === undefined, rules.poolerSettings, name);
    for (const parameter of Object.keys(textMapAt(object.spec, "pgbouncer.parameters"))) {
      refuseIf(!poolerParameters.has(parameter), rules.poolerParameter, name, parameter);
    }
    const cluster = textAt(object.spec, "cluster.name");
    refuseIf(cluster === "", rules.poolerCluster, name);
    refuseIf(cluster === name, rules.poolerName, name, name);
    const operator = operatorPod(api.cluster, isOperatorImage);
    const isFixed = isAtLeast(operator ? imageVersion(mainImage(operator)) : [], 1, 30);
    refuseIf(isFixed && previous && textAt(previous.spec, "cluster.name") !== cluster, rules.poolerMoved, name);
    return undefined;
  },
};

function lacksSnapshots({ api }: AdmissionRequest): boolean {
  return findKind(api.cluster, "snapshot.storage.k8s.io", "VolumeSnapshot") === undefined;
}

/** What stands behind the webhook that checks a ScheduledBackup. */
export const scheduleReview: AdmissionHook = {
  webhook: "vscheduledbackup.cnpg.io",
  review(request) {
    const { object } = request;
    const { name } = object.metadata;
    const text = textAt(object.spec, "schedule");
    const schedule = parseSchedule(text);
    if (typeof schedule === "string") refuseIf(true, rules.schedule, name, text, schedule);
    const method = textAt(object.spec, "method") || "barmanObjectStore";
    refuseIf(method === "volumeSnapshot" && lacksSnapshots(request), rules.snapshotKind, name);
    const online = at(object.spec, "online");
    refuseIf(method === "barmanObjectStore" && online !== undefined, rules.online, name, String(online));
    return undefined;
  },
};

/** What stands behind the webhook that checks a Backup. */
export const backupReview: AdmissionHook = {
  webhook: "vbackup.cnpg.io",
  review(request) {
    const { object } = request;
    const wantsSnapshot = textAt(object.spec, "method") === "volumeSnapshot";
    refuseIf(wantsSnapshot && lacksSnapshots(request), rules.backupSnapshots, object.metadata.name);
    return undefined;
  },
};
