import type { Aws } from "../client.ts";

interface KnownRole {
  readonly name: string;
  /** ARN of the AWS managed policy it has. */
  readonly policy?: string;
  /** True for services that may have several, told apart by a suffix. */
  readonly suffix?: true;
  /** Kinds of records whose existence keeps the role from being deleted. */
  readonly usedBy?: readonly string[];
}

const policy = (name: string) => `arn:aws:iam::aws:policy/aws-service-role/${name}`;

/** Service-linked roles by service (EKS UG "Using service-linked roles for Amazon EKS" and each service's guide). */
export const serviceLinkedRoles: Readonly<Record<string, KnownRole>> = {
  "eks.amazonaws.com": {
    name: "AWSServiceRoleForAmazonEKS",
    policy: policy("AmazonEKSServiceRolePolicy"),
    usedBy: ["eks/cluster"],
  },
  "eks-nodegroup.amazonaws.com": {
    name: "AWSServiceRoleForAmazonEKSNodegroup",
    policy: policy("AWSServiceRoleForAmazonEKSNodegroup"),
    usedBy: ["eks/node-group"],
  },
  "eks-fargate.amazonaws.com": { name: "AWSServiceRoleForAmazonEKSForFargate", usedBy: ["eks/fargate-profile"] },
  "elasticloadbalancing.amazonaws.com": { name: "AWSServiceRoleForElasticLoadBalancing" },
  "autoscaling.amazonaws.com": { name: "AWSServiceRoleForAutoScaling", suffix: true },
  "spot.amazonaws.com": { name: "AWSServiceRoleForEC2Spot" },
  "spotfleet.amazonaws.com": { name: "AWSServiceRoleForEC2SpotFleet" },
  "ec2fleet.amazonaws.com": { name: "AWSServiceRoleForEC2Fleet" },
  "guardduty.amazonaws.com": { name: "AWSServiceRoleForAmazonGuardDuty" },
  "mks.kms.amazonaws.com": { name: "AWSServiceRoleForKeyManagementServiceMultiRegionKeys" },
  "transitgateway.amazonaws.com": { name: "AWSServiceRoleForVPCTransitGateway" },
  "rds.amazonaws.com": { name: "AWSServiceRoleForRDS" },
  "ops.apigateway.amazonaws.com": { name: "AWSServiceRoleForAPIGateway" },
  "organizations.amazonaws.com": { name: "AWSServiceRoleForOrganizations" },
  "support.amazonaws.com": { name: "AWSServiceRoleForSupport" },
  "trustedadvisor.amazonaws.com": { name: "AWSServiceRoleForTrustedAdvisor" },
};

/** Tables of the account that hold records which need the role. */
export function serviceLinkedRoleUses(aws: Aws, service: string): readonly string[] {
  const kinds = serviceLinkedRoles[service]?.usedBy ?? [];
  return aws.world
    .tableNames(`aws/${aws.account}/`)
    .filter((table) => kinds.some((kind) => table.endsWith(`/${kind}`)));
}
