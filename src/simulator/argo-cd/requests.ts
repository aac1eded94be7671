import type { KubernetesApi } from "../kubernetes/api.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { refreshAnnotation } from "./application.ts";
import { checkNoOperation } from "./sync/automation.ts";
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
