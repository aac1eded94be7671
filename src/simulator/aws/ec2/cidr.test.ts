import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cidr, contains, formatAddress, formatCidr, overlap, parseAddress, parseCidr, sizeOf } from "./cidr.ts";

const range = fc
  .record({
    family: fc.constantFrom(4 as const, 6 as const),
    bits: fc.bigInt(0n, 2n ** 128n - 1n),
    length: fc.nat(128),
  })
  .map(({ family, bits, length }): Cidr => {
    const width = family === 4 ? 32 : 128;
    const prefix = length % (width + 1);
    const host = BigInt(width - prefix);
    return { family, prefix, network: (BigInt.asUintN(width, bits) >> host) << host };
  });

test("a range survives being written and read", () => {
  fc.assert(
    fc.property(range, (cidr) => {
      expect(parseCidr(formatCidr(cidr))).toEqual(cidr);
    }),
  );
});

test("host bits are cleared on reading", () => {
  fc.assert(
    fc.property(range, fc.bigInt(0n, 2n ** 128n - 1n), (cidr, offset) => {
      const inside = cidr.network + (offset % sizeOf(cidr));
      expect(parseCidr(`${formatAddress(cidr.family, inside)}/${cidr.prefix}`)).toEqual(cidr);
    }),
  );
});

test("two ranges overlap exactly when they share their first or last address", () => {
  fc.assert(
    fc.property(range, range, (left, right) => {
      const last = (cidr: Cidr) => cidr.network + sizeOf(cidr) - 1n;
      const shared = left.family === right.family && left.network <= last(right) && right.network <= last(left);
      expect(overlap(left, right)).toBe(shared);
    }),
  );
});

test("a range contains itself and both its halves, and neither half contains it or the other", () => {
  fc.assert(
    fc.property(range, (cidr) => {
      fc.pre(cidr.prefix < (cidr.family === 4 ? 32 : 128));
      const low = { ...cidr, prefix: cidr.prefix + 1 };
      const high = { ...low, network: cidr.network + sizeOf(low) };
      expect([cidr, low, high].every((part) => contains(cidr, part))).toBe(true);
      expect(contains(low, cidr) || contains(high, cidr) || overlap(low, high)).toBe(false);
    }),
  );
});

test.each([
  "",
  "10.0.0.0",
  "10.0.0.0/33",
  "10.0.0.256/24",
  "10.0.0/24",
  "10.0.0.0/24/1",
  "2600::/129",
  "a/8",
  "10.0.0.0/",
])("%j is no range", (text) => expect(parseCidr(text)).toBeUndefined());

test("an address is read as a number, a range is no address", () => {
  expect(parseAddress("10.0.0.1")).toEqual({ family: 4, value: 167772161n });
  expect(parseAddress("::1")).toEqual({ family: 6, value: 1n });
  expect(parseAddress("10.0.0.0/8")).toBeUndefined();
});
