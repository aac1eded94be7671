import type { ApplicationResult } from "./events.ts";

/** Whether an application is what git says, and works. */
export function isHealthy({ sync, health }: Pick<ApplicationResult, "sync" | "health">): boolean {
  return sync === "Synced" && health === "Healthy";
}
