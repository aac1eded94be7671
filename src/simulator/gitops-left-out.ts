import type { LeftOut } from "./rule.ts";

/** Facts of Argo CD, Flux and kustomize that are not enforced. */
export const gitopsLeftOut: readonly LeftOut[] = [
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
  {
    id: "flux/intervals",
    reason: "Sources and releases are looked at again when something changes or asks, not by a timer.",
  },
  {
    id: "flux/endless-retries",
    reason: "Something that fails is tried twenty times, so that the rehearsal of something broken ends.",
  },
  {
    id: "flux/impersonation",
    reason: "Objects are applied with the rights of the controllers; serviceAccountName is not looked at.",
  },
  { id: "flux/verification", reason: "Signatures of sources are not checked: no key is known." },
  { id: "flux/notifications", reason: "Alerts and Providers are accepted, and nothing is sent." },
  { id: "flux/helm-tests", reason: "Test hooks of charts are not run after a release." },
  {
    id: "kustomize/replacements",
    reason: "Replacements, transformers and generators of plugins are refused as unknown fields.",
  },
  {
    id: "kustomize/hash-suffix",
    reason: "Suffixes of generated names depend on the data, but are not those of kustomize.",
  },
];
