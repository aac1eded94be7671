import type { DeclaredEnvironment } from "../environment.ts";
import { accountOf } from "../resolve.ts";
import { type Check, problemIn } from "./check.ts";

/** What the smallest node that Ocean may choose has: two vCPUs and 8 GiB. */
const smallestNode = { vcpus: 2, memoryGib: 8 };

/** The floor of the nodes lies below every ceiling. */
export const nodesFitTheirLimits: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const { minimum, maximum } = environment.nodes;
    if (minimum > maximum) {
      return [
        problemIn(environment, {
          code: "ES0170",
          at: ["nodes", "minimum"],
          problem: `${minimum} nodes are to be there always, and ${maximum} at most.`,
          hint: "Lower nodes.minimum, or raise nodes.maximum.",
        }),
      ];
    }
    return ceilings(environment)
      .filter(({ limit, needed }) => limit < needed)
      .map(({ name, limit, needed, unit }) =>
        problemIn(environment, {
          code: "ES0171",
          at: ["nodes", name],
          problem: `${minimum} nodes have ${needed} ${unit} at least, and ${limit} are allowed: not all of them can be launched.`,
          hint: `Raise nodes.${name} to ${needed} or more, or lower nodes.minimum.`,
        }),
      );
  });

function ceilings({ nodes }: DeclaredEnvironment) {
  return [
    { name: "maximumVcpus", limit: nodes.maximumVcpus, needed: nodes.minimum * smallestNode.vcpus, unit: "vCPUs" },
    {
      name: "maximumMemoryGib",
      limit: nodes.maximumMemoryGib,
      needed: nodes.minimum * smallestNode.memoryGib,
      unit: "GiB",
    },
  ];
}

/** Spot's token is among the secrets that somebody stored in the account. */
export const spotTokenIsStored: Check = ({ organization, environments }) =>
  environments.flatMap((environment) => {
    const found = accountOf(organization, environment.account);
    const { tokenSecret } = environment.spot;
    if (!found || found[1].secrets.includes(tokenSecret)) return [];
    return [
      problemIn(environment, {
        code: "ES0172",
        at: ["spot", "tokenSecret"],
        problem: `The account ${environment.account} has no secret ${tokenSecret}: without Spot's token there are no nodes.`,
        hint: `Store the token in Secrets Manager and add "${tokenSecret}" to accounts.${found[0]}.secrets in environments/organization.ts.`,
      }),
    ];
  });
