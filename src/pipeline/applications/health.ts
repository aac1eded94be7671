import type { ApplicationResult } from "../events.ts";

/** Whether an application is what git says, and works. */
export function isHealthy({ sync, health }: Pick<ApplicationResult, "sync" | "health">): boolean {
  return sync === "Synced" && health === "Healthy";
}

/** Whether Flux leaves it alone until somebody resumes it, as an environment says that is synchronised by hand. */
export function isSuspended({ engine, health }: Pick<ApplicationResult, "engine" | "health">): boolean {
  return engine === "flux" && health === "Suspended";
}
