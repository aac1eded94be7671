import type { Tags } from "../tags.ts";

export interface RouteTable {
  readonly id: string;
  readonly vpcId: string;
  readonly routes: readonly Route[];
  readonly associations: readonly RouteTableAssociation[];
  readonly tags: Tags;
}

export interface Route {
  /** CIDR or prefix list id. */
  readonly destination: string;
  readonly target: RouteTarget;
  readonly origin: "CreateRouteTable" | "CreateRoute";
}

export interface RouteTarget {
  readonly kind: RouteTargetKind;
  readonly id: string;
}

/** The kinds of target under the names that the provider gives them. */
export const routeTargetKinds = [
  "carrier_gateway_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "local_gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "odb_network_arn",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
] as const;
export type RouteTargetKind = (typeof routeTargetKinds)[number];

export interface RouteTableAssociation {
  readonly id: string;
  readonly main: boolean;
  readonly subnetId: string | null;
  readonly gatewayId: string | null;
}

export interface NetworkAcl {
  readonly id: string;
  readonly vpcId: string;
  readonly isDefault: boolean;
  /** Without the last entries (32767 and 32768), which nobody can change. */
  readonly entries: readonly NetworkAclEntry[];
  readonly associations: readonly { readonly id: string; readonly subnetId: string }[];
  readonly tags: Tags;
}

export interface NetworkAclEntry {
  readonly number: number;
  readonly egress: boolean;
  readonly action: "allow" | "deny";
  /** IANA number, or `-1` for all. */
  readonly protocol: string;
  readonly cidrIpv4: string | null;
  readonly cidrIpv6: string | null;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
}
