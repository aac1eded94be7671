import type { Aws } from "../client.ts";
import { type Identity, sesTables } from "./records.ts";

/** What no call does: the owner follows the link of the mail, or SES finds the domain's records. */
export function confirmIdentity(aws: Aws, name: string): Identity | undefined {
  const held = identities(aws).get(name);
  if (!held) return undefined;
  const dkim = held.type === "DOMAIN" ? { ...held.dkim, status: "SUCCESS" as const } : held.dkim;
  const confirmed = identities(aws).put(name, { ...held, verification: "SUCCESS", dkim });
  aws.world.commit(aws.actor);
  return confirmed;
}

/** True when mail may come from the address or domain: it is verified itself, or a domain above it is. */
export function isVerified(aws: Aws, name: string): boolean {
  const labels = name.slice(name.indexOf("@") + 1).split(".");
  const domains = labels.map((_label, index) => labels.slice(index).join("."));
  return [name, ...domains].some((covering) => identities(aws).get(covering)?.verification === "SUCCESS");
}

/** True for a domain name of at least two labels. */
export function isDomain(name: string): boolean {
  return name.length <= 253 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(name);
}

/** True for an e-mail address. */
export function isAddress(name: string): boolean {
  const [local = "", domain = "", ...rest] = name.split("@");
  return rest.length === 0 && /^[^\s@]{1,64}$/.test(local) && isDomain(domain);
}

function identities(aws: Aws) {
  return aws.table<Identity>(sesTables.identity);
}
