import { createHash } from "node:crypto";
import { rangeOf } from "../../aws/ec2/addressing.ts";
import { contains } from "../../aws/ec2/cidr.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import type { Cluster } from "../cluster.ts";
import { accessRules as rules } from "../rules/access-rules.ts";
import { refuseUnless } from "../server/kubernetes-error.ts";

const nobody = { stack: "none", run: "none" };

/**
 * Whether an IPv4 address reaches a cluster's API: one in its VPC by the private endpoint, any other by the public one if that lets
 * it in. What security groups allow is not looked at here.
 */
export function reaches(cluster: Cluster, sourceAddress: string): boolean {
  if (!cluster.eks) return false;
  const { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs, vpcId } = cluster.eks.network;
  const source = rangeOf(`${sourceAddress}/32`);
  const covers = (cidr: string): boolean => contains(rangeOf(cidr), source);
  const vpc = ec2.vpcs(cluster.awsOf(nobody)).get(vpcId);
  if (endpointPrivateAccess && vpc && [vpc.cidr, ...vpc.secondaryCidrs].some(covers)) return true;
  return endpointPublicAccess && publicAccessCidrs.some(covers);
}

/**
 * Asks whether an address reaches the API, as every client does before it says anything.
 *
 * @throws KubernetesError in the words of a client whose connection nobody answers
 */
export function checkReach(cluster: Cluster, sourceAddress: string, path = "/version"): void {
  const endpoint = cluster.eks?.endpoint ?? "";
  refuseUnless(reaches(cluster, sourceAddress), rules.unreachable, `${endpoint}${path}`, endpointAddress(cluster));
}

/** The address that the endpoint's name has for who asks from outside: a private one when only the private endpoint is on. */
function endpointAddress(cluster: Cluster): string {
  const { endpoint = "", network } = cluster.eks ?? {};
  if (network && !network.endpointPublicAccess) {
    const [own = ""] = cluster.eks?.networkInterfaceIds ?? [];
    const privateIp = ec2.networkInterfaces(cluster.awsOf(nobody)).get(own)?.privateIp;
    if (privateIp) return privateIp;
  }
  const [second, third, fourth] = createHash("sha256").update(endpoint).digest();
  return `3.${second}.${third}.${fourth}`;
}
