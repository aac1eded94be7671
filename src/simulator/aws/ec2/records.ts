import type { Tags } from "../tags.ts";

/** Table names of EC2 records, to be used with `aws.table`. */
export const ec2Tables = {
  vpc: "ec2/vpc",
  subnet: "ec2/subnet",
  securityGroup: "ec2/security-group",
  networkInterface: "ec2/network-interface",
  internetGateway: "ec2/internet-gateway",
  egressOnlyInternetGateway: "ec2/egress-only-internet-gateway",
  address: "ec2/address",
  natGateway: "ec2/nat-gateway",
  routeTable: "ec2/route-table",
  networkAcl: "ec2/network-acl",
  vpcEndpoint: "ec2/vpc-endpoint",
  flowLog: "ec2/flow-log",
  launchTemplate: "ec2/launch-template",
  instance: "ec2/instance",
  volume: "ec2/volume",
  setting: "ec2/setting",
  quota: "ec2/quota",
} as const;

export interface Vpc {
  readonly id: string;
  readonly cidr: string;
  /** Always empty: no type gives a VPC further ranges. */
  readonly secondaryCidrs: readonly string[];
  /** The Amazon-provided /56, when asked for. */
  readonly ipv6Cidr: string | null;
  readonly isDefault: boolean;
  readonly instanceTenancy: string;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly enableNetworkAddressUsageMetrics: boolean;
  readonly dhcpOptionsId: string;
  readonly mainRouteTableId: string;
  readonly defaultRouteTableId: string;
  readonly defaultNetworkAclId: string;
  readonly defaultSecurityGroupId: string;
  readonly tags: Tags;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6Cidr: string | null;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly assignIpv6AddressOnCreation: boolean;
  readonly enableDns64: boolean;
  readonly enableResourceNameDnsARecord: boolean;
  readonly enableResourceNameDnsAaaaRecord: boolean;
  /** `ip-name` or `resource-name`. */
  readonly privateDnsHostnameType: string;
  readonly tags: Tags;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly isDefault: boolean;
  /** The service that made the group on its own account, for example `eks.amazonaws.com`; null for the caller's groups. */
  readonly createdBy: string | null;
  readonly rules: readonly SecurityGroupRule[];
  readonly tags: Tags;
}

/** One rule with one source or target, as `DescribeSecurityGroupRules` shows it. */
export interface SecurityGroupRule {
  readonly id: string;
  readonly direction: "ingress" | "egress";
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all. */
  readonly protocol: string;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly cidrIpv4: string | null;
  readonly cidrIpv6: string | null;
  readonly prefixListId: string | null;
  readonly referencedSecurityGroupId: string | null;
  readonly description: string;
  readonly tags: Tags;
}

export interface NetworkInterface {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly privateIp: string;
  readonly secondaryPrivateIps: readonly string[];
  /** Delegated /28 blocks. */
  readonly ipv4Prefixes: readonly string[];
  readonly ipv6Addresses: readonly string[];
  readonly macAddress: string;
  readonly sourceDestCheck: boolean;
  readonly securityGroupIds: readonly string[];
  readonly description: string;
  /** `interface`, `nat_gateway`, `vpc_endpoint`, … */
  readonly interfaceType: string;
  /** Account or service that made it, for example `amazon-eks`; only its owner may delete it. */
  readonly requesterId: string | null;
  readonly attachment: InterfaceAttachment | null;
  readonly publicIp: string | null;
  readonly tags: Tags;
}

export interface InterfaceAttachment {
  readonly id: string;
  /** Account, or `amazon-aws` and the like for services. */
  readonly instanceOwnerId: string;
  readonly instanceId: string | null;
  readonly deviceIndex: number;
  readonly deleteOnTermination: boolean;
}
