import { rule } from "../../../rule.ts";

const preflight = "cdk-preflight, messages measured in September 2026";
const upgrade = "EKS UG, Update existing cluster to new Kubernetes version";
const parameter = "InvalidParameterException";

/** What EKS refuses about changing a cluster. */
export const updateRules = {
  noEndpoint: rule({
    id: "eks/no-endpoint",
    operation: "UpdateClusterConfig",
    code: parameter,
    message: () => "Private and public endpoint access cannot be false",
    source: preflight,
  }),
  publicCidr: rule({
    id: "eks/public-cidr-private",
    operation: "UpdateClusterConfig",
    code: parameter,
    message: (cidrs: readonly string[]) =>
      `The following CIDRs are not allowed in publicAccessCidrs: [${cidrs.join(", ")}]`,
    source: preflight,
  }),
  publicCidrCount: rule({
    id: "eks/public-cidr-count",
    operation: "UpdateClusterConfig",
    code: parameter,
    message: () => "A maximum of 40 CIDRs can be specified in publicAccessCidrs.",
    source: "EKS UG, View and manage service quotas",
  }),
  noChange: rule({
    id: "eks/no-change",
    operation: "UpdateClusterConfig",
    code: parameter,
    message: (wanted: string) => wanted,
    source: "public logs",
  }),
  subnets: rule({
    id: "eks/subnets-update",
    operation: "UpdateClusterConfig",
    code: parameter,
    message: (given: readonly string[], needed: readonly string[]) =>
      `Provided subnets are in the AZs [${given.join(", ")}], they must be in the AZs [${needed.join(", ")}] that were chosen when the cluster was created.`,
    source: "EKS UG, View Amazon EKS networking requirements",
  }),
  authenticationMode: rule({
    id: "eks/auth-mode-step",
    operation: "UpdateClusterConfig",
    code: parameter,
    message: (from: string, to: string) => `Unsupported authentication mode update from ${from} to ${to}`,
    source: "pulumi/pulumi-eks#1493",
  }),
  encryptionFinal: rule({
    id: "eks/kms-irreversible",
    operation: "AssociateEncryptionConfig",
    code: parameter,
    message: (name: string) => `Encryption is already enabled for cluster ${name} and cannot be changed.`,
    source: "EKS UG, Encrypt Kubernetes secrets with KMS",
  }),
  extendedLeave: rule({
    id: "eks/extended-leave",
    operation: "UpdateClusterConfig",
    code: parameter,
    message: (version: string) =>
      `Kubernetes version ${version} is in extended support: upgrade the cluster before its support type becomes STANDARD.`,
    source: "EKS UG, Disable extended support",
  }),
  versionStep: rule({
    id: "eks/version-step",
    operation: "UpdateClusterVersion",
    code: parameter,
    message: (from: string, to: string) => `Unsupported Kubernetes minor version update from ${from} to ${to}`,
    source: "terraform-aws-modules/terraform-aws-eks#2607",
  }),
  versionSame: rule({
    id: "eks/version-same",
    operation: "UpdateClusterVersion",
    code: parameter,
    message: (version: string) => `Cluster is already at the desired Kubernetes version ${version}`,
    source: upgrade,
  }),
  versionNodes: rule({
    id: "eks/version-nodes",
    operation: "UpdateClusterVersion",
    code: "InvalidRequestException",
    message: (groups: readonly string[], version: string) =>
      `Nodegroups [${groups.join(", ")}] must be updated before the cluster can be updated to ${version}: kubelets may be at most three minor versions older.`,
    source: upgrade,
  }),
  versionRollback: rule({
    id: "eks/version-rollback",
    operation: "UpdateClusterVersion",
    code: parameter,
    message: (version: string) =>
      `A rollback to ${version} is possible within 7 days of an in-place upgrade from it only.`,
    source: "EKS UG, page on version rollback (2026)",
  }),
  addressesForUpdate: rule({
    id: "eks/subnet-ips-update",
    operation: "UpdateClusterVersion",
    code: "InsufficientFreeAddresses",
    message: () => "One or more of the subnets do not have enough free IP addresses for the new control plane.",
    source: upgrade,
  }),
} as const;
