import { nearest } from "../names.ts";
import { isNotRouted, networkOf } from "../networks.ts";
import { accountOf } from "../resolve.ts";
import { type Check, problemIn, problemInOrganization, repeated } from "./check.ts";

/** Every account is declared once, and every environment's account is one of them. */
export const accountsAreKnown: Check = ({ environments, organization }) => [
  ...repeated(Object.entries(organization.accounts), ([, { id }]) => id).map(([[first], [key, { id }]]) =>
    problemInOrganization({
      code: "ES0124",
      at: ["accounts", key, "id"],
      problem: `Account ${id} is declared as ${first} already.`,
      hint: "Declare each account once; several environments may use it.",
    }),
  ),
  ...environments
    .filter(({ account }) => !accountOf(organization, account))
    .map((environment) =>
      problemIn(environment, {
        code: "ES0120",
        at: ["account"],
        problem: `The organisation has no account ${environment.account}.`,
        hint: `Accounts: ${Object.values(organization.accounts)
          .map(({ id, name }) => `${id} (${name})`)
          .join(", ")}. Add it to environments/organization.ts, or use one of these.`,
      }),
    ),
];

/** Every principal of an access entry is a permission set of the account, and none has two entries: EKS refuses the second. */
export const principalsAreKnown: Check = ({ environments, organization }) =>
  environments.flatMap((environment) => {
    const account = accountOf(organization, environment.account)?.[1];
    if (!account) return [];
    const known = Object.keys(account.ssoRoles);
    const entries = Object.entries(environment.cluster.access);
    const at = (key: string): string[] => ["cluster", "access", key, "principal"];
    const unknown = entries
      .filter(([, { principal }]) => !known.includes(principal))
      .map(([key, { principal }]) =>
        problemIn(environment, {
          code: "ES0121",
          at: at(key),
          problem: `Account ${account.id} has no permission set ${principal}.`,
          hint: `Did you mean ${nearest(principal, known) ?? known.join(" or ")}? Permission sets stand in environments/organization.ts.`,
        }),
      );
    const twice = repeated(entries, ([, { principal }]) => principal).map(([[first], [key, { principal }]]) =>
      problemIn(environment, {
        code: "ES0126",
        at: at(key),
        problem: `${principal} has the access entry ${first} already; a cluster takes one for each principal.`,
        hint: `Add the policies to ${first}.`,
      }),
    );
    return [...unknown, ...twice];
  });

/** Networks that EKS takes for the public endpoint of one cluster. Source: EKS User Guide, "View and manage service quotas". */
const mostNetworks = 40;

/** The API is open to named networks only, or to everybody for a stated reason. */
export const apiIsClosed: Check = ({ environments, organization }) =>
  environments.flatMap((environment) => {
    const { allow, openBecause } = environment.cluster.api;
    const at = ["cluster", "api", "allow"];
    const known = Object.keys(organization.networks);
    const named = allow.flatMap((name, index) => {
      const cidr = organization.networks[name];
      const found = cidr === undefined ? unknownNetwork(name, known) : unfitNetwork(name, cidr);
      return found ? [problemIn(environment, { at: [...at, index], ...found })] : [];
    });
    if (openBecause !== undefined && allow.length > 0) {
      named.push(
        problemIn(environment, {
          code: "ES0127",
          at,
          problem: "The API is open to everybody and to named networks at once.",
          hint: "Leave out cluster.api.openBecause to close it, or cluster.api.allow to open it.",
        }),
      );
    }
    if (allow.length > mostNetworks) {
      named.push(
        problemIn(environment, {
          code: "ES0128",
          at,
          problem: `${allow.length} networks may reach the API; EKS takes ${mostNetworks}.`,
          hint: "Join neighbouring networks, or let people in through a VPN.",
        }),
      );
    }
    return named;
  });

type Finding = Omit<Parameters<typeof problemIn>[1], "at">;

function unknownNetwork(name: string, known: readonly string[]): Finding {
  return {
    code: "ES0122",
    problem: `The organisation has no network ${name}.`,
    hint: `Did you mean ${nearest(name, known) ?? known.join(", ")}? Networks stand in environments/organization.ts.`,
  };
}

function unfitNetwork(name: string, cidr: string): Finding | undefined {
  const network = networkOf(cidr);
  if (!network || !isNotRouted(network)) return undefined;
  return {
    code: "ES0125",
    problem: `Network ${name} (${cidr}) does not exist on the internet; EKS refuses it for its public endpoint.`,
    hint: "Leave it out: what lies in the VPC, or is connected to it, reaches the private endpoint anyway.",
  };
}
