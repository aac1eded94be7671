/** Access policies by name, and the type of access entry that may have them. Source: EKS UG, "Review access policy permissions". */
export const accessPolicies: Readonly<Record<string, "STANDARD" | "EC2" | "HYBRID_LINUX">> = {
  AmazonEKSClusterAdminPolicy: "STANDARD",
  AmazonEKSAdminPolicy: "STANDARD",
  AmazonEKSAdminViewPolicy: "STANDARD",
  AmazonEKSEditPolicy: "STANDARD",
  AmazonEKSViewPolicy: "STANDARD",
  AmazonEKSSecretReaderPolicy: "STANDARD",
  AmazonEKSAutoNodePolicy: "EC2",
  AmazonEKSBlockStoragePolicy: "EC2",
  AmazonEKSLoadBalancingPolicy: "EC2",
  AmazonEKSNetworkingPolicy: "EC2",
  AmazonEKSComputePolicy: "EC2",
  AmazonEKSBlockStorageClusterPolicy: "EC2",
  AmazonEKSLoadBalancingClusterPolicy: "EC2",
  AmazonEKSNetworkingClusterPolicy: "EC2",
  AmazonEKSComputeClusterPolicy: "EC2",
  AmazonEKSHybridPolicy: "HYBRID_LINUX",
};

/** `arn:aws:eks::aws:cluster-access-policy/<name>`. */
const accessPolicyForm = /^arn:aws[a-z-]*:eks::aws:cluster-access-policy\/([A-Za-z0-9]+)$/;

/** Name of the policy in an ARN; undefined when the text has another form. */
export function accessPolicyName(arn: string): string | undefined {
  return accessPolicyForm.exec(arn)?.[1];
}
