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

/** A problem in an environment's file. */
export function problemIn(environment: Pick<DeclaredEnvironment, "name">, problem: Omit<Problem, "file">): Problem {
  return { file: `environments/${environment.name}.ts`, ...problem };
}

/** Every pair of a list, each once. */
export function pairs<Item>(items: readonly Item[]): (readonly [Item, Item])[] {
  return items.flatMap((left, index) => items.slice(index + 1).map((right) => [left, right] as const));
}
