/** IANA numbers of the protocols that have a name ("Assigned Internet Protocol Numbers"). */
const numbers: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipv4: 4,
  tcp: 6,
  egp: 8,
  igp: 9,
  udp: 17,
  dccp: 33,
  ipv6: 41,
  rsvp: 46,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  "ipv6-icmp": 58,
  eigrp: 88,
  ospf: 89,
  ipip: 94,
  etherip: 97,
  pim: 103,
  vrrp: 112,
  l2tp: 115,
  sctp: 132,
  udplite: 136,
};

/** The number of a protocol as network ACLs hold it, `-1` for all; undefined for a name that is none. */
export function protocolNumber(written: string): string | undefined {
  const lower = written.toLowerCase();
  if (lower === "all" || lower === "-1") return "-1";
  return /^\d+$/.test(lower) ? lower : numbers[lower]?.toString();
}
