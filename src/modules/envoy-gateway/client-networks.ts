import type { Environment } from "../../configuration/environment.ts";

/** The condition that a request comes from one of the networks that the environment names; none when it names no network. */
export function fromNamedNetworks({ ingressNetworks }: Environment): { readonly clientCIDRs?: readonly string[] } {
  return ingressNetworks.length > 0 ? { clientCIDRs: ingressNetworks.map(({ cidr }) => cidr) } : {};
}
