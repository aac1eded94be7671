import { refuse, refuseIf, refuseUnless } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { rangeOf } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import { formatCidr, overlap, parseCidr } from "../cidr.ts";
import { quotaOf } from "../facts/quotas.ts";
import { arnOf, newId, newIdOf, required } from "../identifiers.ts";
import { ec2Tables, type Vpc } from "../records.ts";
import type { Route } from "../routing-records.ts";
import { networkRules as rules } from "../rules/networks.ts";
import { defaultEgress, defaultIngress } from "../security-group-rules.ts";
import { ec2 } from "../tables.ts";

export interface VpcRequest {
  readonly cidr: string | null;
  readonly instanceTenancy?: string;
  readonly amazonProvidedIpv6?: boolean;
  readonly tags?: Tags;
}

/** Ranges that EC2 gives to no VPC. */
const reservedRanges = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"].map(rangeOf);

/**
 * CreateVpc, with its main route table, default network ACL and default security group. Accounts start without any VPC: the
 * default VPC that AWS gives to new accounts is not there.
 *
 * @throws AwsError when the range is wrong or the quota reached
 */
export function createVpc(aws: Aws, request: VpcRequest): Vpc {
  const { cidr, tags = {} } = request;
  return callEc2(
    aws,
    "CreateVpc",
    {
      resources: [aws.arn("ec2", "vpc/*")],
      parameters: { CidrBlock: cidr, InstanceTenancy: request.instanceTenancy ?? "default" },
      tagging: { arn: aws.arn("ec2", "vpc/*"), tags },
    },
    () => {
      const range = parseCidr(cidr ?? refuse(rules.vpcCidrMissing));
      refuseUnless(range?.family === 4 && range.prefix >= 16 && range.prefix <= 28, rules.vpcCidrSize, cidr ?? "");
      refuseIf(
        reservedRanges.some((reserved) => overlap(reserved, range)),
        rules.vpcCidrReserved,
        cidr ?? "",
      );
      refuseIf(ec2.vpcs(aws).size >= quotaOf(aws, "vpcsPerRegion"), rules.vpcQuota);
      const dhcpOptionsId = dhcpOptionsOf(aws);
      const id = newIdOf(aws, "vpc", request);
      const ipv6Cidr = request.amazonProvidedIpv6 ? ipv6RangeFor(aws, id) : null;
      const routeTableId = makeMainRouteTable(aws, id, formatCidr(range), ipv6Cidr);
      return ec2.vpcs(aws).put(id, {
        id,
        cidr: formatCidr(range),
        secondaryCidrs: [],
        ipv6Cidr,
        isDefault: false,
        instanceTenancy: request.instanceTenancy ?? "default",
        enableDnsSupport: true,
        enableDnsHostnames: false,
        enableNetworkAddressUsageMetrics: false,
        dhcpOptionsId,
        mainRouteTableId: routeTableId,
        defaultRouteTableId: routeTableId,
        defaultNetworkAclId: makeDefaultAcl(aws, id, ipv6Cidr !== null),
        defaultSecurityGroupId: makeDefaultGroup(aws, id, ipv6Cidr),
        tags,
      });
    },
  );
}

/** What ModifyVpcAttribute can change, one call each. */
export type VpcChange = Partial<
  Pick<Vpc, "enableDnsSupport" | "enableDnsHostnames" | "enableNetworkAddressUsageMetrics">
>;

/**
 * ModifyVpcAttribute; the caller changes one attribute a call.
 *
 * @throws AwsError `InvalidVpcID.NotFound`
 */
export function modifyVpc(aws: Aws, id: string, change: VpcChange): void {
  callEc2(
    aws,
    "ModifyVpcAttribute",
    { resources: [arnOf(aws, "vpc", id)], parameters: { VpcId: id, ...change } },
    () => {
      ec2.vpcs(aws).put(id, { ...required("vpc", ec2.vpcs(aws), id), ...change });
    },
  );
}

/**
 * ModifyVpcTenancy: from dedicated to default.
 *
 * @throws AwsError `InvalidVpcID.NotFound`
 */
export function modifyVpcTenancy(aws: Aws, id: string, instanceTenancy: string): void {
  callEc2(
    aws,
    "ModifyVpcTenancy",
    { resources: [arnOf(aws, "vpc", id)], parameters: { VpcId: id, InstanceTenancy: instanceTenancy } },
    () => {
      ec2.vpcs(aws).put(id, { ...required("vpc", ec2.vpcs(aws), id), instanceTenancy });
    },
  );
}

/**
 * AssociateVpcCidrBlock or DisassociateVpcCidrBlock for the Amazon-provided IPv6 range; the local routes follow.
 *
 * @throws AwsError when a subnet still uses the range
 */
export function setVpcIpv6(aws: Aws, id: string, wanted: boolean): void {
  const operation = wanted ? "AssociateVpcCidrBlock" : "DisassociateVpcCidrBlock";
  callEc2(aws, operation, { resources: [arnOf(aws, "vpc", id)], parameters: { VpcId: id } }, () => {
    const vpc = required("vpc", ec2.vpcs(aws), id);
    const user = ec2.subnets(aws).find(({ vpcId, ipv6Cidr }) => vpcId === id && ipv6Cidr !== null);
    refuseIf(!wanted && user, rules.vpcIpv6InUse, vpc.ipv6Cidr ?? "");
    const ipv6Cidr = wanted ? (vpc.ipv6Cidr ?? ipv6RangeFor(aws, id)) : null;
    for (const table of ec2.routeTables(aws).filter(({ vpcId }) => vpcId === id)) {
      const others = table.routes.filter(({ destination }) => destination !== vpc.ipv6Cidr);
      const routes = ipv6Cidr ? [localRoute(ipv6Cidr), ...others] : others;
      ec2.routeTables(aws).put(table.id, { ...table, routes });
    }
    ec2.vpcs(aws).put(id, { ...vpc, ipv6Cidr });
  });
}

