import { ProviderError } from "../../../planning/diagnostics.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { blocks, number, text, textOrNull } from "../../input.ts";
import { createNetworkAclEntry, deleteNetworkAclEntry } from "../api/network-acls.ts";
import { protocolNumber } from "../facts/protocols.ts";
import type { NetworkAcl, NetworkAclEntry } from "../routing-records.ts";

/** Protocols whose entries have a type and a code. */
const controlMessages: ReadonlySet<string> = new Set(["1", "58"]);

/**
 * The entry that a configuration asks for; `names` are the attributes that the rule type and the ACL types call differently.
 *
 * @throws ProviderError when the protocol has no number, or ports stand beside "all protocols"
 */
export function entryOf(
  values: Values,
  egress: boolean,
  names: { readonly number: string; readonly action: string },
): NetworkAclEntry {
  const written = text(values, "protocol");
  const protocol = protocolNumber(written);
  if (protocol === undefined) throw new ProviderError(`unsupported NACL protocol: ${written}`);
  const [from, to] = [number(values, "from_port", 0), number(values, "to_port", 0)];
  const isControl = controlMessages.has(protocol);
  return {
    number: number(values, names.number, 0),
    egress,
    action: text(values, names.action).toLowerCase() === "deny" ? "deny" : "allow",
    protocol,
    cidrIpv4: textOrNull(values, "cidr_block"),
    cidrIpv6: textOrNull(values, "ipv6_cidr_block"),
    fromPort: protocol === "-1" ? null : from,
    toPort: protocol === "-1" ? null : to,
    icmpType: isControl ? number(values, "icmp_type", 0) : null,
    icmpCode: isControl ? number(values, "icmp_code", 0) : null,
  };
}

const blockNames = { number: "rule_no", action: "action" };

/** An element of `ingress` or `egress` as the state of an ACL holds it. */
export function entryBlock(entry: NetworkAclEntry): Values {
  return {
    rule_no: entry.number,
    action: entry.action,
    protocol: entry.protocol,
    cidr_block: entry.cidrIpv4 ?? "",
    ipv6_cidr_block: entry.cidrIpv6 ?? "",
    from_port: entry.fromPort ?? 0,
    to_port: entry.toPort ?? 0,
    icmp_type: entry.icmpType ?? 0,
    icmp_code: entry.icmpCode ?? 0,
  };
}

/** A configured element of `ingress` or `egress` as the state will hold it. */
export function storedEntry(element: Values): Values {
  const protocol = protocolNumber(text(element, "protocol"));
  const isControl = protocol !== undefined && controlMessages.has(protocol);
  return {
    rule_no: number(element, "rule_no", 0),
    action: text(element, "action").toLowerCase(),
    protocol: protocol ?? text(element, "protocol"),
    cidr_block: text(element, "cidr_block"),
    ipv6_cidr_block: text(element, "ipv6_cidr_block"),
    from_port: number(element, "from_port", 0),
    to_port: number(element, "to_port", 0),
    icmp_type: isControl ? number(element, "icmp_type", 0) : 0,
    icmp_code: isControl ? number(element, "icmp_code", 0) : 0,
  };
}

/** Brings the entries of an ACL to those of the configuration: what is no longer wanted goes first. */
export function applyEntries(aws: Aws, acl: NetworkAcl, input: Values): void {
  const wanted = [
    ...blocks(input, "ingress").map((block) => checkedEntry(block, false)),
    ...blocks(input, "egress").map((block) => checkedEntry(block, true)),
  ];
  const keyOf = (entry: NetworkAclEntry) => JSON.stringify([entry.egress, entryBlock(entry)]);
  const wantedKeys = new Set(wanted.map(keyOf));
  const heldKeys = new Set(acl.entries.map(keyOf));
  for (const entry of acl.entries) {
    if (!wantedKeys.has(keyOf(entry))) deleteNetworkAclEntry(aws, acl.id, entry.number, entry.egress);
  }
  for (const entry of wanted) if (!heldKeys.has(keyOf(entry))) createNetworkAclEntry(aws, acl.id, entry);
}

function checkedEntry(block: Values, egress: boolean): NetworkAclEntry {
  const entry = entryOf(block, egress, blockNames);
  const [from, to] = [number(block, "from_port", 0), number(block, "to_port", 0)];
  if (entry.protocol === "-1" && (from !== 0 || to !== 0)) {
    throw new ProviderError(`to_port (${to}) and from_port (${from}) must both be 0 to use the 'all' "-1" protocol!`);
  }
  return entry;
}
