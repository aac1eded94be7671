type Level = "reader" | "writer" | "admin";

/** Actions a role may hold, by the system role that includes them [spacelift.md §2, rbac-system.md]. */
const byLevel: Readonly<Record<Level, readonly string[]>> = {
  reader: ["SPACE_READ", "RUN_CANCEL", "RUN_COMMENT", "RUN_RETRY", "RUN_STOP", "STACK_SET_STAR"],
  writer: [
    "SPACE_WRITE",
    "SPACE_SHARE_MODULE",
    "RUN_CANCEL_BLOCKING",
    "RUN_CONFIRM",
    "RUN_DISCARD",
    "RUN_PRIORITIZE_SET",
    "RUN_PROMOTE",
    "RUN_PROPOSE_LOCAL_WORKSPACE",
    "RUN_PROPOSE_WITH_OVERRIDES",
    "RUN_RETRY_BLOCKING",
    "RUN_REVIEW",
    "RUN_STOP_BLOCKING",
    "RUN_TARGETED_REPLAN",
    "RUN_TRIGGER",
    "TASK_CREATE",
    "STACK_ADD_CONFIG",
    "STACK_DELETE_CONFIG",
    "STACK_LOCK",
    "STACK_UNLOCK",
    "STACK_SET_CURRENT_COMMIT",
    "STACK_SYNC_COMMIT",
    "STACK_STATE_READ",
    "STACK_STATE_DOWNLOAD",
    "STACK_UPLOAD_LOCAL_WORKSPACE",
    "MODULE_MARK_AS_BAD",
    "MODULE_TRIGGER_VERSION",
  ],
  admin: [
    "SPACE_ADMIN",
    "RUN_TRIGGER_WITH_CUSTOM_RUNTIME_CONFIG",
    "STACK_CREATE",
    "STACK_DELETE",
    "STACK_UPDATE",
    "STACK_MANAGE",
    "STACK_ENABLE",
    "STACK_DISABLE",
    "STACK_RESLUG",
    "STACK_MANAGED_STATE_IMPORT",
    "STACK_MANAGED_STATE_ROLLBACK",
    "STACK_UNLOCK_FORCE",
    "STACK_WORKSPACE_LOCK",
    "STACK_WORKSPACE_UNLOCK",
    "CONTEXT_CREATE",
    "CONTEXT_UPDATE",
    "CONTEXT_DELETE",
    "WORKER_POOL_CREATE",
    "WORKER_POOL_UPDATE",
    "WORKER_POOL_DELETE",
    "WORKER_POOL_RESET",
    "WORKER_POOL_CYCLE",
    "WORKER_DRAIN_SET",
    "MODULE_CREATE",
    "MODULE_ENABLE",
    "MODULE_DISABLE",
    "MODULE_PUBLISH",
  ],
};

/** Every action of the API's `Action` enumeration that the simulator knows, sorted. */
export const knownActions: readonly string[] = Object.values(byLevel).flat().sort();

/** The roles that every account has. */
export const systemRoles = [
  { slug: "space-admin", name: "Space admin", actions: ["SPACE_ADMIN"] },
  { slug: "space-writer", name: "Space writer", actions: ["SPACE_WRITE"] },
  { slug: "space-reader", name: "Space reader", actions: ["SPACE_READ"] },
] as const;

/** Whether a role that holds `held` may do `action`: by name, or through the coarse space actions. */
export function grants(held: readonly string[], action: string): boolean {
  if (held.includes("SPACE_ADMIN") || held.includes(action)) return true;
  if (byLevel.reader.includes(action)) return held.includes("SPACE_READ") || held.includes("SPACE_WRITE");
  return byLevel.writer.includes(action) && held.includes("SPACE_WRITE");
}
