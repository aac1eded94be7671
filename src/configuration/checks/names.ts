import type { Problem } from "../../errors.ts";
import type { DeclaredEnvironment } from "../environment.ts";
import { slug } from "../names.ts";
import { type Check, pairs, problemIn } from "./check.ts";

/** Names that must differ between environments of one account, each with where it stands. */
const accountNames: readonly {
  readonly what: string;
  readonly at: readonly string[];
  names(environment: DeclaredEnvironment): readonly string[];
}[] = [
  { what: "cluster", at: ["cluster", "name"], names: ({ cluster }) => [cluster.name] },
  { what: "VPC", at: ["network", "name"], names: ({ network }) => [network.name] },
  { what: "mail identity", at: ["mail"], names: ({ mail }) => [...mail.addresses, ...mail.domains] },
];

/** Environments that share an account and a Region do not share names. */
export const namesDoNotClash: Check = ({ environments }) =>
  pairs(environments)
    .filter(([left, right]) => left.account === right.account && left.region === right.region)
    .flatMap(([left, right]) =>
      accountNames.flatMap(({ what, at, names }) =>
        names(right)
          .filter((name) => names(left).includes(name))
          .map((name) =>
            problemIn(right, {
              code: "ES0140",
              at,
              problem: `The ${what} ${name} exists in ${left.name} too, in the same account ${left.account}.`,
              hint: "Give each environment of an account names of its own.",
            }),
          ),
      ),
    );

/** Environments have different names; Spacelift makes ids of names, so these differ in their ids too. */
export const spaceliftNamesDiffer: Check = ({ environments, organization }) => {
  const stacks = environments.flatMap((environment) =>
    Object.entries(environment.spacelift.stacks).map(([kind, name]) => ({
      environment,
      at: ["spacelift", "stacks", kind],
      name,
    })),
  );
  const spaces = environments.map((environment) => ({
    environment,
    at: ["spacelift", "space"],
    name: environment.spacelift.space,
  }));
  const named = environments.map((environment) => ({ environment, at: ["name"], name: environment.name }));
  const root = stacks.filter(({ name }) => slug(name) === slug(organization.spacelift.rootStack));
  return [
    ...duplicates("stack", stacks),
    ...duplicates("space", spaces),
    ...duplicates("environment", named),
    ...root.map(({ environment, at, name }) =>
      problemIn(environment, {
        code: "ES0141",
        at,
        problem: `The stack ${name} has the name of the root stack.`,
        hint: "Choose another name.",
      }),
    ),
  ];
};

interface Named {
  readonly environment: DeclaredEnvironment;
  readonly at: readonly string[];
  readonly name: string;
}

function duplicates(what: string, items: readonly Named[]): Problem[] {
  return pairs(items)
    .filter(([left, right]) => slug(left.name) === slug(right.name))
    .map(([left, right]) =>
      problemIn(right.environment, {
        code: "ES0141",
        at: right.at,
        problem: `The ${what} ${right.name} has the same id (${slug(right.name)}) as ${left.name} of ${left.environment.name}.`,
        hint: "Spacelift makes ids of names: choose names that differ in letters or digits.",
      }),
    );
}

/** Names that AWS limits, once something is put before or behind them. */
export const namesFit: Check = ({ environments }) =>
  environments
    .filter(({ cluster }) => cluster.name.length > 50)
    .map((environment) =>
      problemIn(environment, {
        code: "ES0142",
        at: ["cluster", "name"],
        problem: `${environment.cluster.name} has ${environment.cluster.name.length} characters: role names made of it pass the limit of 64.`,
        hint: "Use at most 50 characters.",
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
