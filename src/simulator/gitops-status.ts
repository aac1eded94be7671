import type { Cluster } from "./kubernetes/cluster.ts";
import { textAt } from "./kubernetes/fields.ts";

/** An application as its engine sees it. */
export interface ApplicationStatus {
  readonly name: string;
  readonly engine: "argo-cd" | "flux";
  readonly namespace: string;
  readonly sync: string;
  readonly health: string;
  readonly message: string;
  readonly wave: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** What Argo CD and Flux say of the applications of a cluster. */
export function applicationStatuses(cluster: Cluster): ApplicationStatus[] {
  return cluster
    .objects("argoproj.io/Application")
    .rows()
    .map((application) => ({
      name: application.metadata.name,
      engine: "argo-cd" as const,
      namespace: application.metadata.namespace ?? "",
      sync: textAt(application, "status.sync.status") || "Unknown",
      health: textAt(application, "status.health.status") || "Unknown",
      message: textAt(application, "status.operationState.message"),
      wave: Number(application.metadata.annotations?.["argocd.argoproj.io/sync-wave"] ?? 0),
      startedAt: textAt(application, "status.operationState.startedAt") || null,
      finishedAt: textAt(application, "status.operationState.finishedAt") || null,
    }));
}
