import { expect } from "vitest";
import type { Problem } from "../../../src/errors.ts";

// Broken configurations, all in one folder: each is refused by the first layer that can know it, before a later one does anything.
// The cheap layers are asked directly; what a user sees of the command line is in ../bad-input.test.ts.

/** What is broken, where the refusal points, what it says, and the way out that it names. */
export interface Broken<Subject> {
  readonly breaks: (subject: Subject) => void;
  readonly code: string;
  readonly at: string;
  readonly says: string;
  readonly wayOut: string;
}

/** Expects the one problem, as an error. */
export function expectRefusal(
  problems: readonly Problem[],
  { code, at, says, wayOut }: Omit<Broken<never>, "breaks">,
): void {
  const found = problems.filter((problem) => problem.code === code && (problem.at ?? []).join(".") === at);
  expect(found, JSON.stringify(problems, null, 2)).toHaveLength(1);
  expect(found[0]?.problem).toContain(says);
  expect(found[0]?.hint).toContain(wayOut);
  expect(found[0]?.level).toBeUndefined();
}
