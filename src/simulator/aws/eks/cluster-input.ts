import { unknown, type Values } from "../../planning/values.ts";
import { blocks, flag, text, textOrNull, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import type { ClusterProperties } from "./cluster.ts";
import type { EndpointAccess } from "./cluster-checks.ts";
import type { AuthenticationMode, AutoMode, Cluster, SupportType } from "./records.ts";

/** The one block of a name; empty when there is none. */
function block(values: Values, name: string): Values {
  return blocks(values, name)[0] ?? {};
}

/** What a planned cluster asks EKS for. */
export function propertiesOf(input: Values): ClusterProperties {
  const network = block(input, "kubernetes_network_config");
  const access = block(input, "access_config");
  return {
    name: text(input, "name"),
    version: textOrNull(input, "version"),
    roleArn: text(input, "role_arn"),
    ...networkOf(input),
    ...endpointOf(input),
    ipFamily: text(network, "ip_family") === "ipv6" ? "ipv6" : "ipv4",
    serviceIpv4Cidr: textOrNull(network, "service_ipv4_cidr"),
    authenticationMode: authenticationModeOf(input),
    bootstrapCreatorAdmin: access.bootstrap_cluster_creator_admin_permissions !== false,
    logTypes: texts(input.enabled_cluster_log_types),
    encryptionKeyArn: encryptionKeyOf(input),
    supportType: supportTypeOf(input),
    deletionProtection: flag(input, "deletion_protection"),
    zonalShift: zonalShiftOf(input),
    scalingTier: scalingTierOf(input),
    autoMode: autoModeOf(input),
    autoModeParts: autoModeSwitches(input).map((part) => part === true),
    ...remoteNetworksOf(input),
    bootstrapSelfManagedAddOns: input.bootstrap_self_managed_addons !== false,
    tags: tagsOf(input.tags_all),
  };
}

export function networkOf(input: Values): Pick<ClusterProperties, "subnetIds" | "securityGroupIds"> {
  const vpc = block(input, "vpc_config");
  return { subnetIds: texts(vpc.subnet_ids), securityGroupIds: texts(vpc.security_group_ids) };
}

export function endpointOf(input: Values): EndpointAccess {
  const vpc = block(input, "vpc_config");
  const cidrs = texts(vpc.public_access_cidrs);
  return {
    endpointPublicAccess: vpc.endpoint_public_access !== false,
    endpointPrivateAccess: flag(vpc, "endpoint_private_access"),
    publicAccessCidrs: cidrs.length > 0 ? cidrs : ["0.0.0.0/0"],
  };
}

export function authenticationModeOf(input: Values): AuthenticationMode {
  const mode = text(block(input, "access_config"), "authentication_mode");
  return mode === "API" || mode === "API_AND_CONFIG_MAP" ? mode : "CONFIG_MAP";
}

export function encryptionKeyOf(input: Values): string | null {
  return textOrNull(block(block(input, "encryption_config"), "provider"), "key_arn");
}

export function supportTypeOf(input: Values): SupportType {
  return text(block(input, "upgrade_policy"), "support_type") === "STANDARD" ? "STANDARD" : "EXTENDED";
}

export function zonalShiftOf(input: Values): boolean {
  return flag(block(input, "zonal_shift_config"), "enabled");
}

export function scalingTierOf(input: Values): string {
  return text(block(input, "control_plane_scaling_config"), "tier") || "standard";
}

export function autoModeOf(input: Values): AutoMode {
  const compute = block(input, "compute_config");
  return {
    enabled: flag(compute, "enabled"),
    nodePools: texts(compute.node_pools),
    nodeRoleArn: textOrNull(compute, "node_role_arn"),
  };
}

export function remoteNetworksOf(input: Values): Pick<Cluster, "remoteNodeCidrs" | "remotePodCidrs"> {
  const remote = block(input, "remote_network_config");
  const cidrs = (name: string) => texts(block(remote, name).cidrs);
  return { remoteNodeCidrs: cidrs("remote_node_networks"), remotePodCidrs: cidrs("remote_pod_networks") };
}

/** Whether each of the three parts of Auto Mode is switched on, as far as it is known. */
export function autoModeSwitches(values: Values): readonly (boolean | null)[] {
  const network = block(values, "kubernetes_network_config");
  const parts = [block(values, "compute_config"), block(network, "elastic_load_balancing")];
  return [...parts, block(block(values, "storage_config"), "block_storage")].map(({ enabled }) => {
    if (enabled === unknown) return null;
    return enabled === true;
  });
}
