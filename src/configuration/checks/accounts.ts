import { nearest } from "../names.ts";
import { accountOf, ciPrincipal } from "../resolve.ts";
import { type Check, problemIn } from "./check.ts";

/** Every environment's account is the organisation's. */
export const accountsAreKnown: Check = ({ environments, organization }) =>
  environments
    .filter(({ account }) => !accountOf(organization, account))
    .map((environment) =>
      problemIn(environment, {
        code: "ES0120",
        at: ["account"],
        problem: `The organisation has no account ${environment.account}.`,
        hint: `Accounts: ${Object.values(organization.accounts)
          .map(({ id, name }) => `${id} (${name})`)
          .join(", ")}.`,
      }),
    );

/** Every principal of an access entry is a permission set of the account, or CI. */
export const principalsAreKnown: Check = ({ environments, organization }) =>
  environments.flatMap((environment) => {
    const account = accountOf(organization, environment.account)?.[1];
    if (!account) return [];
    const known = [ciPrincipal, ...Object.keys(account.ssoRoles)];
    return Object.entries(environment.cluster.access)
      .filter(([, { principal }]) => !known.includes(principal))
      .map(([key, { principal }]) =>
        problemIn(environment, {
          code: "ES0121",
          at: ["cluster", "access", key, "principal"],
          problem: `Account ${account.id} has no permission set ${principal}.`,
          hint: `Did you mean ${nearest(principal, known) ?? known.join(" or ")}? Permission sets stand in environments/organization.ts.`,
        }),
      );
  });

/** The API is open to named networks only, or to everybody for a stated reason. */
export const apiIsClosed: Check = ({ environments, organization }) =>
  environments.flatMap((environment) => {
    const { allow, openBecause } = environment.cluster.api;
    const known = Object.keys(organization.networks);
    const unknown = allow.flatMap((name, index) =>
      known.includes(name)
        ? []
        : [
            problemIn(environment, {
              code: "ES0122",
              at: ["cluster", "api", "allow", `${index}`],
              problem: `The organisation has no network ${name}.`,
              hint: `Networks: ${known.join(", ")}. Add it to environments/organization.ts first.`,
            }),
          ],
    );
    const wide = allow.filter((name) => organization.networks[name]?.endsWith("/0") && openBecause === undefined);
    return [
      ...unknown,
      ...wide.map((name) =>
        problemIn(environment, {
          code: "ES0123",
          at: ["cluster", "api", "allow"],
          problem: `Network ${name} is the whole internet.`,
          hint: "Name the networks that need the API, or say why in cluster.api.openBecause.",
        }),
      ),
    ];
  });
