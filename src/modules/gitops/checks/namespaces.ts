import type { PlatformApplication } from "../application.ts";
import { type ApplicationCheck, problemOf } from "./check.ts";

/** Applications live in one namespace only where both say so: they could read each other's secrets. */
export const namespacesAreShared: ApplicationCheck = (planned) =>
  planned.applications.flatMap((application, index) =>
    planned.applications.slice(0, index).flatMap((other) => {
      const shared = namespacesOf(other).find((name) => namespacesOf(application).includes(name));
      if (shared === undefined) return [];
      const silent = [[application, other] as const, [other, application] as const].filter(
        ([one, { name }]) => !(one.sharesNamespaceWith ?? []).includes(name),
      );
      return silent.map(([one, { name }]) =>
        problemOf(planned, one, {
          code: "ES0226",
          at: ["namespace"],
          problem: `${one.name} and ${name} both live in the namespace ${shared}, and ${one.name} does not say so.`,
          hint: `Give one of them a namespace of its own, or add ${name} to sharesNamespaceWith of ${one.name}.`,
        }),
      );
    }),
  );

function namespacesOf({ namespace, otherNamespaces = [] }: PlatformApplication): readonly string[] {
  return [namespace, ...otherNamespaces];
}