/**
 * DescribeVpcs by id.
 *
 * @throws AwsError `InvalidVpcID.NotFound` when one does not exist
 */
export function describeVpcs(aws: Aws, ids: readonly string[]): Vpc[] {
  return callEc2(aws, "DescribeVpcs", { parameters: { VpcIds: ids } }, () =>
    ids.map((id) => required("vpc", ec2.vpcs(aws), id)),
  );
}

/**
 * DeleteVpc, with its main route table, default network ACL and default security group.
 *
 * @throws AwsError `DependencyViolation` while anything else is in it
 */
export function deleteVpc(aws: Aws, id: string): void {
  callEc2(aws, "DeleteVpc", { resources: [arnOf(aws, "vpc", id)], parameters: { VpcId: id } }, () => {
    const vpc = required("vpc", ec2.vpcs(aws), id);
    const inVpc = ({ vpcId }: { readonly vpcId: string | null }) => vpcId === id;
    const groups = ec2.securityGroups(aws).filter((group) => inVpc(group) && !group.isDefault);
    const dependency =
      groups.find(({ createdBy }) => createdBy === null) ??
      ec2.subnets(aws).find(inVpc) ??
      ec2.networkInterfaces(aws).find(inVpc) ??
      ec2.natGateways(aws).find(inVpc) ??
      ec2.vpcEndpoints(aws).find(inVpc) ??
      ec2.internetGateways(aws).find(inVpc) ??
      ec2.egressOnlyInternetGateways(aws).find(inVpc) ??
      ec2.routeTables(aws).find((table) => inVpc(table) && table.id !== vpc.mainRouteTableId) ??
      ec2.networkAcls(aws).find((acl) => inVpc(acl) && !acl.isDefault);
    refuseIf(dependency, rules.vpcDeleteDependency, id);
    refuseIf(groups.length > 0, rules.vpcLeftovers, id);
    ec2.routeTables(aws).delete(vpc.mainRouteTableId);
    ec2.networkAcls(aws).delete(vpc.defaultNetworkAclId);
    ec2.securityGroups(aws).delete(vpc.defaultSecurityGroupId);
    ec2.vpcs(aws).delete(id);
  });
}

function makeMainRouteTable(aws: Aws, vpcId: string, cidr: string, ipv6Cidr: string | null): string {
  const id = newIdOf(aws, "route-table", { vpcId, main: true });
  ec2.routeTables(aws).put(id, {
    id,
    vpcId,
    routes: [cidr, ...(ipv6Cidr ? [ipv6Cidr] : [])].map(localRoute),
    associations: [{ id: newId(aws, "rtbassoc", { vpcId, main: true }), main: true, subnetId: null, gatewayId: null }],
    tags: {},
  });
  return id;
}

function localRoute(destination: string): Route {
  return { destination, target: { kind: "gateway_id", id: "local" }, origin: "CreateRouteTable" };
}

function makeDefaultAcl(aws: Aws, vpcId: string, ipv6: boolean): string {
  const id = newIdOf(aws, "network-acl", { vpcId, default: true });
  const open = {
    action: "allow",
    protocol: "-1",
    fromPort: null,
    toPort: null,
    icmpType: null,
    icmpCode: null,
  } as const;
  ec2.networkAcls(aws).put(id, {
    id,
    vpcId,
    isDefault: true,
    entries: [true, false].flatMap((egress) => [
      { ...open, number: 100, egress, cidrIpv4: "0.0.0.0/0", cidrIpv6: null },
      ...(ipv6 ? [{ ...open, number: 101, egress, cidrIpv4: null, cidrIpv6: "::/0" }] : []),
    ]),
    associations: [],
    tags: {},
  });
  return id;
}

function makeDefaultGroup(aws: Aws, vpcId: string, ipv6Cidr: string | null): string {
  const id = newIdOf(aws, "security-group", { vpcId, default: true });
  ec2.securityGroups(aws).put(id, {
    id,
    name: "default",
    description: "default VPC security group",
    vpcId,
    isDefault: true,
    createdBy: null,
    rules: [...defaultIngress(aws, id), ...defaultEgress(aws, id, { ipv6Cidr })],
    tags: {},
  });
  return id;
}

/** One set of DHCP options serves all VPCs of an account and Region; it is there before any of them and outlives them. */
function dhcpOptionsOf(aws: Aws): string {
  const settings = aws.table<{ id: string }>(ec2Tables.setting);
  const existing = settings.get("dhcp-options");
  if (existing) return existing.id;
  aws.world.commit(aws.actor);
  const { id } = settings.put("dhcp-options", { id: newId(aws, "dopt", null) });
  aws.world.commit({ ...aws.actor, stack: "onboarding" });
  return id;
}

function ipv6RangeFor(aws: Aws, vpcId: string): string {
  const digits = aws.ids.hex(6, "vpc-ipv6", vpcId);
  return formatCidr(rangeOf(`2600:1f18:${digits.slice(0, 4)}:${digits.slice(4)}00::/56`));
}
