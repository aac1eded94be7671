import type { PolicyStatement } from "./managed-policy-documents.ts";

/**
 * Statements of the AWS managed policies that clusters, nodes and their add-ons need, by name as in `managedPolicyDocuments`.
 * Source: AWS Managed Policy Reference.
 */
export const eksPolicyDocuments: Readonly<Record<string, readonly PolicyStatement[]>> = {
  AmazonEKSClusterPolicy: [
    allow([
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:UpdateAutoScalingGroup",
      ...actions("ec2", ["AttachVolume", "CreateVolume", "DeleteVolume", "DetachVolume", "ModifyVolume"]),
      ...actions("ec2", ["AuthorizeSecurityGroupIngress", "CreateSecurityGroup", "DeleteSecurityGroup"]),
      ...actions("ec2", ["RevokeSecurityGroupIngress", "CreateRoute", "DeleteRoute", "CreateTags"]),
      ...actions("ec2", ["DescribeAccountAttributes", "DescribeAddresses", "DescribeAvailabilityZones"]),
      ...actions("ec2", ["DescribeDhcpOptions", "DescribeInstances", "DescribeInstanceTopology"]),
      ...actions("ec2", ["DescribeInternetGateways", "DescribeNetworkInterfaces", "DescribeRouteTables"]),
      ...actions("ec2", [
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeVolumes",
        "DescribeVolumesModifications",
      ]),
      ...actions("ec2", ["DescribeVpcs", "ModifyInstanceAttribute"]),
      ...actions("elasticloadbalancing", ["AddTags", "ApplySecurityGroupsToLoadBalancer", "ConfigureHealthCheck"]),
      ...actions("elasticloadbalancing", ["AttachLoadBalancerToSubnets", "DetachLoadBalancerFromSubnets"]),
      ...actions("elasticloadbalancing", ["CreateListener", "CreateLoadBalancer", "CreateLoadBalancerListeners"]),
      ...actions("elasticloadbalancing", ["CreateLoadBalancerPolicy", "CreateTargetGroup", "DeleteListener"]),
      ...actions("elasticloadbalancing", ["DeleteLoadBalancer", "DeleteLoadBalancerListeners", "DeleteTargetGroup"]),
      ...actions("elasticloadbalancing", ["DeregisterInstancesFromLoadBalancer", "DeregisterTargets"]),
      ...actions("elasticloadbalancing", ["DescribeListeners", "DescribeLoadBalancerAttributes"]),
      ...actions("elasticloadbalancing", ["DescribeLoadBalancerPolicies", "DescribeLoadBalancers"]),
      ...actions("elasticloadbalancing", ["DescribeTargetGroupAttributes", "DescribeTargetGroups"]),
      ...actions("elasticloadbalancing", ["DescribeTargetHealth", "ModifyListener", "ModifyLoadBalancerAttributes"]),
      ...actions("elasticloadbalancing", ["ModifyTargetGroup", "ModifyTargetGroupAttributes", "RegisterTargets"]),
      ...actions("elasticloadbalancing", ["RegisterInstancesWithLoadBalancer", "SetLoadBalancerPoliciesOfListener"]),
      "elasticloadbalancing:SetLoadBalancerPoliciesForBackendServer",
      "kms:DescribeKey",
    ]),
    allow(["iam:CreateServiceLinkedRole"], "*", {
      StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
    }),
    allow(["ec2:DeleteNetworkInterface"], "*", {
      StringEquals: { "ec2:ResourceTag/eks:eni:owner": "amazon-vpc-cni" },
    }),
  ],
  AmazonEKSVPCResourceController: [
    allow(["ec2:CreateNetworkInterfacePermission"], "*", {
      "ForAnyValue:StringEquals": { "ec2:ResourceTag/eks:eni:owner": "eks-vpc-resource-controller" },
    }),
    allow(actions("ec2", [...interfaceActions(), "AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"])),
  ],
  AmazonEKSWorkerNodePolicy: [
    allow([
      ...actions("ec2", ["DescribeInstances", "DescribeInstanceTypes", "DescribeRouteTables"]),
      ...actions("ec2", ["DescribeSecurityGroups", "DescribeSubnets", "DescribeVolumes"]),
      ...actions("ec2", ["DescribeVolumesModifications", "DescribeVpcs"]),
      "eks:DescribeCluster",
      "eks-auth:AssumeRoleForPodIdentity",
    ]),
  ],
  AmazonEKSWorkerNodeMinimalPolicy: [allow(["eks-auth:AssumeRoleForPodIdentity"])],
  AmazonEKS_CNI_Policy: [
    allow([
      ...actions("ec2", [...interfaceActions(), "AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"]),
      ...actions("ec2", ["DescribeInstances", "DescribeInstanceTypes", "DescribeNetworkInterfaces"]),
      ...actions("ec2", ["DescribeSubnets", "DescribeTags"]),
    ]),
    allow(["ec2:CreateTags"], "arn:aws:ec2:*:*:network-interface/*"),
  ],
  AmazonEC2ContainerRegistryReadOnly: [
    allow([
      ...actions("ecr", ["GetAuthorizationToken", "BatchCheckLayerAvailability", "GetDownloadUrlForLayer"]),
      ...actions("ecr", ["GetRepositoryPolicy", "DescribeRepositories", "ListImages", "DescribeImages"]),
      ...actions("ecr", ["BatchGetImage", "GetLifecyclePolicy", "GetLifecyclePolicyPreview", "ListTagsForResource"]),
      "ecr:DescribeImageScanFindings",
    ]),
  ],
  AmazonEC2ContainerRegistryPullOnly: [
    allow(
      actions("ecr", ["GetAuthorizationToken", "BatchGetImage", "GetDownloadUrlForLayer", "BatchImportUpstreamImage"]),
    ),
  ],
  AmazonSSMManagedInstanceCore: [
    allow([
      ...actions("ssm", ["DescribeAssociation", "GetDeployablePatchSnapshotForInstance", "GetDocument"]),
      ...actions("ssm", ["DescribeDocument", "GetManifest", "GetParameter", "GetParameters", "ListAssociations"]),
      ...actions("ssm", ["ListInstanceAssociations", "PutInventory", "PutComplianceItems"]),
      ...actions("ssm", ["PutConfigurePackageResult", "UpdateAssociationStatus", "UpdateInstanceInformation"]),
      "ssm:UpdateInstanceAssociationStatus",
    ]),
    allow(
      actions("ssmmessages", ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"]),
    ),
    allow([
      ...actions("ec2messages", ["AcknowledgeMessage", "DeleteMessage", "FailMessage", "GetEndpoint"]),
      ...actions("ec2messages", ["GetMessages", "SendReply"]),
    ]),
  ],
  "service-role/AmazonEBSCSIDriverPolicy": [
    allow([
      ...actions("ec2", ["AttachVolume", "CreateSnapshot", "DetachVolume", "ModifyVolume"]),
      ...actions("ec2", ["DescribeAvailabilityZones", "DescribeInstances", "DescribeSnapshots", "DescribeTags"]),
      ...actions("ec2", ["DescribeVolumes", "DescribeVolumesModifications"]),
    ]),
    allow(["ec2:CreateTags"], volumesAndSnapshots(), {
      StringEquals: { "ec2:CreateAction": ["CreateVolume", "CreateSnapshot"] },
    }),
    allow(["ec2:DeleteTags"], volumesAndSnapshots()),
    ...tagged("ec2:CreateVolume", "aws:RequestTag", { "ebs.csi.aws.com/cluster": "true", CSIVolumeName: "*" }),
    ...tagged("ec2:DeleteVolume", "ec2:ResourceTag", {
      "ebs.csi.aws.com/cluster": "true",
      CSIVolumeName: "*",
      "kubernetes.io/created-for/pvc/name": "*",
    }),
    ...tagged("ec2:DeleteSnapshot", "ec2:ResourceTag", {
      "ebs.csi.aws.com/cluster": "true",
      CSIVolumeSnapshotName: "*",
    }),
  ],
  // Services act in the simulator without being held to their own policies: of these two the gist will do.
  "aws-service-role/AmazonEKSServiceRolePolicy": [
    allow([
      ...actions("ec2", [...interfaceActions(), "CreateNetworkInterfacePermission", "CreateSecurityGroup"]),
      ...actions("ec2", ["DescribeInstances", "DescribeNetworkInterfaces", "DescribeSecurityGroups"]),
      ...actions("ec2", ["DescribeSubnets", "DescribeVpcs"]),
      "iam:ListAttachedRolePolicies",
      "kms:DescribeKey",
    ]),
    allow(["logs:CreateLogGroup"], "arn:aws:logs:*:*:log-group:/aws/eks/*"),
  ],
  "aws-service-role/AWSServiceRoleForAmazonEKSNodegroup": [
    allow(["autoscaling:*"], "arn:aws:autoscaling:*:*:*:autoScalingGroupName/eks-*"),
    allow([
      ...actions("ec2", ["CreateLaunchTemplate", "CreateSecurityGroup", "DescribeInstances", "RunInstances"]),
      ...actions("ec2", ["DescribeLaunchTemplates", "DescribeLaunchTemplateVersions", "DescribeSubnets"]),
      "iam:GetRole",
      "iam:GetInstanceProfile",
    ]),
    allow(["iam:PassRole"], "*", { StringEqualsIfExists: { "iam:PassedToService": ["ec2.amazonaws.com"] } }),
  ],
};

function allow(
  Action: readonly string[],
  Resource: string | readonly string[] = "*",
  Condition?: PolicyStatement["Condition"],
): PolicyStatement {
  return { Effect: "Allow", Action, Resource, ...(Condition ? { Condition } : {}) };
}

function actions(service: string, operations: readonly string[]): readonly string[] {
  return operations.map((operation) => `${service}:${operation}`);
}

function interfaceActions(): readonly string[] {
  const operations = ["Attach", "Create", "Delete", "Detach"].map((verb) => `${verb}NetworkInterface`);
  return [...operations, "ModifyNetworkInterfaceAttribute"];
}

function volumesAndSnapshots(): readonly string[] {
  return ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:snapshot/*"];
}

/** One statement for each tag that lets a driver touch what it, or Kubernetes before it, has made. */
function tagged(action: string, key: string, tags: Readonly<Record<string, string>>): readonly PolicyStatement[] {
  return Object.entries(tags).map(([tag, value]) => allow([action], "*", { StringLike: { [`${key}/${tag}`]: value } }));
}
