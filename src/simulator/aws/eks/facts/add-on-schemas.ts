/**
 * The configuration of an add-on as far as guides and public configurations show it: a closed set of keys at the top, and the type
 * of each value. `text` are strings (the VPC CNI wants even booleans as text), `open` is anything below.
 */
export type AddOnSchema = Readonly<Record<string, SchemaNode>>;
export type SchemaNode =
  | "text"
  | "integer"
  | "boolean"
  | "open"
  | "list"
  /** Named values, all of them texts. */
  | "texts"
  | { readonly keys: AddOnSchema };

const scheduling = { affinity: "open", tolerations: "list" } as const;
const pods = { podAnnotations: "open", podLabels: "open", resources: "open" } as const;

/** Sources: EKS UG "Amazon VPC CNI", "Manage kube-proxy", "Manage CoreDNS", "Store Kubernetes volumes with Amazon EBS", "Set up the EKS Pod Identity Agent"; GuardDuty UG "EKS security agent parameters"; the charts that the add-ons are made of. */
export const addOnSchemas: Readonly<Record<string, AddOnSchema>> = {
  "vpc-cni": {
    ...scheduling,
    ...pods,
    enableNetworkPolicy: "text",
    enableWindowsIpam: "text",
    enableWindowsPrefixDelegation: "text",
    branchENICooldown: "text",
    minimumWindowsIPTarget: "text",
    warmWindowsIPTarget: "text",
    warmWindowsPrefixTarget: "text",
    env: "texts",
    init: { keys: { env: "texts", resources: "open" } },
    nodeAgent: {
      keys: {
        enableCloudWatchLogs: "text",
        enablePolicyEventLogs: "text",
        enableIpv6: "text",
        healthProbeBindAddr: "text",
        metricsBindAddr: "text",
        conntrackCacheCleanupPeriod: "text",
        resources: "open",
      },
    },
    eniConfig: { keys: { create: "boolean", region: "text", subnets: "open" } },
    livenessProbeTimeoutSeconds: "integer",
    readinessProbeTimeoutSeconds: "integer",
    originalMatchLabels: "boolean",
  },
  "kube-proxy": {
    ...scheduling,
    ...pods,
    ipvs: { keys: { scheduler: "text" } },
    mode: "text",
  },
  coredns: {
    ...scheduling,
    ...pods,
    autoScaling: { keys: { enabled: "boolean", minReplicas: "integer", maxReplicas: "integer" } },
    computeType: "text",
    corefile: "text",
    nodeSelector: "open",
    podDisruptionBudget: "open",
    replicaCount: "integer",
    topologySpreadConstraints: "list",
  },
  "aws-ebs-csi-driver": {
    controller: "open",
    node: "open",
    sidecars: "open",
    image: "open",
    defaultStorageClass: { keys: { enabled: "boolean" } },
    additionalDaemonSets: "open",
    debugLogs: "boolean",
    fips: "boolean",
    helmTester: "open",
    snapshotTimeout: "open",
  },
  "eks-pod-identity-agent": {
    ...scheduling,
    ...pods,
    agent: { keys: { additionalArgs: "open" } },
    nodeSelector: "open",
    priorityClassName: "text",
    updateStrategy: "open",
  },
  "aws-guardduty-agent": {
    ...scheduling,
    resources: "open",
    priorityClass: { keys: { name: "text" } },
    dnsPolicy: "text",
  },
};
