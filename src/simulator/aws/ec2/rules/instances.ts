import { rule } from "../../../rule.ts";

/** What EC2 refuses about instances. */
export const instanceRules = {
  imageForm: rule({
    id: "ec2/ami-malformed",
    operation: "RunInstances",
    code: "InvalidAMIID.Malformed",
    message: (image: string) => `Invalid id: "${image}" (expecting "ami-...")`,
    source: "EC2 API error codes",
  }),
  imageGone: rule({
    id: "ec2/ami-gone",
    operation: "RunInstances",
    code: "InvalidAMIID.NotFound",
    message: (image: string) => `The image id '[${image}]' does not exist`,
    source: "EC2 API error codes",
  }),
  imageMissing: rule({
    id: "ec2/ami-missing",
    operation: "RunInstances",
    code: "MissingParameter",
    message: () => "The request must contain the parameter ImageId",
    source: "EC2 API error codes",
  }),
  typeUnknown: rule({
    id: "ec2/type-unknown",
    operation: "RunInstances",
    code: "InvalidParameterValue",
    message: (instanceType: string) => `Invalid value '${instanceType}' for InstanceType.`,
    source: "EC2 API error codes",
  }),
  typeArchitecture: rule({
    id: "ec2/type-architecture",
    operation: "RunInstances",
    code: "InvalidParameterValue",
    message: (instanceType: string, architecture: string, image: string) =>
      `The architecture '${architecture}' of the specified instance type '${instanceType}' does not match the architecture of the specified AMI '${image}'. ` +
      "Specify an instance type and an AMI that have matching architectures, and try again.",
    source: "general knowledge",
  }),
  typeZone: rule({
    id: "ec2/type-zone",
    operation: "RunInstances",
    code: "Unsupported",
    message: (instanceType: string, zone: string, others: readonly string[]) =>
      `Your requested instance type (${instanceType}) is not supported in your requested Availability Zone (${zone}). ` +
      `Please retry your request by not specifying an Availability Zone or choosing ${others.join(", ")}.`,
    source: "EC2 API error codes",
  }),
  onDemandQuota: rule({
    id: "ec2/vcpu-quota",
    operation: "RunInstances",
    code: "VcpuLimitExceeded",
    message: (limit: number) =>
      `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified ` +
      "instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
    source: "EC2 API error codes",
  }),
  spotQuota: rule({
    id: "ec2/spot-quota",
    operation: "RunInstances",
    code: "MaxSpotInstanceCountExceeded",
    message: () => "Max spot instance count exceeded",
    source: "EC2 API error codes",
  }),
  userDataSize: rule({
    id: "ec2/userdata-size",
    operation: "RunInstances",
    code: "InvalidParameterValue",
    message: () => "User data is limited to 16384 bytes",
    source: "preflight/pf-ec2-userdata-size",
  }),
  profileUnready: rule({
    id: "ec2/profile-unready",
    operation: "RunInstances",
    code: "InvalidParameterValue",
    message: (name: string) =>
      `Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    source: "public logs",
  }),
  profileWithoutRole: rule({
    id: "ec2/profile-without-role",
    operation: "RunInstances",
    code: "InvalidParameterValue",
    message: (name: string) => `IAM Instance Profile "${name}" has no associated IAM Roles`,
    source: "public logs",
  }),
  stopProtection: rule({
    id: "ec2/stop-protect",
    operation: "StopInstances",
    code: "OperationNotPermitted",
    message: (instance: string) =>
      `The instance '${instance}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
    source: "EC2 API error codes",
  }),
  terminationProtection: rule({
    id: "ec2/term-protect",
    operation: "TerminateInstances",
    code: "OperationNotPermitted",
    message: (instance: string) =>
      `The instance '${instance}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    source: "moto; EC2 API error codes",
  }),
} as const;
