import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { parseArn } from "../arn.ts";
import type { Aws } from "../client.ts";
import { availableAddresses, rangeOf } from "../ec2/addressing.ts";
import { type Cidr, contains, overlap, parseCidr } from "../ec2/cidr.ts";
import { zonesOf } from "../ec2/facts/zones.ts";
import type { Subnet, Vpc } from "../ec2/records.ts";
import { ec2 } from "../ec2/tables.ts";
import { roleByArn } from "../iam/principals.ts";
import { isTrustedBy } from "../iam/service-roles.ts";
import { keyByArn } from "../kms/records.ts";
import { updateRules } from "./rules/cluster-updates.ts";
import { clusterRules as rules } from "./rules/clusters.ts";

/** Zones that take no control plane, by id. Source: EKS UG, View Amazon EKS networking requirements. */
const zonesWithoutCapacity: ReadonlySet<string> = new Set(["use1-az3", "usw1-az2", "cac1-az3"]);

/** Free addresses that every subnet needs when a cluster is made. */
const addressesPerSubnet = 6;

/** Security groups beside the one that EKS makes. */
const groupLimit = 4;

/** CIDRs in `publicAccessCidrs`. */
const publicCidrLimit = 40;

const reserved = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
].map(rangeOf);

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(rangeOf);

/** What a control plane may use of a VPC. */
export interface ControlPlanePlace {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
}

/**
 * The subnets of a control plane and their VPC.
 *
 * @throws ServiceError when they do not exist or lie in one zone or in several VPCs
 */
export function checkPlace(aws: Aws, subnetIds: readonly string[]): ControlPlanePlace {
  const subnets = subnetIds.map((id) => ec2.subnets(aws).get(id) ?? refuse(rules.subnetMissing, id));
  const vpc = ec2.vpcs(aws).get(subnets[0]?.vpcId ?? "");
  refuseUnless(vpc && subnets.every(({ vpcId }) => vpcId === vpc.id), rules.subnetVpc);
  refuseIf(zonesIn(subnets).length < 2, rules.twoZones);
  return { vpc, subnets };
}

/** The zones of subnets, sorted. */
export function zonesIn(subnets: readonly Subnet[]): string[] {
  return [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].sort();
}

/** @throws ServiceError when a zone takes no control planes, or a subnet is too full for one */
export function checkCapacity(aws: Aws, cluster: string, { subnets }: ControlPlanePlace): void {
  const zones = zonesOf(aws.region);
  const valid = zones.filter(({ id }) => !zonesWithoutCapacity.has(id)).map(({ name }) => name);
  const closed = subnets.find(({ availabilityZoneId }) => zonesWithoutCapacity.has(availabilityZoneId));
  refuseIf(closed, rules.zoneCapacity, cluster, closed?.availabilityZone ?? "", valid);
  const full = subnets.find((subnet) => availableAddresses(aws, subnet) < addressesPerSubnet);
  refuseIf(full, rules.addressesForCreate, full?.id ?? "");
}

/** @throws ServiceError when a group is of another VPC, or one too many */
export function checkGroups(aws: Aws, vpcId: string, groupIds: readonly string[]): void {
  refuseIf(groupIds.length > groupLimit, rules.groupCount);
  const foreign = groupIds.filter((id) => ec2.securityGroups(aws).get(id)?.vpcId !== vpcId);
  refuseIf(foreign.length > 0, rules.groupVpc, foreign);
}

/** How the API server is reached. */
export interface EndpointAccess {
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
}

/** @throws ServiceError when nobody could reach the endpoint, or a CIDR is none of the internet */
export function checkEndpoint({
  endpointPublicAccess,
  endpointPrivateAccess,
  publicAccessCidrs,
}: EndpointAccess): void {
  refuseUnless(endpointPublicAccess || endpointPrivateAccess, updateRules.noEndpoint);
  refuseIf(publicAccessCidrs.length > publicCidrLimit, updateRules.publicCidrCount);
  const refused = publicAccessCidrs.filter((text) => {
    const cidr = parseCidr(text);
    return !cidr || reserved.some((range) => contains(range, cidr));
  });
  refuseIf(refused.length > 0, updateRules.publicCidr, refused);
}

/** @throws ServiceError when EKS cannot assume the role, or the role lacks what a control plane needs */
export function checkRole(aws: Aws, roleArn: string, clusterArn: string): void {
  refuseUnless(isTrustedBy(aws.world, roleArn, "eks.amazonaws.com", clusterArn), rules.roleAssume, roleArn);
  refuseUnless(hasClusterPolicy(aws, roleArn), rules.rolePolicy);
}

/** True when the role may do what EKS does in its name: interfaces come and go by it. */
export function hasClusterPolicy(aws: Aws, roleArn: string): boolean {
  const attached = roleByArn(aws.world, roleArn)?.attachedPolicyArns ?? [];
  return attached.some((arn) => arn.endsWith(":policy/AmazonEKSClusterPolicy"));
}

/**
 * The range of Kubernetes services: the given one, or the default one that does not clash with the VPC.
 *
 * @throws ServiceError
 */
export function serviceCidr(vpc: Vpc, given: string | null): string {
  const own = vpcRanges(vpc);
  if (given === null) {
    const preferred = "10.100.0.0/16";
    return own.some((range) => overlap(range, rangeOf("10.0.0.0/8"))) ? "172.20.0.0/16" : preferred;
  }
  const range = parseCidr(given);
  refuseUnless(range && privateRanges.some((allowed) => contains(allowed, range)), rules.serviceCidr, "range");
  refuseIf(
    own.some((taken) => overlap(taken, range)),
    rules.serviceCidr,
    "overlap",
  );
  return given;
}

function vpcRanges(vpc: Vpc): Cidr[] {
  return [vpc.cidr, ...vpc.secondaryCidrs].map(rangeOf);
}

/** @throws ServiceError when the key cannot encrypt secrets of this cluster */
export function checkEncryption(aws: Aws, keyArn: string): void {
  refuseUnless(parseArn(keyArn)?.region === aws.region, rules.encryptionKey, "region", keyArn);
  const key = keyByArn(aws.world, keyArn);
  refuseUnless(key, rules.encryptionKey, "missing", keyArn);
  const usable = key.enabled && key.keySpec === "SYMMETRIC_DEFAULT" && key.keyUsage === "ENCRYPT_DECRYPT";
  refuseUnless(usable, rules.encryptionKey, "unusable", keyArn);
}
