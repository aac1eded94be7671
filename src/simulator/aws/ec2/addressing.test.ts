import fc from "fast-check";
import { expect, test } from "vitest";
import { type TestNetwork, testNetwork } from "../../testing/network.ts";
import { refusalOf } from "../../testing/rule-test.ts";
import { availableAddresses, rangeOf, takePublicAddress } from "./addressing.ts";
import { assignPrivateAddresses, unassignPrivateAddresses } from "./api/interface-addresses.ts";
import { createNetworkInterface, deleteNetworkInterface } from "./api/network-interfaces.ts";
import { createSubnet } from "./api/subnets.ts";
import { contains, parseAddress, parseCidr, sizeOf } from "./cidr.ts";
import type { NetworkInterface, Subnet } from "./records.ts";
import { ec2 } from "./tables.ts";

/** What may happen to a subnet: interfaces with addresses and prefixes come, grow, shrink and go. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("create" as const), addresses: fc.nat(3), prefixes: fc.nat(1) }),
  fc.record({ kind: fc.constant("assign" as const), addresses: fc.nat(4), prefixes: fc.nat(1), which: fc.nat() }),
  fc.record({ kind: fc.constant("unassign" as const), which: fc.nat() }),
  fc.record({ kind: fc.constant("delete" as const), which: fc.nat() }),
);
type Step = typeof step extends fc.Arbitrary<infer Kind> ? Kind : never;

function makeSubnet({ cloud, vpcId }: TestNetwork, prefix: number): Subnet {
  return createSubnet(cloud.aws, { vpcId, cidr: `10.0.8.0/${prefix}` });
}

function interfacesOf({ cloud }: TestNetwork): NetworkInterface[] {
  return ec2.networkInterfaces(cloud.aws).rows();
}

/** Carries a step out; a subnet that is full refuses it, which is no failure. */
function carryOut(network: TestNetwork, subnet: Subnet, action: Step): void {
  const { aws } = network.cloud;
  const held = interfacesOf(network);
  const chosen = "which" in action ? held[action.which % Math.max(1, held.length)] : undefined;
  const refusal = refusalOf(() => {
    if (action.kind === "create") {
      const { addresses: secondaryAddressCount, prefixes: prefixCount } = action;
      createNetworkInterface(aws, { subnetId: subnet.id, secondaryAddressCount, prefixCount });
    } else if (!chosen) return;
    else if (action.kind === "assign") {
      assignPrivateAddresses(aws, chosen.id, { addressCount: action.addresses, prefixCount: action.prefixes });
    } else if (action.kind === "unassign") {
      unassignPrivateAddresses(aws, chosen.id, { addresses: chosen.secondaryPrivateIps.slice(1) });
    } else deleteNetworkInterface(aws, chosen.id);
  });
  expect([undefined, "ec2/subnet-full", "ec2/prefix-fragmented"]).toContain(refusal?.rule);
}

/** Every address that the interfaces hold, those of their prefixes included, as often as it is held. */
function heldAddresses(network: TestNetwork): bigint[] {
  return interfacesOf(network).flatMap(({ privateIp, secondaryPrivateIps, ipv4Prefixes }) => [
    ...[privateIp, ...secondaryPrivateIps].map((address) => parseAddress(address)?.value ?? -1n),
    ...ipv4Prefixes.flatMap((prefix) => {
      const { network: first } = rangeOf(prefix);
      return Array.from({ length: 16 }, (_, index) => first + BigInt(index));
    }),
  ]);
}

test("whatever comes and goes, no address is held twice, outside of its subnet, or one of the five reserved ones", () => {
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 28 }), fc.array(step, { maxLength: 30 }), (prefix, steps) => {
      const network = testNetwork();
      const subnet = makeSubnet(network, prefix);
      const range = rangeOf(subnet.cidr);
      const last = range.network + sizeOf(range) - 1n;
      for (const action of steps) {
        carryOut(network, subnet, action);
        const held = heldAddresses(network);
        expect(new Set(held).size).toBe(held.length);
        expect(held.filter((address) => address < range.network + 4n || address >= last)).toEqual([]);
        expect(availableAddresses(network.cloud.aws, subnet)).toBe(Number(sizeOf(range)) - 5 - held.length);
      }
    }),
    { numRuns: 40 },
  );
});

test("a subnet gives away all its addresses but five, and then no more", () => {
  fc.assert(
    fc.property(fc.integer({ min: 26, max: 28 }), (prefix) => {
      const network = testNetwork();
      const subnet = makeSubnet(network, prefix);
      const usable = 2 ** (32 - prefix) - 5;
      const take = () => createNetworkInterface(network.cloud.aws, { subnetId: subnet.id });
      for (let count = 0; count < usable; count += 1) take();
      expect(availableAddresses(network.cloud.aws, subnet)).toBe(0);
      expect(refusalOf(take)?.code).toBe("InsufficientFreeAddressesInSubnet");
    }),
  );
});

test("prefixes are whole blocks of sixteen inside of the subnet, as many as fit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 22, max: 28 }), (prefix) => {
      const network = testNetwork();
      const subnet = makeSubnet(network, prefix);
      const { id } = createNetworkInterface(network.cloud.aws, { subnetId: subnet.id, primaryPrivateIp: "10.0.8.4" });
      // The first block holds the reserved addresses at the start, the last one the broadcast address.
      const fitting = Math.max(0, 2 ** (28 - prefix) - 2);
      const { ipv4Prefixes } = assignPrivateAddresses(network.cloud.aws, id, { prefixCount: fitting });
      const blocks = ipv4Prefixes.map(rangeOf);
      expect(blocks.every((block) => block.prefix === 28 && contains(rangeOf(subnet.cidr), block))).toBe(true);
      expect(new Set(ipv4Prefixes).size).toBe(fitting);
      const oneMore = () => assignPrivateAddresses(network.cloud.aws, id, { prefixCount: 1 });
      expect(refusalOf(oneMore)?.code).toBe("InsufficientCidrBlocks");
    }),
  );
});

test("a subnet is taken exactly when it lies in the VPC and shares no address with another", () => {
  const block = fc.record({
    third: fc.nat(255),
    fourth: fc.constantFrom(0, 64, 128, 192),
    prefix: fc.integer({ min: 18, max: 28 }),
  });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
      const network = testNetwork({ cidr_block: "10.0.0.0/17" });
      const taken: string[] = [];
      for (const { third, fourth, prefix } of blocks) {
        const cidr = parseCidr(`10.0.${third}.${fourth}/${prefix}`);
        if (!cidr) continue;
        const isInside = contains(rangeOf("10.0.0.0/17"), cidr);
        const isFree = taken.every((other) => !contains(rangeOf(other), cidr) && !contains(cidr, rangeOf(other)));
        const request = { vpcId: network.vpcId, cidr: `10.0.${third}.${fourth}/${prefix}` };
        const refusal = refusalOf(() => void taken.push(createSubnet(network.cloud.aws, request).cidr));
        expect(refusal?.rule).toBe(!isInside ? "ec2/subnet-in-vpc" : isFree ? undefined : "ec2/subnet-overlap");
      }
    }),
    { numRuns: 60 },
  );
});

test("no public address is given out twice, whoever asks", () => {
  const network = testNetwork();
  const { aws } = network.cloud;
  const subnetId = network.subnet();
  const held = Array.from({ length: 50 }, (_, index) => {
    const publicIp = takePublicAddress(aws, "the same request");
    createNetworkInterface(aws, { subnetId, publicIp, identity: index });
    return publicIp;
  });
  expect(new Set(held).size).toBe(50);
});
