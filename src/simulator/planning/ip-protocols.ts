/** Protocols that have a name in security rules, by IANA number. */
const names: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", all: "-1" };

/** The name under which EC2 shows a protocol, however it was written; `-1` stands for all of them. */
export function protocolName(written: string): string {
  const lower = written.toLowerCase();
  return names[lower] ?? lower;
}
