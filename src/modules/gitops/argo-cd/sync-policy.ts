import type { Environment } from "../../../configuration/environment.ts";
import type { DataObject } from "../manifest.ts";

/**
 * How an Application is synchronised. How it is applied never depends on whether that happens by itself: large definitions fit into
 * no annotation, and what is left alone stays as it is.
 */
export function syncPolicy({ gitOps }: Environment): DataObject {
  return {
    ...(gitOps.sync === "automatic" ? { automated: { prune: gitOps.prune, selfHeal: true } } : {}),
    retry: { limit: 10, backoff: { duration: "15s", factor: 2, maxDuration: "3m" } },
    syncOptions: ["ServerSideApply=true", "RespectIgnoreDifferences=true"],
  };
}
