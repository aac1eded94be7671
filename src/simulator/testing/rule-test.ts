import { describe, expect, test } from "vitest";
import type { AnyRule } from "../rule.ts";
import { ServiceError } from "../rule.ts";

/** What breaks a rule and what comes close without breaking it. Each gets a fresh subject. */
export interface RuleCases<Subject> {
  refused(subject: Subject): void;
  accepted(subject: Subject): void;
}

/**
 * Registers two tests for every rule of a table: one that breaks it and one that does not. The type makes sure that no rule
 * of the table is left without cases.
 */
export function testRules<Rules extends Readonly<Record<string, AnyRule>>, Subject>(
  rules: Rules,
  subject: () => Subject,
  cases: { readonly [Name in keyof Rules]: RuleCases<Subject> },
): void {
  for (const name of Object.keys(rules) as (keyof Rules)[]) testRule(rules[name] as AnyRule, subject, cases[name]);
}

/** Registers the two tests of one rule. */
export function testRule<Subject>(broken: AnyRule, subject: () => Subject, cases: RuleCases<Subject>): void {
  describe(broken.id, () => {
    test("is refused with the service's code", () => {
      const refusal = refusalOf(() => cases.refused(subject()));
      expect(refusal?.rule).toBe(broken.id);
      expect(refusal?.code).toBe(broken.code);
    });
    test("is not refused without the cause", () => {
      expect(() => cases.accepted(subject())).not.toThrow();
    });
  });
}

/** The refusal of a simulated service that an action met; undefined when it met none. */
export function refusalOf(action: () => void): ServiceError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof ServiceError) return cause;
    }
    throw error;
  }
}
