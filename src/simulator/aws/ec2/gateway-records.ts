import type { Tags } from "../tags.ts";

export interface InternetGateway {
  readonly id: string;
  /** Null while detached. */
  readonly vpcId: string | null;
  readonly tags: Tags;
}

export interface EgressOnlyInternetGateway {
  readonly id: string;
  readonly vpcId: string;
  readonly tags: Tags;
}

/** An Elastic IP address, keyed by its allocation id. */
export interface Address {
  readonly id: string;
  readonly publicIp: string;
  readonly networkBorderGroup: string;
  readonly association: {
    readonly id: string;
    readonly networkInterfaceId: string;
    readonly privateIp: string;
  } | null;
  readonly tags: Tags;
}

export interface NatGateway {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly connectivityType: "public" | "private";
  readonly state: "available" | "failed";
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** The primary address first; empty when creation failed. */
  readonly addresses: readonly NatGatewayAddress[];
  readonly networkInterfaceId: string | null;
  readonly tags: Tags;
}

export interface NatGatewayAddress {
  readonly allocationId: string | null;
  readonly associationId: string | null;
  readonly privateIp: string;
  readonly publicIp: string | null;
}
