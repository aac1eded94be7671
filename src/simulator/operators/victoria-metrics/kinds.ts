/** API group of the operator. */
export const group = "operator.victoriametrics.com";

/** API version of its kinds. */
export const apiVersion = `${group}/v1beta1`;

/** On resources and on what is made from them: while the operator does not run, nothing that has it goes. */
export const finalizer = "apps.victoriametrics.com/finalizer";

/** Kinds from which the operator makes workloads. */
export const workloadKinds = ["VMSingle", "VMAgent", "VMAlert", "VMAlertmanager", "VMAuth"] as const;

/** One of them. */
export type WorkloadKind = (typeof workloadKinds)[number];

/** Kinds that only configure what runs. */
export const configurationKinds = [
  "VMServiceScrape",
  "VMPodScrape",
  "VMNodeScrape",
  "VMStaticScrape",
  "VMScrapeConfig",
  "VMProbe",
  "VMRule",
  "VMUser",
  "VMAlertmanagerConfig",
] as const;
