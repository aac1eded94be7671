import type { Environment } from "../../../configuration/environment.ts";

/** Whether Flux leaves everything alone until somebody resumes it: the same switch as for Argo CD. */
export function isSuspended({ gitOps }: Pick<Environment, "gitOps">): boolean {
  return gitOps.sync === "manual";
}
