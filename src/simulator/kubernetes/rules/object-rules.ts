import { invalid } from "./invalid.ts";

const server = "kube-apiserver 1.35.3, answers to objects that break it";

/** What an API server refuses in kinds that run nothing: budgets, rights, policies, schedules; those of storage are beside it. */
export const objectRules = {
  budgetBoth: invalid("budget-both", "create", server),
  roleVerbs: invalid("role-verbs-missing", "create", server),
  roleGroups: invalid("role-groups-missing", "create", server),
  bindingRole: invalid("binding-role-missing", "create", server),
  bindingNamespace: invalid("binding-namespace-missing", "create", server),
  policyPeer: invalid("policy-peer", "create", server),
  policyPort: invalid("policy-port", "create", server),
  schedule: invalid("schedule", "create", server),
  scalerRange: invalid("scaler-range", "create", server),
} as const;
