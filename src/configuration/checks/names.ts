import type { Problem } from "../../errors.ts";
import type { DeclaredEnvironment } from "../environment.ts";
import { type Check, problemIn, repeated } from "./check.ts";

interface Named {
  readonly environment: DeclaredEnvironment;
  readonly at: readonly string[];
  readonly name: string;
}

/**
 * Names that must differ between environments, each with how far: roles, log groups and keys are called after the cluster and the
 * VPC, and IAM knows no Regions.
 */
const ownNames: readonly {
  readonly what: string;
  readonly within: string;
  readonly scope: (environment: DeclaredEnvironment) => string;
  readonly names: (environment: DeclaredEnvironment) => readonly Omit<Named, "environment">[];
}[] = [
  {
    what: "cluster",
    within: "in the same account",
    scope: ({ account }) => account,
    names: ({ cluster }) => [{ at: ["cluster", "name"], name: cluster.name }],
  },
  {
    what: "VPC",
    within: "in the same account",
    scope: ({ account }) => account,
    names: ({ network }) => [{ at: ["network", "name"], name: network.name }],
  },
  {
    what: "mail identity",
    within: "in the same account and Region",
    scope: ({ account, region }) => `${account} ${region}`,
    names: mailIdentities,
  },
  {
    what: "host name",
    within: "too",
    scope: () => "",
    names: ({ ingress }) => [{ at: ["ingress", "host"], name: ingress.host }],
  },
];

/** Environments do not take each other's names. */
export const namesDoNotClash: Check = ({ environments }) =>
  ownNames.flatMap(({ what, within, scope, names }) => {
    const all = environments.flatMap((environment) => names(environment).map((named) => ({ environment, ...named })));
    return repeated(all, ({ environment, name }) => `${scope(environment)} ${name}`).map(
      ([first, { environment, at, name }]) =>
        problemIn(environment, {
          code: "ES0140",
          at,
          problem: `The ${what} ${name} belongs to ${first.environment.name} ${within}.`,
          hint: `Give ${environment.name} a ${what} of its own.`,
        }),
    );
  });

/** Addresses and domains to send from, as the engine would call them: punctuation alone does not tell two apart. */
export const mailIdentitiesDiffer: Check = ({ environments }) =>
  environments.flatMap((environment) =>
    repeated(mailIdentities(environment), ({ name }) => name.replace(/[^A-Za-z0-9]/g, "_")).map(
      ([first, { at, name }]) =>
        problemIn(environment, {
          code: "ES0145",
          at,
          problem: `${name} and ${first.name} differ in nothing but punctuation: their resources would have one address.`,
          hint: "Leave out one of them; a domain covers its addresses.",
        }),
    ),
  );

function mailIdentities({ mail }: DeclaredEnvironment): Omit<Named, "environment">[] {
  return (["addresses", "domains"] as const).flatMap((kind) =>
    mail[kind].map((name, index) => ({ at: ["mail", kind, `${index}`], name })),
  );
}

/** Longest name of a cluster or VPC. Role names made of it must keep all of it: CI may touch only what begins with it. */
const longestName = 50;

/** Beginnings of names that AWS keeps for itself, once something is put behind them. */
const reservedNames: readonly { readonly pattern: RegExp; readonly because: string }[] = [
  { pattern: /^sg-/i, because: "security groups are called after it, and none may begin with sg-" },
  { pattern: /^aws$/i, because: "key aliases are called after it, and alias/aws/ is kept by AWS" },
];

/** Names that AWS takes, once something is put before or behind them. */
export const namesFit: Check = ({ environments }) =>
  environments.flatMap((environment) =>
    (["cluster", "network"] as const).flatMap((part) => {
      const { name } = environment[part];
      const at = [part, "name"];
      const problems: Problem[] = reservedNames
        .filter(({ pattern }) => pattern.test(name))
        .map(({ because }) =>
          problemIn(environment, {
            code: "ES0146",
            at,
            problem: `${name} cannot be used: ${because}.`,
            hint: "Put something before it.",
          }),
        );
      if (name.length > longestName) {
        problems.push(
          problemIn(environment, {
            code: "ES0142",
            at,
            problem: `${name} has ${name.length} characters: role names made of it would be cut at 64, and lose the end that CI knows them by.`,
            hint: `Use at most ${longestName} characters.`,
          }),
        );
      }
      return problems;
    }),
  );

/** Folders of `rendered/` that belong to no environment. */
const ownFolders = ["administrative", "modules"];

/** An environment is rendered into a folder of its own. */
export const foldersAreFree: Check = ({ environments }) =>
  environments
    .filter(({ name }) => ownFolders.includes(name))
    .map((environment) =>
      problemIn(environment, {
        code: "ES0147",
        at: ["name"],
        problem: `rendered/${environment.name} holds something else: no environment can be called ${environment.name}.`,
        hint: "Choose another name for the environment.",
      }),
    );

/** Telemetry comes in through the ingress. */
export const telemetryHasIngress: Check = ({ environments }) =>
  environments
    .filter(({ ingress }) => ingress.telemetry && !ingress.enabled)
    .map((environment) =>
      problemIn(environment, {
        code: "ES0143",
        at: ["ingress", "telemetry"],
        problem: "Telemetry comes in through the ingress, which is switched off.",
        hint: "Set ingress.enabled to true, or ingress.telemetry to false.",
      }),
    );
