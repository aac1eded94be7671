import { refuseIf, refuseUnless } from "../../../rule.ts";
import type { Table } from "../../../world/table.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { inside, rangeOf } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import { formatCidr, overlap, parseCidr } from "../cidr.ts";
import { quotaOf } from "../facts/quotas.ts";
import { zonesOf } from "../facts/zones.ts";
import { arnOf, newId, newIdOf, required } from "../identifiers.ts";
import type { Subnet, Vpc } from "../records.ts";
import type { NetworkAcl, RouteTable } from "../routing-records.ts";
import { networkRules as rules } from "../rules/networks.ts";
import { ec2 } from "../tables.ts";

export interface SubnetRequest {
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string | null;
  /** Name or id of a zone; the first zone of the Region when left out. */
  readonly zone?: string | null;
  readonly tags?: Tags;
}

/**
 * CreateSubnet.
 *
 * @throws AwsError when the range is wrong, taken or outside the VPC, or the zone is not one of the Region
 */
export function createSubnet(aws: Aws, request: SubnetRequest): Subnet {
  const { vpcId, tags = {} } = request;
  return callEc2(
    aws,
    "CreateSubnet",
    {
      resources: [aws.arn("ec2", "subnet/*"), arnOf(aws, "vpc", vpcId)],
      parameters: { VpcId: vpcId, CidrBlock: request.cidr, AvailabilityZone: request.zone ?? null },
      tagging: { arn: aws.arn("ec2", "subnet/*"), tags },
    },
    () => {
      const vpc = required("vpc", ec2.vpcs(aws), vpcId);
      const cidr = checkRange(aws, vpc, request.cidr);
      const ipv6Cidr = request.ipv6Cidr ? checkIpv6Range(aws, vpc, request.ipv6Cidr) : null;
      const zones = zonesOf(aws.region);
      const zone = request.zone ? zones.find(({ id, name }) => [id, name].includes(request.zone ?? "")) : zones[0];
      refuseUnless(
        zone,
        rules.subnetZone,
        request.zone ?? "",
        zones.map(({ name }) => name),
      );
      const id = newIdOf(aws, "subnet", request);
      associateDefaultAcl(aws, vpc, id);
      return ec2.subnets(aws).put(id, {
        id,
        vpcId,
        cidr,
        ipv6Cidr,
        availabilityZone: zone.name,
        availabilityZoneId: zone.id,
        mapPublicIpOnLaunch: false,
        assignIpv6AddressOnCreation: false,
        enableDns64: false,
        enableResourceNameDnsARecord: false,
        enableResourceNameDnsAaaaRecord: false,
        privateDnsHostnameType: "ip-name",
        tags,
      });
    },
  );
}

/** What ModifySubnetAttribute can change, one call each. */
export type SubnetChange = Partial<
  Pick<
    Subnet,
    | "mapPublicIpOnLaunch"
    | "assignIpv6AddressOnCreation"
    | "enableDns64"
    | "enableResourceNameDnsARecord"
    | "enableResourceNameDnsAaaaRecord"
    | "privateDnsHostnameType"
  >
>;

/**
 * ModifySubnetAttribute.
 *
 * @throws AwsError `InvalidParameterValue` when DNS64 or IPv6 addresses are asked for without an IPv6 range
 */
export function modifySubnet(aws: Aws, id: string, change: SubnetChange): void {
  callEc2(
    aws,
    "ModifySubnetAttribute",
    { resources: [arnOf(aws, "subnet", id)], parameters: { SubnetId: id, ...change } },
    () => {
      const subnet = required("subnet", ec2.subnets(aws), id);
      refuseIf(change.enableDns64 && !subnet.ipv6Cidr, rules.subnetDns64);
      refuseIf(change.assignIpv6AddressOnCreation && !subnet.ipv6Cidr, rules.subnetIpv6Assignment);
      ec2.subnets(aws).put(id, { ...subnet, ...change });
    },
  );
}

/**
 * AssociateSubnetCidrBlock or, for null, DisassociateSubnetCidrBlock: the IPv6 range of a subnet.
 *
 * @throws AwsError when the range is not one of the VPC's, or taken
 */
