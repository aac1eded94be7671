import type { Aws } from "../../aws/client.ts";
import type { Subnet } from "../../aws/ec2/records.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import type { Cluster as EksCluster } from "../../aws/eks/records.ts";
import { isPublicSubnet } from "../../aws/eks/subnet-routes.ts";
import { refuseIf } from "../../rule.ts";
import { loadBalancerRules as rules } from "./rules.ts";
import type { ServiceSettings } from "./service-settings.ts";

const clusterTag = "kubernetes.io/cluster/";

/**
 * The subnets of a load balancer: those that the Service names, else one for each zone of the cluster's VPC. A subnet may be used that
 * bears the cluster's tag or that of no cluster; one that faces the internet must be public.
 *
 * @throws ServiceError when there is none
 */
export function subnetsFor(aws: Aws, cluster: EksCluster, settings: ServiceSettings): readonly string[] {
  const inVpc = ec2.subnets(aws).filter(({ vpcId }) => vpcId === cluster.network.vpcId);
  if (settings.subnets.length > 0) {
    const named = inVpc.filter(({ id, tags }) => settings.subnets.some((name) => name === id || name === tags.Name));
    refuseIf(named.length !== settings.subnets.length, rules.noSubnets);
    return named.map(({ id }) => id).sort();
  }
  const suitable = inVpc.filter(
    (subnet) => isForCluster(subnet, cluster.name) && (settings.isInternal || isPublicSubnet(aws, subnet.id)),
  );
  const role = settings.isInternal ? "kubernetes.io/role/internal-elb" : "kubernetes.io/role/elb";
  const byZone = new Map<string, Subnet>();
  for (const subnet of suitable.sort((left, right) => left.id.localeCompare(right.id))) {
    const held = byZone.get(subnet.availabilityZone);
    if (!held || rank(subnet, cluster.name, role) > rank(held, cluster.name, role)) {
      byZone.set(subnet.availabilityZone, subnet);
    }
  }
  refuseIf(byZone.size === 0, rules.noSubnets);
  return [...byZone.values()].map(({ id }) => id).sort();
}

function isForCluster({ tags }: Subnet, name: string): boolean {
  const clusters = Object.keys(tags).filter((key) => key.startsWith(clusterTag));
  return clusters.length === 0 || clusters.includes(`${clusterTag}${name}`);
}

/** The tag of the role counts most, then that of the cluster; the lowest id wins among equals. */
function rank({ tags }: Subnet, name: string, role: string): number {
  return (role in tags ? 2 : 0) + (`${clusterTag}${name}` in tags ? 1 : 0);
}
