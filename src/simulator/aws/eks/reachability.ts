import type { Aws } from "../client.ts";
import { rangeOf } from "../ec2/addressing.ts";
import { contains } from "../ec2/cidr.ts";
import type { Instance } from "../ec2/instance-records.ts";
import type { NetworkInterface, SecurityGroupRule } from "../ec2/records.ts";
import { ec2 } from "../ec2/tables.ts";
import type { Cluster } from "./records.ts";
import { wayOut } from "./subnet-routes.ts";

/** One end of a connection. */
type Endpoint = Pick<NetworkInterface, "privateIp" | "securityGroupIds">;

/**
 * True when an instance reaches the API server of a cluster: by the private endpoint if that is on and its name resolves in the VPC,
 * else over the internet from an address that the public endpoint lets in.
 */
export function reachesApiServer(aws: Aws, cluster: Cluster, instance: Instance): boolean {
  const { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } = cluster.network;
  const vpc = ec2.vpcs(aws).get(instance.vpcId);
  const own = ec2.networkInterfaces(aws).get(instance.networkInterfaceId);
  if (!vpc?.enableDnsSupport || !own) return false;
  if (endpointPrivateAccess && vpc.enableDnsHostnames) {
    return controlPlaneInterfaces(aws, cluster).some((endpoint) => lets(aws, own, endpoint, 443));
  }
  const source = publicSourceOf(aws, instance);
  if (!endpointPublicAccess || source === undefined) return false;
  return publicAccessCidrs.some((cidr) => contains(rangeOf(cidr), rangeOf(`${source}/32`)));
}

/** True when an instance reaches the internet at all. */
export function reachesInternet(aws: Aws, instance: Instance): boolean {
  return publicSourceOf(aws, instance) !== undefined;
}

/** The address that an instance has on the internet: that of its NAT gateway, or its own. */
function publicSourceOf(aws: Aws, instance: Instance): string | undefined {
  const target = wayOut(aws, instance.subnetId)?.target.id ?? "";
  const own = ec2.networkInterfaces(aws).get(instance.networkInterfaceId)?.publicIp;
  if (target.startsWith("igw-")) return own ?? undefined;
  const [address] = ec2.natGateways(aws).get(target)?.addresses ?? [];
  return address?.publicIp ?? undefined;
}

function controlPlaneInterfaces(aws: Aws, cluster: Cluster): readonly Endpoint[] {
  return cluster.networkInterfaceIds.flatMap((id) => ec2.networkInterfaces(aws).get(id) ?? []);
}

/** True when the security groups of both ends allow a TCP connection to a port; answers come back by themselves. */
export function lets(aws: Aws, from: Endpoint, to: Endpoint, port: number): boolean {
  return allows(aws, from, "egress", to, port) && allows(aws, to, "ingress", from, port);
}

function allows(
  aws: Aws,
  end: Endpoint,
  direction: SecurityGroupRule["direction"],
  peer: Endpoint,
  port: number,
): boolean {
  return end.securityGroupIds
    .flatMap((id) => ec2.securityGroups(aws).get(id)?.rules ?? [])
    .some((rule) => rule.direction === direction && coversPort(rule, port) && coversPeer(rule, peer));
}

function coversPort({ protocol, fromPort, toPort }: SecurityGroupRule, port: number): boolean {
  return protocol === "-1" || (protocol === "tcp" && (fromPort ?? 0) <= port && port <= (toPort ?? 65_535));
}

function coversPeer({ cidrIpv4, referencedSecurityGroupId }: SecurityGroupRule, peer: Endpoint): boolean {
  if (referencedSecurityGroupId !== null) return peer.securityGroupIds.includes(referencedSecurityGroupId);
  return cidrIpv4 !== null && contains(rangeOf(cidrIpv4), rangeOf(`${peer.privateIp}/32`));
}
