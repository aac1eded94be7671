import type { Place } from "../../errors.ts";
import { slug } from "../names.ts";
import { integrationNamesOf } from "../resolve.ts";
import { type Check, type Declared, fileOf, organizationFile, repeated } from "./check.ts";

/** A name that is given in Spacelift, whose it is, and where it stands. */
interface Given extends Required<Place> {
  readonly name: string;
  readonly of: string;
}

/** Names of one kind, which Spacelift keeps apart by the ids that it makes of them. */
const kinds: Readonly<Record<string, (declared: Declared) => readonly Given[]>> = {
  stack: stackNames,
  space: spaceNames,
  "AWS integration": integrationNames,
};

/** Names in Spacelift differ in their ids, not only in their letters. */
export const spaceliftNamesDiffer: Check = (declared) =>
  Object.entries(kinds).flatMap(([what, given]) =>
    repeated(given(declared), ({ name }) => slug(name)).map(([first, { name, file, at }]) => ({
      code: "ES0141",
      file,
      at,
      problem: `The ${what} ${name} has the same id (${slug(name)}) as ${first.name} of ${first.of}.`,
      hint: "Spacelift makes ids of names: choose names that differ in letters or digits.",
    })),
  );

function stackNames({ organization, environments }: Declared): Given[] {
  const root = ofOrganization(["spacelift", "rootStack"], organization.spacelift.rootStack);
  const own = environments.flatMap((environment) =>
    Object.entries(environment.spacelift.stacks).map(([kind, name]) => ({
      file: fileOf(environment),
      at: ["spacelift", "stacks", kind],
      name,
      of: environment.name,
    })),
  );
  return [root, ...own];
}

/** An environment is found again by the name of its space, so that no other space may bear it. */
function spaceNames({ organization, environments }: Declared): Given[] {
  const above = ofOrganization(["spacelift", "space"], organization.spacelift.space);
  const outer = environments.map(({ name }) => ({ file: fileOf({ name }), at: ["name"], name, of: name }));
  const inner = environments.map(({ name, spacelift }) => ({
    file: fileOf({ name }),
    at: ["spacelift", "space"],
    name: spacelift.space,
    of: name,
  }));
  return [above, ...outer, ...inner];
}

function integrationNames({ organization }: Declared): Given[] {
  return Object.entries(organization.accounts).flatMap(([key, { integration }]) =>
    Object.values(integrationNamesOf(integration)).map((name) =>
      ofOrganization(["accounts", key, "integration", "name"], name),
    ),
  );
}

function ofOrganization(at: readonly string[], name: string): Given {
  return { file: organizationFile, at, name, of: "the organisation" };
}
