import type { UpdateCall } from "../../../planning/resource-type.ts";
import type { Value } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { flag, texts } from "../../input.ts";
import {
  assignIpv6Addresses,
  assignPrivateAddresses,
  unassignIpv6Addresses,
  unassignPrivateAddresses,
} from "../api/interface-addresses.ts";
import type { NetworkInterface } from "../records.ts";

/** A list that an interface holds, and how a configuration changes it: by naming its members or their number. */
interface List {
  readonly held: readonly string[];
  /** Null when the members are not what changed. */
  readonly wanted: readonly string[] | null;
  readonly count: Value | undefined;
  add(members: readonly string[], count: number): void;
  remove(members: readonly string[]): void;
}

/** Brings addresses and prefixes of an interface to those of the plan. */
export function updateAddresses({ client, input, changed }: UpdateCall<Aws>, held: NetworkInterface): void {
  const { id } = held;
  const named = (names: readonly string[], listEnabled = ""): readonly string[] | null => {
    const [set = "", list = set] = names;
    const members = texts(flag(input, listEnabled) ? input[list] : input[set]);
    return changed(...names) && members.length > 0 ? members : null;
  };
  const addresses = named(["private_ips", "private_ip_list"], "private_ip_list_enabled");
  reconcile({
    held: held.secondaryPrivateIps,
    wanted: addresses === null ? null : addresses.filter((address) => address !== held.privateIp),
    count: changed("private_ips_count") ? input.private_ips_count : null,
    add: (members, addressCount) => assignPrivateAddresses(client, id, { addresses: members, addressCount }),
    remove: (members) => unassignPrivateAddresses(client, id, { addresses: members }),
  });
  reconcile({
    held: held.ipv4Prefixes,
    wanted: named(["ipv4_prefixes"]),
    count: changed("ipv4_prefix_count") ? input.ipv4_prefix_count : null,
    add: (prefixes, prefixCount) => assignPrivateAddresses(client, id, { prefixes, prefixCount }),
    remove: (prefixes) => unassignPrivateAddresses(client, id, { prefixes }),
  });
  reconcile({
    held: held.ipv6Addresses,
    wanted: named(["ipv6_addresses", "ipv6_address_list"], "ipv6_address_list_enabled"),
    count: changed("ipv6_address_count") ? input.ipv6_address_count : null,
    add: (members, addressCount) => assignIpv6Addresses(client, id, { addresses: members, addressCount }),
    remove: (members) => unassignIpv6Addresses(client, id, members),
  });
}

function reconcile({ held, wanted, count, add, remove }: List): void {
  const length = typeof count === "number" ? count : held.length;
  const gone = wanted ? held.filter((member) => !wanted.includes(member)) : held.slice(length);
  const added = wanted?.filter((member) => !held.includes(member)) ?? [];
  const missing = wanted ? 0 : Math.max(0, length - held.length);
  if (gone.length > 0) remove(gone);
  if (added.length + missing > 0) add(added, missing);
}
