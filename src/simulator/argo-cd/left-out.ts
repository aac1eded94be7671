import type { LeftOut } from "../rule.ts";

/** Facts of Argo CD that are not enforced. */
export const argoCdLeftOut: readonly LeftOut[] = [
  {
    id: "argo-cd/sync-windows",
    reason: "No project of the platform has sync windows; they are accepted and have no effect.",
  },
  { id: "argo-cd/tracking-by-label", reason: "Objects are tracked by annotation, the default of Argo CD 3." },
  {
    id: "argo-cd/lua-health",
    reason:
      "Lua is not run: of a check of Applications it is known only whether it looks at operationState and sync status.",
  },
  {
    id: "argo-cd/server-dry-run",
    reason:
      "Before a sync, kinds, namespaces and the project are checked; what the API server refuses is seen when it is applied.",
  },
  {
    id: "argo-cd/running-operation-revision",
    reason: "A running sync takes a new revision in, where the real one goes on with that of its beginning.",
  },
  { id: "argo-cd/remote-clusters", reason: "Every Application goes to the cluster in which Argo CD runs." },
  { id: "argo-cd/jq-filters", reason: "Of jq expressions in ignoreDifferences only plain paths are known." },
  { id: "argo-cd/polling", reason: "Sources are looked at again when something wakes the controller, not by a timer." },
];
