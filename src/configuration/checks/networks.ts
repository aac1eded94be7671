import type { Problem } from "../../errors.ts";
import type { DeclaredEnvironment } from "../environment.ts";
import {
  contains,
  isInternet,
  isReservedByAws,
  type Network,
  networkOf,
  networkText,
  overlap,
  overlapping,
} from "../networks.ts";
import { type Check, problemIn, problemInOrganization } from "./check.ts";

interface Placed {
  readonly at: readonly string[];
  readonly cidr: string;
  readonly network: Network;
}

/** Prefix lengths that AWS takes for a VPC or a subnet. Source: VPC User Guide, "VPC CIDR blocks". */
const awsPrefixes = { shortest: 16, longest: 28 };

/** Every network is one, without host bits, and those of a VPC are of a size and place that AWS takes. */
export const networksAreWellFormed: Check = ({ environments, organization }) => [
  ...environments.flatMap((environment) =>
    allNetworks(environment).flatMap(({ at, cidr }) =>
      [...wellFormed(cidr), ...fitForAws(cidr)].map((problem) => problemIn(environment, { at, ...problem })),
    ),
  ),
  ...Object.entries(organization.networks).flatMap(([name, cidr]) =>
    wellFormed(cidr).map((problem) => problemInOrganization({ at: ["networks", name], ...problem })),
  ),
];

type Finding = Omit<Problem, "file" | "at">;

function wellFormed(cidr: string): Finding[] {
  const network = networkOf(cidr);
  if (!network) {
    return [
      {
        code: "ES0101",
        problem: `${cidr} is no network.`,
        hint: "Write four numbers up to 255 and a prefix length up to 32, such as 10.0.0.0/16.",
      },
    ];
  }
  if (networkText(network) === cidr) return [];
  return [{ code: "ES0102", problem: `${cidr} has host bits set.`, hint: `Write ${networkText(network)}.` }];
}

function fitForAws(cidr: string): Finding[] {
  const network = networkOf(cidr);
  if (!network) return [];
  const { shortest, longest } = awsPrefixes;
  if (network.prefix < shortest || network.prefix > longest) {
    return [
      {
        code: "ES0103",
        problem: `${cidr} has the prefix length ${network.prefix}; AWS takes /${shortest} to /${longest}.`,
        hint: `Choose a prefix length from ${shortest} to ${longest}.`,
      },
    ];
  }
  if (!isReservedByAws(network)) return [];
  return [
    {
      code: "ES0108",
      problem: `${cidr} lies in a range that AWS gives to no VPC.`,
      hint: "Choose a private network: a part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
    },
  ];
}

/** Every subnet lies inside its VPC. */
export const subnetsAreInside: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const vpc = networkOf(environment.network.cidr);
    if (!vpc) return [];
    return subnets(environment)
      .filter(({ network }) => !contains(vpc, network))
      .map(({ at, cidr }) =>
        problemIn(environment, {
          code: "ES0104",
          at,
          problem: `${cidr} is not inside the VPC ${environment.network.cidr}.`,
          hint: "Choose a part of the VPC, or widen network.cidr.",
        }),
      );
  });

/** No two subnets of an environment share an address; the wider one is the one to look at. */
export const subnetsAreDisjoint: Check = ({ environments }) =>
  environments.flatMap((environment) =>
    overlapping(subnets(environment)).map(([wider, other]) =>
      problemIn(environment, {
        code: "ES0105",
        at: wider.at,
        problem: `${wider.cidr} overlaps ${other.at.slice(2).join(" ")} (${other.cidr}).`,
        hint: `${roomBefore(wider.network, other.network)}ove one of the two.`,
      }),
    ),
  );

/** The beginning of a hint: the prefix length at which a network ends before another, if there is one. */
function roomBefore({ first }: Network, next: Network): "M" | `Use a /${number}, or m` {
  const room = next.first - first;
  return room < 16 ? "M" : `Use a /${32 - Math.floor(Math.log2(room))}, or m`;
}

/** No network of the organisation is the internet, whose addresses lie everywhere. */
export const networksAreNamed: Check = ({ organization }) =>
  Object.entries(organization.networks).flatMap(([name, cidr]) => {
    const network = networkOf(cidr);
    if (!network || !isInternet(network)) return [];
    return [
      problemInOrganization({
        code: "ES0123",
        at: ["networks", name],
        problem: `Network ${name} (${cidr}) is ${network.prefix === 0 ? "the whole" : "a good part of the"} internet.`,
        hint: "Name the networks that need the API, or say in cluster.api.openBecause why everybody does.",
      }),
    ];
  });

/** No two environments share an address, so that they can be connected; nor does one with a network of the organisation. */
export const environmentsAreDisjoint: Check = ({ environments, organization }) => {
  const placed = environments.flatMap((environment) => {
    const network = networkOf(environment.network.cidr);
    return network ? [{ environment, network }] : [];
  });
  const between = overlapping(placed).map(([other, { environment }]) =>
    problemIn(environment, {
      code: "ES0106",
      at: ["network", "cidr"],
      problem: `${environment.network.cidr} overlaps ${other.environment.name} (${other.environment.network.cidr}).`,
      hint: "Give every environment a network of its own.",
    }),
  );
  const named = placed.flatMap(({ environment, network }) =>
    Object.entries(organization.networks)
      .filter(([, cidr]) => {
        const other = networkOf(cidr);
        return other !== undefined && !isInternet(other) && overlap(other, network);
      })
      .map(([name, cidr]) =>
        problemIn(environment, {
          code: "ES0106",
          at: ["network", "cidr"],
          problem: `${environment.network.cidr} overlaps the organisation's network ${name} (${cidr}).`,
          hint: "Choose another network for the environment.",
        }),
      ),
  );
  return [...between, ...named];
};

/** Worker subnets give nodes prefixes of 16 addresses, so that less than a /24 runs out with a handful of nodes. */
export const workersHaveRoom: Check = ({ environments }) =>
  environments.flatMap((environment) =>
    subnets(environment)
      .filter(({ at, network }) => at[2] === "workers" && network.prefix > 24)
      .map(({ at, cidr }) =>
        problemIn(environment, {
          code: "ES0107",
          at,
          problem: `${cidr} is too small for workers: the VPC CNI hands prefixes of 16 addresses to nodes.`,
          hint: "Use a /24 or larger; a /22 holds about 60 prefixes.",
        }),
      ),
  );

function allNetworks(environment: DeclaredEnvironment): { at: readonly string[]; cidr: string }[] {
  const { network } = environment;
  return [
    { at: ["network", "cidr"], cidr: network.cidr },
    ...Object.entries(network.subnets).flatMap(([role, zones]) =>
      Object.entries(zones).map(([zone, cidr]) => ({ at: ["network", "subnets", role, zone], cidr })),
    ),
  ];
}

function subnets(environment: DeclaredEnvironment): Placed[] {
  return allNetworks(environment).flatMap(({ at, cidr }) => {
    const network = networkOf(cidr);
    return network && at.length > 2 ? [{ at, cidr, network }] : [];
  });
}