export function setSubnetIpv6(aws: Aws, id: string, cidr: string | null): void {
  const operation = cidr === null ? "DisassociateSubnetCidrBlock" : "AssociateSubnetCidrBlock";
  const request = { resources: [arnOf(aws, "subnet", id)], parameters: { SubnetId: id, Ipv6CidrBlock: cidr } };
  callEc2(aws, operation, request, () => {
    const subnet = required("subnet", ec2.subnets(aws), id);
    const vpc = required("vpc", ec2.vpcs(aws), subnet.vpcId);
    const ipv6Cidr = cidr === null ? null : checkIpv6Range(aws, vpc, cidr);
    ec2.subnets(aws).put(id, { ...subnet, ipv6Cidr });
  });
}

/**
 * DeleteSubnet.
 *
 * @throws AwsError `DependencyViolation` while an interface is in it
 */
export function deleteSubnet(aws: Aws, id: string): void {
  callEc2(aws, "DeleteSubnet", { resources: [arnOf(aws, "subnet", id)], parameters: { SubnetId: id } }, () => {
    required("subnet", ec2.subnets(aws), id);
    refuseIf(
      ec2.networkInterfaces(aws).find(({ subnetId }) => subnetId === id),
      rules.subnetDeleteDependency,
      id,
    );
    ec2.subnets(aws).delete(id);
    dropAssociations(ec2.networkAcls(aws), id);
    dropAssociations(ec2.routeTables(aws), id);
  });
}

/**
 * DescribeSubnets by id.
 *
 * @throws AwsError `InvalidSubnetID.NotFound` when one does not exist
 */
export function describeSubnets(aws: Aws, ids: readonly string[]): Subnet[] {
  return callEc2(aws, "DescribeSubnets", { parameters: { SubnetIds: ids } }, () =>
    ids.map((id) => required("subnet", ec2.subnets(aws), id)),
  );
}

function checkRange(aws: Aws, vpc: Vpc, text: string): string {
  const cidr = parseCidr(text);
  refuseUnless(cidr?.family === 4 && cidr.prefix >= 16 && cidr.prefix <= 28, rules.subnetSize, text);
  refuseUnless(inside([vpc.cidr, ...vpc.secondaryCidrs], cidr), rules.subnetInVpc, text);
  const siblings = ec2.subnets(aws).filter(({ vpcId }) => vpcId === vpc.id);
  refuseIf(
    siblings.some((sibling) => overlap(rangeOf(sibling.cidr), cidr)),
    rules.subnetOverlap,
    text,
  );
  refuseIf(siblings.length >= quotaOf(aws, "subnetsPerVpc"), rules.subnetQuota);
  return formatCidr(cidr);
}

function checkIpv6Range(aws: Aws, vpc: Vpc, text: string): string {
  const cidr = parseCidr(text);
  const isSize = cidr?.family === 6 && cidr.prefix >= 44 && cidr.prefix <= 64 && cidr.prefix % 4 === 0;
  refuseUnless(isSize, rules.subnetSize, text);
  refuseUnless(vpc.ipv6Cidr && inside([vpc.ipv6Cidr], cidr), rules.subnetInVpc, text);
  const siblings = ec2.subnets(aws).filter(({ vpcId, ipv6Cidr }) => vpcId === vpc.id && ipv6Cidr !== null);
  refuseIf(
    siblings.some(({ ipv6Cidr }) => overlap(rangeOf(ipv6Cidr ?? ""), cidr)),
    rules.subnetOverlap,
    text,
  );
  return formatCidr(cidr);
}

function associateDefaultAcl(aws: Aws, vpc: Vpc, subnetId: string): void {
  const acls = ec2.networkAcls(aws);
  const acl = required("network-acl", acls, vpc.defaultNetworkAclId);
  const association = { id: newId(aws, "aclassoc", subnetId), subnetId };
  acls.put(acl.id, { ...acl, associations: [...acl.associations, association] });
}

/** A deleted subnet takes its associations with route tables and network ACLs along. */
function dropAssociations<Row extends RouteTable | NetworkAcl>(table: Table<Row>, subnetId: string): void {
  for (const row of table.filter(({ associations }) => associations.some((one) => one.subnetId === subnetId))) {
    const associations = row.associations.filter((one) => one.subnetId !== subnetId);
    table.put(row.id, { ...row, associations });
  }
}
