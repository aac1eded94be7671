import type { LeftOut } from "../../rule.ts";

/** What is known of API servers and not simulated. */
export const kubernetesLeftOut: readonly LeftOut[] = [
  {
    id: "kubernetes/aws-auth",
    reason: "the ConfigMap aws-auth lets nobody in: clusters of this platform use access entries alone",
  },
  {
    id: "kubernetes/create-held",
    reason: "creates within two seconds of a definition's establishment are not held: no time passes within a call",
  },
  {
    id: "kubernetes/default-account-gap",
    reason: "a namespace has its service account at once, not a moment later: no time passes within a call",
  },
  {
    id: "kubernetes/discovery-cache",
    reason: "clients see new kinds at once; how long each client keeps what it discovered is not modelled",
  },
  {
    id: "kubernetes/generated-names",
    reason: "metadata.generateName is not served: controllers of the simulator name what they make",
  },
  {
    id: "kubernetes/immutable-name",
    reason: "name and namespace are the key of a call here, so that no call can say two of them",
  },
  {
    id: "kubernetes/match-conditions",
    reason: "expressions (CEL) in webhooks, definitions and admission policies are not evaluated",
  },
  {
    id: "kubernetes/pruning",
    reason: "definitions of simulated charts have no schema, so that unknown fields are kept and types not checked",
  },
  {
    id: "kubernetes/quota-status",
    reason: "quotas count what is there; their status is not written, so that none is ever unknown",
  },
  {
    id: "kubernetes/rate-limit",
    reason: "nobody is throttled (429): the server answers everything at once",
  },
  {
    id: "kubernetes/status-subresource",
    reason: "an update may carry status, which the real server would ignore; apply ignores it here too",
  },
  {
    id: "kubernetes/version-conversion",
    reason: "objects are given back in the version in which they were written; no conversion webhook is asked",
  },
  {
    id: "kubernetes/webhook-network",
    reason: "whether security groups let the control plane reach a webhook's port is not looked at",
  },
  {
    id: "kubernetes/cron-jobs",
    reason: "a CronJob is kept and starts nothing: no schedule runs in a simulated cluster",
  },
  {
    id: "kubernetes/evictions",
    reason: "nobody drains nodes through the eviction API; the status of disruption budgets is kept",
  },
  {
    id: "kubernetes/preemption",
    reason: "pods of a higher priority displace no others",
  },
  {
    id: "kubernetes/topology-spread",
    reason: "topology spread constraints are taken as wishes: pods of one owner are spread over nodes and zones anyway",
  },
  {
    id: "kubernetes/claim-retention",
    reason: "claims of a StatefulSet stay always, whatever its retention policy says",
  },
  {
    id: "kubernetes/forced-rollback",
    reason:
      "a mended template renews the pod of a StatefulSet that never became ready; for real somebody deletes that pod (kubernetes/kubernetes issue 67250)",
  },
  {
    id: "kubernetes/forced-detach",
    reason: "a volume of a lost node is free once the pod is gone; the six minutes of a forced detachment do not pass",
  },
  {
    id: "kubernetes/pull-secrets",
    reason: "no image of a known registry asks for credentials, and nobody is limited in pulls",
  },
  {
    id: "kubernetes/image-tags",
    reason:
      "which repositories and tags a registry has is not known: all of known registries count as there but those withdrawn",
  },
];
