import { rule } from "../../../rule.ts";

/** What EC2 refuses about security groups and their rules. */
export const securityGroupRules = {
  nameTaken: rule({
    id: "ec2/sg-name-dup",
    operation: "CreateSecurityGroup",
    code: "InvalidGroup.Duplicate",
    message: (name: string, vpc: string) => `The security group '${name}' already exists for VPC '${vpc}'`,
    source: "EC2 API error codes",
  }),
  nameReserved: rule({
    id: "ec2/sg-name-reserved",
    operation: "CreateSecurityGroup",
    code: "InvalidGroup.Reserved",
    message: (name: string) =>
      name === "default"
        ? "Cannot use reserved security group name: default"
        : "Group names may not be in the format sg-*",
    source: "preflight/pf-ec2-sg-group-name; EC2 API error codes",
  }),
  nameCharacters: rule({
    id: "ec2/sg-name-chars",
    operation: "CreateSecurityGroup",
    code: "InvalidParameterValue",
    message: (name: string) =>
      `Value (${name}) for parameter GroupName is invalid. Character sets beyond ASCII are not supported.`,
    source: "API CreateSecurityGroup",
  }),
  descriptionCharacters: rule({
    id: "ec2/sg-description-chars",
    operation: "CreateSecurityGroup",
    code: "InvalidParameterValue",
    message: (description: string) =>
      `Value (${description}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.`,
    source: "API CreateSecurityGroup",
  }),
  quota: rule({
    id: "ec2/sg-quota",
    operation: "CreateSecurityGroup",
    code: "SecurityGroupLimitExceeded",
    message: () => "The maximum number of security groups has been reached.",
    source: "EC2 API error codes; Amazon VPC quotas",
  }),
  ruleDescription: rule({
    id: "ec2/sg-desc",
    operation: "AuthorizeSecurityGroupIngress",
    code: "InvalidParameterValue",
    message: () =>
      "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: " +
      "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    source: "preflight/pf-ec2-sg-rule-description",
  }),
  ruleCidr: rule({
    id: "ec2/sg-cidr",
    operation: "AuthorizeSecurityGroupIngress",
    code: "InvalidParameterValue",
    message: (cidr: string) => `CIDR block ${cidr} is malformed`,
    source: "preflight/pf-ec2-sg-cidr-valid; EC2 API error codes",
  }),
  ruleTaken: rule({
    id: "ec2/sg-rule-dup",
    operation: "AuthorizeSecurityGroupIngress",
    code: "InvalidPermission.Duplicate",
    message: (peer: string, protocol: string, ports: string) =>
      `the specified rule "peer: ${peer}, ${protocol}${ports}, ALLOW" already exists`,
    source: "EC2 API error codes",
  }),
  ruleMissing: rule({
    id: "ec2/sg-rule-missing",
    operation: "RevokeSecurityGroupIngress",
    code: "InvalidPermission.NotFound",
    message: () => "The specified rule does not exist in this security group.",
    source: "EC2 API error codes; moto",
  }),
  ruleIdMissing: rule({
    id: "ec2/sg-rule-id-not-found",
    operation: "DescribeSecurityGroupRules",
    code: "InvalidSecurityGroupRuleId.NotFound",
    message: (id: string) => `The security group rule ID '${id}' does not exist`,
    source: "EC2 API error codes",
  }),
  ruleQuota: rule({
    id: "ec2/sg-rule-quota",
    operation: "AuthorizeSecurityGroupIngress",
    code: "RulesPerSecurityGroupLimitExceeded",
    message: () => "The maximum number of rules per security group has been reached.",
    source: "EC2 API error codes; Amazon VPC quotas",
  }),
  rulePorts: rule({
    id: "ec2/sg-rule-ports",
    operation: "AuthorizeSecurityGroupIngress",
    code: "InvalidParameterValue",
    message: (from: number | null, to: number | null) =>
      from === null || to === null
        ? "Invalid value for portRange. Must specify both from and to ports with TCP/UDP."
        : `Invalid TCP/UDP port range (${from}:${to})`,
    source: "EC2 API error codes",
  }),
  groupsPerInterface: rule({
    id: "ec2/sg-per-eni",
    operation: "ModifyNetworkInterfaceAttribute",
    code: "SecurityGroupsPerInterfaceLimitExceeded",
    message: () => "The maximum number of security groups per interface has been reached.",
    source: "EC2 API error codes; Amazon VPC quotas",
  }),
  deleteDependency: rule({
    id: "ec2/sg-delete-dep",
    operation: "DeleteSecurityGroup",
    code: "DependencyViolation",
    message: (group: string) => `resource ${group} has a dependent object`,
    source: "pulumi/pulumi-eks#194; eksctl-io/eksctl#1849",
  }),
  deleteDefault: rule({
    id: "ec2/sg-delete-default",
    operation: "DeleteSecurityGroup",
    code: "CannotDelete",
    message: (group: string) => `the specified group: "${group}" name: "default" cannot be deleted by a user`,
    source: "EC2 API error codes",
  }),
  otherVpc: rule({
    id: "ec2/sg-cross-vpc",
    operation: "AuthorizeSecurityGroupIngress",
    code: "InvalidGroup.NotFound",
    message: () => "You have specified two resources that belong to different networks.",
    source: "EC2 API error codes",
  }),
} as const;
