import type { LeftOut } from "../rule.ts";

const noType = "No simulated type makes, changes or deletes what this is about.";
const noRepositories = "The world holds no repositories, so no branch, push or pull request is looked at.";
const notEvaluated = "Policies of this type are kept and attached; only plan policies are evaluated, by the pipeline.";
const noWorkers = "The pipeline plays the worker: it takes a run at once, and nothing runs by itself at a later time.";

/** Facts of the sheet that are refusals or outcomes and are not enforced, with the reason. */
export const spaceliftLeftOut: readonly LeftOut[] = [
  {
    id: "spacelift/request-rate",
    reason: "Requests are counted by no one: the limits are set by environment variables of the real provider.",
  },
  {
    id: "spacelift/stack-token-reads-secrets",
    reason: "No simulated query gives write-only values, state, runs, tasks or logs to anybody.",
  },
  {
    id: "spacelift/space-admins-manage-spaces",
    reason: "An account's switch that only its administrators set in the browser; it is off.",
  },
  {
    id: "spacelift/plan-tier",
    reason: "The texts and codes of what a plan does not include are not public; the account has every feature.",
  },
  { id: "spacelift/branch-missing", reason: noRepositories },
  { id: "spacelift/push-policy", reason: noRepositories },
  { id: "spacelift/pull-request-from-fork", reason: noRepositories },
  { id: "spacelift/run-promotion", reason: noRepositories },
  { id: "spacelift/external-dependency-failed", reason: noRepositories },
  {
    id: "spacelift/smart-sanitization-version",
    reason: "The sheet names the version that the setting needs, not what becomes of a stack with an older one.",
  },
  {
    id: "spacelift/concise-logging-version",
    reason: "The sheet names the version that the setting needs, not what becomes of a stack with an older one.",
  },
  {
    id: "spacelift/worker-pool-required",
    reason: "Holds for self-hosted Spacelift; the simulated account is on spacelift.io.",
  },
  {
    id: "spacelift/worker-credentials-on-public-pool",
    reason: "That credentials of workers need a private pool is documented, which operation refuses is not.",
  },
  { id: "spacelift/vcs-integration-default-outside-root", reason: noType },
  { id: "spacelift/repository-in-use", reason: noType },
  { id: "spacelift/plugin-parameter", reason: noType },
  { id: "spacelift/plugin-manifest", reason: noType },
  { id: "spacelift/template-invalid", reason: noType },
  { id: "spacelift/template-version-published", reason: noType },
  { id: "spacelift/template-version-deployed", reason: noType },
  { id: "spacelift/template-deployment-busy", reason: noType },
  { id: "spacelift/blueprint-published", reason: noType },
  { id: "spacelift/saved-filter-type", reason: noType },
  {
    id: "spacelift/run-ended-otherwise",
    reason: "A run never ends while the provider waits for it, so it can only time out.",
  },
  {
    id: "spacelift/module-version-failed",
    reason: "Modules are not tested: a version is active at once, as that of a module without tests is.",
  },
  {
    id: "spacelift/module-without-resources",
    reason: "Modules are not tested: a version is active at once, as that of a module without tests is.",
  },
  { id: "spacelift/policy-approval", reason: notEvaluated },
  { id: "spacelift/policy-login", reason: notEvaluated },
  { id: "spacelift/policy-access", reason: notEvaluated },
  { id: "spacelift/policy-task", reason: notEvaluated },
  { id: "spacelift/policy-initialization", reason: notEvaluated },
  { id: "spacelift/policy-trigger", reason: notEvaluated },
  { id: "spacelift/policy-notification", reason: notEvaluated },
  {
    id: "spacelift/policy-time-limit",
    reason: "How long a policy takes here says nothing about how long it takes at Spacelift.",
  },
  {
    id: "spacelift/policy-compilation",
    reason:
      "Bodies are read for syntax, package, disabled functions and predefined rules; a Rego compiler is not at hand.",
  },
  { id: "spacelift/drift-run-limit", reason: noWorkers },
  { id: "spacelift/drift-on-public-pool", reason: noWorkers },
  { id: "spacelift/schedule-on-public-pool", reason: noWorkers },
  { id: "spacelift/worker-timeout", reason: noWorkers },
  {
    id: "spacelift/retry-triggers-nothing",
    reason: "The pipeline has no retry: a new run takes the place of one that failed.",
  },
  {
    id: "spacelift/state-rollback",
    reason: "An operation of the browser and the API that no type of the provider calls.",
  },
  {
    id: "spacelift/state-import-by-hand",
    reason: "An operation of the browser and the API that no type of the provider calls.",
  },
  {
    id: "spacelift/stack-reslug",
    reason: "An operation of the browser and the API that no type of the provider calls.",
  },
  { id: "spacelift/local-preview-disabled", reason: "A command of spacectl; the provider only keeps the setting." },
];
