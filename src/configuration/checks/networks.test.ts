import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Network, networkOf, networkText, overlap } from "../networks.ts";
import { testChecks } from "../testing/check-test.ts";
import { problemsOf, soundDeclaration } from "../testing/declaration.ts";

testChecks({
  ES0101: {
    broken: ({ development }) => Object.assign(development.network, { cidr: "10.1.0.256/20" }),
    right: ({ organization }) => Object.assign(organization.networks, { office: "255.255.255.255/32" }),
    at: "network.cidr",
    says: "10.1.0.256/20",
    hint: "such as 10.0.0.0/16",
  },
  ES0102: {
    broken: ({ organization }) => Object.assign(organization.networks, { office: "52.0.1.7/24" }),
    right: ({ organization }) => Object.assign(organization.networks, { office: "52.0.1.7/32" }),
    file: "environments/organization.ts",
    at: "networks.office",
    says: "host bits",
    hint: "Write 52.0.1.0/24.",
  },
  ES0103: {
    broken: ({ development }) => Object.assign(development.network.subnets.controlPlane, { a: "10.1.3.0/29" }),
    right: ({ development }) => Object.assign(development.network.subnets.controlPlane, { a: "10.1.3.32/28" }),
    at: "network.subnets.controlPlane.a",
    says: "29",
    hint: "from 16 to 28",
  },
  ES0104: {
    broken: ({ development }) => Object.assign(development.network.subnets.workers, { c: "10.1.16.0/22" }),
    right: ({ development }) => Object.assign(development.network.subnets.workers, { c: "10.1.15.0/24" }),
    at: "network.subnets.workers.c",
    says: "not inside the VPC 10.1.0.0/20",
    hint: "widen network.cidr",
  },
  ES0105: {
    broken: ({ development }) => Object.assign(development.network.subnets.workers, { b: "10.1.8.0/21" }),
    right: ({ development }) => Object.assign(development.network.subnets.workers, { b: "10.1.8.0/22" }),
    at: "network.subnets.workers.b",
    says: "overlaps workers c (10.1.12.0/22)",
    hint: "Use a /22, or move one of the two.",
  },
  ES0106: {
    broken: ({ staging, production }) => {
      staging.network.cidr = "10.3.0.0/16";
      staging.network.subnets = production.network.subnets;
    },
    right: ({ staging }) => Object.assign(staging.network, { cidr: "10.2.0.0/16" }),
    file: "environments/production.ts",
    at: "network.cidr",
    says: "overlaps staging (10.3.0.0/16)",
    hint: "a network of its own",
  },
  ES0107: {
    broken: ({ development }) => Object.assign(development.network.subnets.workers, { a: "10.1.4.0/25" }),
    right: ({ development }) => Object.assign(development.network.subnets.workers, { a: "10.1.4.0/24" }),
    at: "network.subnets.workers.a",
    says: "too small for workers",
    hint: "Use a /24 or larger",
  },
  ES0108: {
    broken: ({ development }) => Object.assign(development.network.subnets.public, { a: "127.0.0.0/24" }),
    right: ({ development }) => {
      development.network.cidr = "100.64.0.0/16";
      development.network.subnets = {
        public: { a: "100.64.0.0/24" },
        controlPlane: { a: "100.64.1.0/28", b: "100.64.1.16/28" },
        workers: { a: "100.64.2.0/24" },
      };
    },
    at: "network.subnets.public.a",
    says: "gives to no VPC",
    hint: "172.16.0.0/12",
  },
  // Defect 11: the API was open to everybody by default.
  ES0123: {
    broken: ({ organization, development }) => {
      organization.networks.world = "0.0.0.0/1";
      development.cluster.api = { allow: ["world"] };
    },
    right: ({ development }) =>
      Object.assign(development.cluster, { api: { openBecause: "A workshop without a VPN, for a day" } }),
    file: "environments/organization.ts",
    at: "networks.world",
    says: "a good part of the internet",
    hint: "cluster.api.openBecause",
  },
});

test("of a network that is the whole internet only that is told, not that every environment overlaps it", () => {
  const declaration = soundDeclaration();
  declaration.organization.networks.vpn = "0.0.0.0/0";
  expect(problemsOf(declaration)).toMatchObject([
    { code: "ES0123", at: ["networks", "vpn"], problem: "Network vpn (0.0.0.0/0) is the whole internet." },
  ]);
});

test("an environment must not overlap a network of the organisation, which is to reach it", () => {
  const declaration = soundDeclaration();
  declaration.organization.networks.office = "10.1.0.0/16";
  expect(problemsOf(declaration).map(({ problem }) => problem)).toEqual([
    "10.1.0.0/20 overlaps the organisation's network office (10.1.0.0/16).",
  ]);
});

/** A /16 to /28 anywhere in the 4,096 addresses of the VPC 10.1.0.0/20. */
const subnet = fc
  .record({ prefix: fc.integer({ min: 20, max: 28 }), position: fc.nat(4095) })
  .map(({ prefix, position }): Network => {
    const size = 2 ** (32 - prefix);
    const first = 10 * 2 ** 24 + 2 ** 16 + position - (position % size);
    return { first, last: first + size - 1, prefix };
  });

function codesWithPublicSubnets(networks: readonly Network[]): (string | undefined)[] {
  const declaration = soundDeclaration();
  const letters = "abcdef";
  declaration.development.network.subnets = {
    public: Object.fromEntries(networks.map((network, index) => [letters[index] ?? "", networkText(network)])),
    controlPlane: {},
    workers: {},
  };
  return problemsOf(declaration)
    .map(({ code }) => code)
    .filter((code) => code < "ES0110");
}

describe("any subnets inside the VPC", () => {
  test("are accepted when no two of them share an address", () => {
    const disjoint = fc
      .array(subnet, { minLength: 1, maxLength: 6 })
      .map((candidates) =>
        candidates.filter((one, index) => !candidates.slice(0, index).some((other) => overlap(other, one))),
      );
    fc.assert(fc.property(disjoint, (networks) => codesWithPublicSubnets(networks).length === 0));
  });

  test("are refused as soon as two of them do, wherever the others lie", () => {
    const overlapping = fc
      .tuple(fc.array(subnet, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(8))
      .map(([networks, choice, shrink]) => {
        const outer = networks[choice % networks.length] ?? networks[0];
        if (!outer) return networks;
        const prefix = Math.min(28, outer.prefix + shrink);
        return [...networks, { first: outer.first, last: outer.first + 2 ** (32 - prefix) - 1, prefix }];
      });
    fc.assert(fc.property(overlapping, (networks) => codesWithPublicSubnets(networks).includes("ES0105")));
  });
});

test("a network is written as it is read", () => {
  fc.assert(fc.property(subnet, (network) => isDeepStrictEqual(networkOf(networkText(network)), network)));
});

test("a text with a part over 255 or a prefix over 32 is no network", () => {
  for (const text of ["10.0.0.256/16", "10.0.0.0/33", "10.0.0/16", "10.0.0.0", "a.b.c.d/8", ""]) {
    expect(networkOf(text)).toBeUndefined();
  }
});
