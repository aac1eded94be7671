import type { Tags } from "../tags.ts";

/** Table names of EC2 records, to be used with `aws.table`. */
export const ec2Tables = {
  vpc: "ec2/vpc",
  subnet: "ec2/subnet",
  securityGroup: "ec2/security-group",
  networkInterface: "ec2/network-interface",
} as const;

export interface Vpc {
  readonly id: string;
  readonly cidr: string;
  readonly secondaryCidrs: readonly string[];
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
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly tags: Tags;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly isDefault: boolean;
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
  readonly securityGroupIds: readonly string[];
  readonly description: string;
  /** `interface`, `nat_gateway`, `vpc_endpoint`, … */
  readonly interfaceType: string;
  /** Account or service that made it, for example `amazon-eks`; only its owner may delete it. */
  readonly requesterId: string | null;
  readonly attachment: {
    readonly id: string;
    readonly instanceOwnerId: string;
    readonly instanceId: string | null;
  } | null;
  readonly publicIp: string | null;
  readonly tags: Tags;
}
