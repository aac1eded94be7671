import { rule } from "../../../rule.ts";

const preflight = "cdk-preflight, messages measured in September 2026";
const networking = "EKS UG, View Amazon EKS networking requirements";
const quotas = "EKS UG, View and manage service quotas";
const parameter = "InvalidParameterException";

/** What EKS refuses about making, finding and deleting a cluster. */
export const clusterRules = {
  nameTaken: rule({
    id: "eks/name-dup",
    operation: "CreateCluster",
    code: "ResourceInUseException",
    message: (name: string) => `Cluster already exists with name: ${name}`,
    http: 409,
    source: "moto, recorded from the API",
  }),
  notFound: rule({
    id: "eks/not-found",
    operation: "DescribeCluster",
    code: "ResourceNotFoundException",
    message: (name: string) => `No cluster found for name: ${name}.`,
    http: 404,
    source: "moto; public logs",
  }),
  quota: rule({
    id: "eks/quota",
    operation: "CreateCluster",
    code: "ResourceLimitExceededException",
    message: (what: string, limit: number) => `${what} limit exceeded: the limit is ${limit}.`,
    source: quotas,
  }),
  twoZones: rule({
    id: "eks/two-azs",
    operation: "CreateCluster",
    code: parameter,
    message: () => "Subnets specified must be in at least two different AZs",
    source: preflight,
  }),
  subnetMissing: rule({
    id: "eks/subnet-missing",
    operation: "CreateCluster",
    code: parameter,
    message: (id: string) => `The subnet ID '${id}' does not exist`,
    source: "API UpdateCluster, error SubnetNotFound",
  }),
  subnetVpc: rule({
    id: "eks/subnet-vpc",
    operation: "CreateCluster",
    code: parameter,
    message: () => "Subnets specified must be in the same VPC",
    source: networking,
  }),
  groupVpc: rule({
    id: "eks/sg-vpc",
    operation: "CreateCluster",
    code: parameter,
    message: (ids: readonly string[]) =>
      `Security group(s) [${ids.join(", ")}] are not in the same VPC as the subnets.`,
    source: preflight,
  }),
  groupCount: rule({
    id: "eks/sg-count",
    operation: "CreateCluster",
    code: parameter,
    message: () => "You have specified more than 4 security groups for the control plane.",
    source: quotas,
  }),
  zoneCapacity: rule({
    id: "eks/az-capacity",
    operation: "CreateCluster",
    code: "UnsupportedAvailabilityZoneException",
    message: (cluster: string, zone: string, valid: readonly string[]) =>
      `Cannot create cluster '${cluster}' because ${zone}, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: ${valid.join(", ")}`,
    source: "weaveworks/eksctl#817",
  }),
  addressesForCreate: rule({
    id: "eks/subnet-ips-create",
    operation: "CreateCluster",
    code: parameter,
    message: (subnet: string) =>
      `Subnet ${subnet} has not enough free IP addresses: at least 6 are needed for the control plane.`,
    source: networking,
  }),
  roleAssume: rule({
    id: "eks/role-assume",
    operation: "CreateCluster",
    code: parameter,
    message: (arn: string) =>
      `Role with arn: ${arn}, could not be assumed because it does not exist or the trusted entity is not correct`,
    source: "public logs",
  }),
  rolePolicy: rule({
    id: "eks/role-policy",
    operation: "CreateCluster",
    code: parameter,
    message: () =>
      "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: [arn:aws:iam::aws:policy/AmazonEKSClusterPolicy]",
    source: "EKS UG, Amazon EKS cluster IAM role; errors that the provider retries",
  }),
  serviceCidr: rule({
    id: "eks/service-cidr",
    operation: "CreateCluster",
    code: parameter,
    message: (problem: "range" | "overlap") => `serviceIpv4Cidr ${serviceCidrProblems[problem]}`,
    source: preflight,
  }),
  serviceCidrIpv6: rule({
    id: "eks/service-cidr-ipv6",
    operation: "CreateCluster",
    code: parameter,
    message: () => 'serviceIpv4Cidr cannot be specified when creating an "ipv6" cluster',
    source: preflight,
  }),
  versionUnknown: rule({
    id: "eks/version-unknown",
    operation: "CreateCluster",
    code: parameter,
    message: (version: string) => `unsupported Kubernetes version ${version}`,
    source: preflight,
  }),
  creatorAdmin: rule({
    id: "eks/auth-mode-bootstrap",
    operation: "CreateCluster",
    code: parameter,
    message: () =>
      "bootstrapClusterCreatorAdminPermissions must be true if cluster authentication mode is set to CONFIG_MAP",
    source: "API CreateAccessConfigRequest; public logs",
  }),
  autoMode: rule({
    id: "eks/auto-mode",
    operation: "CreateCluster",
    code: parameter,
    message: () =>
      "For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.",
    source: "public logs; the provider checks what it knows at plan",
  }),
  encryptionKey: rule({
    id: "eks/kms-key",
    operation: "CreateCluster",
    code: parameter,
    message: (problem: "region" | "missing" | "unusable", arn: string) => encryptionKeyProblems[problem](arn),
    source: "cdk-preflight; EKS UG, Encrypt Kubernetes secrets with KMS",
  }),
  deleteNodeGroups: rule({
    id: "eks/delete-nodegroups",
    operation: "DeleteCluster",
    code: "ResourceInUseException",
    message: () => "Cluster has nodegroups attached",
    http: 409,
    source: "moto; API DeleteCluster",
  }),
  deleteFargate: rule({
    id: "eks/delete-fargate",
    operation: "DeleteCluster",
    code: "ResourceInUseException",
    message: (cluster: string, profile: string) =>
      `Cannot delete because cluster ${cluster} currently has Fargate profile ${profile} in status ACTIVE`,
    http: 409,
    source: "weaveworks/eksctl, source comment",
  }),
  deleteProtected: rule({
    id: "eks/delete-protected",
    operation: "DeleteCluster",
    code: "InvalidRequestException",
    message: (name: string) =>
      `Cluster ${name} cannot be deleted because deletion protection is enabled. Disable it with UpdateClusterConfig first.`,
    source: "EKS UG, Protect EKS clusters from accidental deletion (condition; the text is not recorded)",
  }),
} as const;

const serviceCidrProblems = {
  range: "must be within RFC1918 range",
  overlap: "must not overlap the VPC",
} as const;

const encryptionKeyProblems: Readonly<Record<"region" | "missing" | "unusable", (arn: string) => string>> = {
  region: () => "The keyArn for encryptionConfig is scoped to invalid aws region.",
  missing: (arn) => `The keyArn for encryptionConfig does not exist: ${arn}`,
  unusable: (arn) => `The keyArn for encryptionConfig must name an enabled symmetric encryption key: ${arn}`,
};
