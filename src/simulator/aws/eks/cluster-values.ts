import type { Values } from "../../planning/values.ts";
import { rfc3339 } from "../input.ts";
import type { Cluster } from "./records.ts";

/** What the provider shows of a cluster in the resource and in the data source alike; clusters are active when it looks. */
export function clusterValues(held: Cluster): Values {
  const { network, service, autoMode } = held;
  return {
    id: held.name,
    name: held.name,
    arn: held.arn,
    certificate_authority: [{ data: held.certificateAuthority }],
    cluster_id: null,
    compute_config: [
      { enabled: autoMode.enabled, node_pools: autoMode.nodePools, node_role_arn: autoMode.nodeRoleArn },
    ],
    control_plane_scaling_config: [{ tier: held.scalingTier }],
    created_at: rfc3339(held.createdAt),
    deletion_protection: held.deletionProtection,
    enabled_cluster_log_types: held.logTypes,
    endpoint: held.endpoint,
    identity: [{ oidc: [{ issuer: held.issuer }] }],
    kubernetes_network_config: [
      {
        ip_family: service.ipFamily,
        service_ipv4_cidr: service.ipv4Cidr,
        service_ipv6_cidr: service.ipv6Cidr,
        elastic_load_balancing: [{ enabled: autoMode.enabled }],
      },
    ],
    outpost_config: [],
    platform_version: held.platformVersion,
    remote_network_config: remoteNetworks(held),
    role_arn: held.roleArn,
    status: "ACTIVE",
    storage_config: [{ block_storage: [{ enabled: autoMode.enabled }] }],
    upgrade_policy: [{ support_type: held.supportType }],
    version: held.version,
    vpc_config: [
      {
        cluster_security_group_id: network.clusterSecurityGroupId,
        endpoint_private_access: network.endpointPrivateAccess,
        endpoint_public_access: network.endpointPublicAccess,
        public_access_cidrs: network.publicAccessCidrs,
        security_group_ids: network.securityGroupIds,
        subnet_ids: network.subnetIds,
        vpc_id: network.vpcId,
      },
    ],
    zonal_shift_config: held.zonalShift ? [{ enabled: true }] : [],
  };
}

function remoteNetworks({ remoteNodeCidrs, remotePodCidrs }: Cluster): readonly Values[] {
  if (remoteNodeCidrs.length === 0 && remotePodCidrs.length === 0) return [];
  const networks = (cidrs: readonly string[]) => (cidrs.length > 0 ? [{ cidrs }] : []);
  return [{ remote_node_networks: networks(remoteNodeCidrs), remote_pod_networks: networks(remotePodCidrs) }];
}
