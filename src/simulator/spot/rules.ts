import { rule } from "../rule.ts";

const api = "Spot API, ocean/aws/k8s";
const unrecorded = "Spot API (condition; the text is not recorded)";
const invalid = "ValidationError";

/** What Spot's provider and API refuse. */
export const spotRules = {
  credentialsMissing: rule({
    id: "spot/credentials-missing",
    operation: "configure",
    code: "NoValidCredentials",
    message: () =>
      "\n\nNo valid credentials found for Spotinst Provider.\nPlease see https://www.terraform.io/docs/providers/spotinst/index.html\nfor more information on providing credentials for Spotinst Provider.",
    source: "spotinst/terraform-provider-spotinst, spotinst/config.go",
  }),
  tokenUnknown: rule({
    id: "spot/token-unknown",
    operation: "any call",
    code: "Unauthorized",
    message: () => "The token is invalid or has been revoked",
    http: 401,
    source: unrecorded,
  }),
  accountForeign: rule({
    id: "spot/account-foreign",
    operation: "any call",
    code: "Forbidden",
    message: (account: string) => `The token does not give access to account ${account}`,
    http: 403,
    source: unrecorded,
  }),
  accountMissing: rule({
    id: "spot/account-missing",
    operation: "any call",
    code: invalid,
    message: () => '"accountId" is required',
    source: "spotinst/spotinst-sdk-go#75; spotinst/spotinst-sdk-python#62",
  }),
  roleUnusable: rule({
    id: "spot/cloud-credentials",
    operation: "CreateCluster",
    code: "CANT_ASSUME_ROLE",
    message: (role: string) => `Spot cannot assume the role ${role} of the account`,
    source: unrecorded,
  }),
  nameMissing: rule({
    id: "spot/name-missing",
    operation: "CreateCluster",
    code: invalid,
    message: () => '"name" is required',
    source: "spotinst/spotctl#2",
  }),
  controllerIdMissing: rule({
    id: "spot/controller-id-missing",
    operation: "CreateCluster",
    code: invalid,
    message: () => '"controllerClusterId" is required',
    source: "spotinst/spotctl#2",
  }),
  controllerIdTaken: rule({
    id: "spot/controller-id-taken",
    operation: "CreateCluster",
    code: "CONTROLLER_CLUSTER_ID_EXISTS",
    message: (id: string, ocean: string) => `controllerClusterId ${id} is used by cluster ${ocean}`,
    source: unrecorded,
  }),
  capacityOrder: rule({
    id: "spot/capacity-order",
    operation: "CreateCluster",
    code: invalid,
    message: (minimum: number, target: number, maximum: number) =>
      `capacity must satisfy minimum <= target <= maximum, found ${minimum}, ${target}, ${maximum}`,
    source: unrecorded,
  }),
  headroomRange: rule({
    id: "spot/headroom-range",
    operation: "CreateCluster",
    code: invalid,
    message: (percentage: number) => `"percentage" must be less than or equal to 200, found ${percentage}`,
    source: `${api}: autoHeadroom is 0 to 200 percent`,
  }),
  scaleDownRange: rule({
    id: "spot/scale-down-range",
    operation: "CreateCluster",
    code: invalid,
    message: (percentage: number) =>
      `"maxScaleDownPercentage" must be larger than or equal to 1 and at most 100, found ${percentage}`,
    source: `${api}: maxScaleDownPercentage`,
  }),
  regionUnknown: rule({
    id: "spot/region-unknown",
    operation: "CreateCluster",
    code: invalid,
    message: (region: string) => `"region" must be one of the supported regions, found "${region}"`,
    source: unrecorded,
  }),
  subnetMissing: rule({
    id: "spot/subnet-missing",
    operation: "CreateCluster",
    code: "InvalidSubnetID.NotFound",
    message: (id: string) => `The subnet ID '${id}' does not exist`,
    source: "EC2 API error codes, passed on by Spot",
  }),
  subnetsOfOneVpc: rule({
    id: "spot/subnets-of-one-vpc",
    operation: "CreateCluster",
    code: invalid,
    message: (vpcs: readonly string[]) => `subnets must belong to one VPC, found ${vpcs.join(", ")}`,
    source: unrecorded,
  }),
  groupMissing: rule({
    id: "spot/security-group-missing",
    operation: "CreateCluster",
    code: "InvalidGroup.NotFound",
    message: (id: string) => `The security group '${id}' does not exist`,
    source: "EC2 API error codes, passed on by Spot",
  }),
  groupElsewhere: rule({
    id: "spot/security-group-elsewhere",
    operation: "CreateCluster",
    code: "InvalidParameter",
    message: (group: string, vpc: string) =>
      `Security group ${group} and the subnets belong to different networks (${vpc})`,
    source: "EC2 API error codes, passed on by Spot",
  }),
  imageMissing: rule({
    id: "spot/image-missing",
    operation: "CreateCluster",
    code: "InvalidAMIID.NotFound",
    message: (image: string) => `The image id '[${image}]' does not exist`,
    source: "EC2 API error codes, passed on by Spot",
  }),
  profileMissing: rule({
    id: "spot/instance-profile-missing",
    operation: "CreateCluster",
    code: "InvalidParameterValue",
    message: (name: string) =>
      `Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    source: "resource_spotinst_ocean_aws.go retries on it; EC2 API error codes",
  }),
  noTypes: rule({
    id: "spot/no-instance-types",
    operation: "CreateCluster",
    code: invalid,
    message: () => "No instance types match the filters, whitelist or blacklist of the cluster",
    source: unrecorded,
  }),
  volumeEncryption: rule({
    id: "spot/volume-key-without-encryption",
    operation: "CreateCluster",
    code: invalid,
    message: (device: string) => `kmsKeyId of device ${device} requires encrypted to be true`,
    source: `${api}: blockDeviceMappings`,
  }),
  userDataSize: rule({
    id: "spot/user-data-size",
    operation: "CreateCluster",
    code: invalid,
    message: () => "User data is limited to 16384 bytes",
    source: "EC2 API error codes, passed on by Spot",
  }),
  clusterMissing: rule({
    id: "spot/cluster-missing",
    operation: "UpdateCluster",
    code: "CLUSTER_DOESNT_EXIST",
    message: (id: string) => `Cluster ${id} does not exist`,
    source: "resource_spotinst_ocean_aws.go; wording from general knowledge",
  }),
  rollBatch: rule({
    id: "spot/roll-batch",
    operation: "CreateRoll",
    code: invalid,
    message: (percentage: number) => `"batchSizePercentage" must be between 1 and 100, found ${percentage}`,
    source: `${api}: roll`,
  }),
  rollEmpty: rule({
    id: "spot/roll-empty",
    operation: "CreateRoll",
    code: "CLUSTER_HAS_NO_ACTIVE_INSTANCES",
    message: (id: string) => `Cluster ${id} has no active instances`,
    source: "spotinst/terraform-provider-spotinst#695; wording from general knowledge",
  }),
  specOcean: rule({
    id: "spot/launch-spec-ocean",
    operation: "CreateLaunchSpec",
    code: "CLUSTER_DOESNT_EXIST",
    message: (id: string) => `Cluster ${id} does not exist`,
    source: "spotinst provider, ocean_aws_launch_spec; wording from general knowledge",
  }),
  specTypes: rule({
    id: "spot/launch-spec-types",
    operation: "CreateLaunchSpec",
    code: invalid,
    message: (types: readonly string[]) => `instanceTypes ${types.join(", ")} are not among those of the cluster`,
    source: `${api}: a launch spec narrows the types of its cluster`,
  }),
  specLimits: rule({
    id: "spot/launch-spec-limits",
    operation: "CreateLaunchSpec",
    code: invalid,
    message: (minimum: number, maximum: number) =>
      `minInstanceCount ${minimum} must not be greater than maxInstanceCount ${maximum}`,
    source: `${api}: resourceLimits`,
  }),
} as const;
