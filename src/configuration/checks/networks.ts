import type { Problem } from "../../errors.ts";
import type { DeclaredEnvironment } from "../environment.ts";
import { contains, type Network, networkOf, networkText, overlap } from "../networks.ts";
import { type Check, pairs, problemIn } from "./check.ts";

interface Placed {
  readonly environment: DeclaredEnvironment;
  readonly at: readonly string[];
  readonly cidr: string;
  readonly network: Network;
}

/** Every network is one, without host bits, and of a size that AWS takes. */
export const networksAreWellFormed: Check = ({ environments, organization }) => [
  ...environments.flatMap((environment) =>
    allNetworks(environment).flatMap(({ at, cidr }) =>
      wellFormed(cidr).map((problem) => problemIn(environment, { at, ...problem })),
    ),
  ),
  ...Object.entries(organization.networks).flatMap(([name, cidr]) =>
    wellFormed(cidr, 32).map((problem) => ({
      file: "environments/organization.ts",
      at: ["networks", name],
      ...problem,
    })),
  ),
];

function wellFormed(cidr: string, longest = 28): Omit<Problem, "file" | "at">[] {
  const network = networkOf(cidr);
  if (!network) {
    return [
      {
        code: "ES0101",
        problem: `${cidr} is no network.`,
        hint: "Write four numbers up to 255 and a prefix length, such as 10.0.0.0/16.",
      },
    ];
  }
  if (networkText(network) !== cidr) {
    return [{ code: "ES0102", problem: `${cidr} has host bits set.`, hint: `Write ${networkText(network)}.` }];
  }
  if (longest === 28 && (network.prefix < 16 || network.prefix > 28)) {
    return [
      {
        code: "ES0103",
        problem: `${cidr} has prefix /${network.prefix}; AWS takes /16 to /28.`,
        hint: "Choose a prefix length from 16 to 28.",
      },
    ];
  }
  return [];
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

/** No two subnets of an environment share an address. */
export const subnetsAreDisjoint: Check = ({ environments }) =>
  environments.flatMap((environment) =>
    pairs(subnets(environment))
      .filter(([left, right]) => overlap(left.network, right.network))
      .map(([left, right]) =>
        problemIn(environment, {
          code: "ES0105",
          at: left.at,
          problem: `${left.cidr} overlaps ${right.at.slice(2).join(" ")} (${right.cidr}).`,
          hint: "Make one of the two smaller, or move it.",
        }),
      ),
  );

/** No two environments share an address, so that they can be connected; nor does one with a network of the organisation. */
export const environmentsAreDisjoint: Check = ({ environments, organization }) => {
  const placed = environments.flatMap((environment) => {
    const network = networkOf(environment.network.cidr);
    return network ? [{ environment, network }] : [];
  });
  const between = pairs(placed)
    .filter(([left, right]) => overlap(left.network, right.network))
    .map(([left, right]) =>
      problemIn(right.environment, {
        code: "ES0106",
        at: ["network", "cidr"],
        problem: `${right.environment.network.cidr} overlaps ${left.environment.name} (${left.environment.network.cidr}).`,
        hint: "Give every environment a network of its own.",
      }),
    );
  const named = placed.flatMap(({ environment, network }) =>
    Object.entries(organization.networks)
      .filter(([, cidr]) => overlap(networkOf(cidr) ?? { first: 1, last: 0, prefix: 0 }, network))
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
    return network && at.length > 2 ? [{ environment, at, cidr, network }] : [];
  });
}
