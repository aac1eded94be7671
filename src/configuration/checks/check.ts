import type { Problem } from "../../errors.ts";
import type { DeclaredEnvironment } from "../environment.ts";
import type { Organization } from "../organization.ts";

/** What the checks see: everything that is declared, and today. */
export interface Declared {
  readonly organization: Organization;
  readonly environments: readonly DeclaredEnvironment[];
  readonly now: Date;
}

/** Finds problems of one kind; never throws, so that all problems show at once. */
export type Check = (declared: Declared) => Problem[];

export const organizationFile = "environments/organization.ts";

/** The file that declares an environment. */
export function fileOf({ name }: Pick<DeclaredEnvironment, "name">): string {
  return `environments/${name}.ts`;
}

/** A problem in an environment's file. */
export function problemIn(environment: Pick<DeclaredEnvironment, "name">, problem: Omit<Problem, "file">): Problem {
  return { file: fileOf(environment), ...problem };
}

/** A problem in the organisation's file. */
export function problemInOrganization(problem: Omit<Problem, "file">): Problem {
  return { file: organizationFile, ...problem };
}

/** Every item that shares its key with an earlier one, beside the first of that key. */
export function repeated<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): (readonly [first: Item, again: Item])[] {
  const firstByKey = new Map<string, Item>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    const first = firstByKey.get(key);
    if (first === undefined) firstByKey.set(key, item);
    return first === undefined ? [] : [[first, item] as const];
  });
}
