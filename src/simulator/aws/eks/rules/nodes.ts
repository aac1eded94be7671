import { rule } from "../../../rule.ts";

const parameter = "InvalidParameterException";
const troubleshoot = "EKS UG, Troubleshoot problems with Amazon EKS clusters and nodes";
const joinFailed = () => "Instances failed to join the kubernetes cluster";
const unhealthy = () => "Unhealthy nodes in the kubernetes cluster";

/** What EKS refuses about node groups and Fargate profiles, and how those end whose nodes do not come up. */
export const nodeRules = {
  groupDuplicate: rule({
    id: "eks/ng-dup",
    operation: "CreateNodegroup",
    code: "ResourceInUseException",
    message: (group: string, cluster: string) =>
      `NodeGroup already exists with name ${group} and cluster name ${cluster}`,
    http: 409,
    source: "moto, recorded from the API",
  }),
  groupNotFound: rule({
    id: "eks/ng-not-found",
    operation: "DescribeNodegroup",
    code: "ResourceNotFoundException",
    message: (group: string) => `No node group found for name: ${group}.`,
    http: 404,
    source: "moto, recorded from the API",
  }),
  scaling: rule({
    id: "eks/ng-scaling",
    operation: "CreateNodegroup",
    code: parameter,
    message: (problem: string) => problem,
    source: "sassoftware/viya4-iac-aws#298; wandb/terraform-aws-wandb#201",
  }),
  subnet: rule({
    id: "eks/ng-subnet",
    operation: "CreateNodegroup",
    code: parameter,
    message: (id: string) => `The subnet ID '${id}' does not exist or is not in the VPC of the cluster`,
    source: "API CreateNodegroup (condition; the text is not recorded)",
  }),
  launchTemplate: rule({
    id: "eks/ng-launch-template",
    operation: "CreateNodegroup",
    code: parameter,
    message: (problem: string) => problem,
    source: "crossplane-contrib/provider-upjet-aws#866; moto; EKS UG, Customize managed nodes with launch templates",
  }),
  imageType: rule({
    id: "eks/ng-ami-type",
    operation: "CreateNodegroup",
    code: parameter,
    message: (type: string) => `AMI Type ${type} is only supported for kubernetes versions 1.32 or earlier`,
    source: "public logs; EKS UG, Upgrade from Amazon Linux 2 to Amazon Linux 2023",
  }),
  imageVersion: rule({
    id: "eks/ng-ami-version",
    operation: "UpdateNodegroupVersion",
    code: parameter,
    message: (wanted: string, cluster: string) =>
      `Nodegroup version ${wanted} must not be newer than the version ${cluster} of the control plane.`,
    source: "API UpdateNodegroupVersion (condition; the text is not recorded)",
  }),
  publicAddress: rule({
    id: "eks/ng-public-ip",
    operation: "CreateNodegroup",
    code: "Ec2SubnetInvalidConfiguration",
    message: (subnets: readonly string[], group: string) =>
      `One or more Amazon EC2 Subnets of [${subnets.join(", ")}] for node group ${group} does not automatically assign public IP addresses to instances launched into it. If you want your instances to be assigned a public IP address, then you need to enable auto-assign public IP address for the subnet. See IP addressing in VPC guide: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html#subnet-public-ip`,
    source: troubleshoot,
  }),
  launch: rule({
    id: "eks/ng-launch",
    operation: "CreateNodegroup",
    code: "AsgInstanceLaunchFailures",
    message: (kind: string, code: string, message: string) =>
      `Could not launch ${kind} Instances. ${code} - ${message}. Launching EC2 instance failed.`,
    source: "public logs; API NodegroupIssueCode",
  }),
  join: rule({
    id: "eks/ng-join",
    operation: "CreateNodegroup",
    code: "NodeCreationFailure",
    message: joinFailed,
    source: "public log of 33 minutes; EKS UG, Amazon EKS node IAM role",
  }),
  unadmitted: rule({
    id: "eks/node-auth",
    operation: "CreateNodegroup",
    code: "NodeCreationFailure",
    message: joinFailed,
    source: troubleshoot,
  }),
  unreachable: rule({
    id: "eks/node-net",
    operation: "CreateNodegroup",
    code: "NodeCreationFailure",
    message: joinFailed,
    source: "EKS UG, View Amazon EKS security group requirements",
  }),
  bootstrap: rule({
    id: "eks/node-bootstrap",
    operation: "CreateNodegroup",
    code: "NodeCreationFailure",
    message: joinFailed,
    source: "EKS UG, Customize managed nodes with launch templates; awslabs/amazon-eks-ami",
  }),
  noImages: rule({
    id: "eks/node-images",
    operation: "CreateNodegroup",
    code: "NodeCreationFailure",
    message: unhealthy,
    source: "EKS UG, Deploy private clusters with limited internet access",
  }),
  noNetworkPlugin: rule({
    id: "eks/node-cni",
    operation: "CreateNodegroup",
    code: "NodeCreationFailure",
    message: unhealthy,
    source: "ministryofjustice/cloud-platform#8281; aws/amazon-vpc-cni-k8s",
  }),
  fargateDuplicate: rule({
    id: "eks/fargate-dup",
    operation: "CreateFargateProfile",
    code: "ResourceInUseException",
    message: () => "A Fargate Profile already exists with this name in this cluster.",
    http: 409,
    source: "eksctl-io/eksctl#5652",
  }),
  fargateNotFound: rule({
    id: "eks/fargate-not-found",
    operation: "DescribeFargateProfile",
    code: "ResourceNotFoundException",
    message: (name: string) => `No Fargate Profile found with name: ${name}.`,
    http: 404,
    source: "moto, recorded from the API",
  }),
  fargateRole: rule({
    id: "eks/fargate-role",
    operation: "CreateFargateProfile",
    code: parameter,
    message: () =>
      "Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal",
    source: "message that the provider retries on",
  }),
  fargateSubnet: rule({
    id: "eks/fargate-subnet",
    operation: "CreateFargateProfile",
    code: parameter,
    message: (id: string) => `Subnet ${id} provided in Fargate Profile is not a private subnet`,
    source: "awslabs/eks-perf-tests#195",
  }),
} as const;
