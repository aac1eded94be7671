import { describe, expect, test } from "vitest";
import type { Problem } from "../../errors.ts";
import { type Declaration, problemsOf, soundDeclaration } from "./declaration.ts";

type Change = (declaration: Declaration) => void;

/** A broken declaration with the problem it must lead to, and one that is nearly broken but right. */
export interface CheckCase {
  readonly broken: Change;
  readonly right: Change;
  /** File of the problem; that of development when left out. */
  readonly file?: string;
  /** Path in the data, joined by dots. */
  readonly at: string;
  /** What the problem must name. */
  readonly says: string;
  /** The way out. */
  readonly hint: string;
  readonly level?: "warning";
}

/** Registers two tests for every error code of a table. */
export function testChecks(cases: Readonly<Record<string, CheckCase>>): void {
  for (const [code, { broken, right, file = "environments/development.ts", at, says, hint, level }] of Object.entries(
    cases,
  )) {
    describe(code, () => {
      test(`stands at ${at}, says what is wrong and how to mend it`, () => {
        const declaration = soundDeclaration();
        broken(declaration);
        const found = problemsOf(declaration).filter((problem) => problem.code === code);
        expect(found.map(placeOf)).toEqual([`${file} ${at}`]);
        expect(found[0]?.problem).toContain(says);
        expect(found[0]?.hint).toContain(hint);
        expect(found[0]?.level).toBe(level);
      });
      test("is not found where the data is only close to it", () => {
        const declaration = soundDeclaration();
        right(declaration);
        expect(problemsOf(declaration)).toEqual([]);
      });
    });
  }
}

function placeOf({ file, at }: Problem): string {
  return [file, at?.join(".")].join(" ");
}
