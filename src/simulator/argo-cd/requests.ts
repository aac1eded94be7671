import type { KubernetesApi } from "../kubernetes/api.ts";
import { objectAt, textAt, textsAt } from "../kubernetes/fields.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { canonicalJson } from "../world/json.ts";
import { refreshAnnotation, specOf } from "./application.ts";
import { checkNoOperation, sourcesOf } from "./sync/automation.ts";
import { readOperation } from "./sync/operation-state.ts";

/** How somebody syncs by hand. */
interface SyncRequest {
  /** Deletes what the sources no longer have. */
  readonly prune?: boolean;
  /** Who presses the button; `admin` when left out. */
  readonly username?: string;
}

/**
 * Syncs an Application as a person does with the button Sync: once, without retries. The sync begins when controllers run.
 *
 * @throws ServiceError when a sync is running
 */
export function requestSync(api: KubernetesApi, application: KubernetesObject, request: SyncRequest = {}): void {
  const { prune = false, username = "admin" } = request;
  checkNoOperation(readOperation(application), application.operation);
  api.patch(application, {
    metadata: { annotations: { [refreshAnnotation]: "normal" } },
    operation: { initiatedBy: { username }, sync: { prune } },
  });
}

/** Has the sources of an Application looked at, as the button Refresh and webhooks of git do. */
export function requestRefresh(api: KubernetesApi, application: KubernetesObject): void {
  api.patch(application, { metadata: { annotations: { [refreshAnnotation]: "normal" } } });
}

/**
 * Ends the running sync of an Application as the button Terminate does: its hooks are deleted, what it has applied stays. One that waits
 * for a hook that cannot end keeps every later change from being synced.
 */
export function requestTermination(api: KubernetesApi, application: KubernetesObject): void {
  const state = objectAt(application.status, "operationState");
  if (textAt(state, "phase") !== "Running") return;
  api.setStatus(application, { operationState: { ...state, phase: "Terminating" } });
}

/** True when git or the Application's sources have moved on since its running sync began. */
export function isOutrun(application: KubernetesObject): boolean {
  const state = readOperation(application);
  if (state?.phase !== "Running") return false;
  const { sync } = application.status ?? {};
  const several = textsAt(sync, "revisions");
  const revisions = several.length > 0 ? several : [textAt(sync, "revision")];
  return (
    canonicalJson(revisions) !== canonicalJson(state.revisions) || state.sources !== sourcesOf(specOf(application))
  );
}
