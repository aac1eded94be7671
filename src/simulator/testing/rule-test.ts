import { describe, expect, test } from "vitest";
import type { AnyRule } from "../rule.ts";
import { ServiceError } from "../rule.ts";

/** What breaks a rule and what comes close without breaking it. Each gets a fresh subject. */
export interface RuleCases<Subject> {
  refused(subject: Subject): void;
  accepted(subject: Subject): void;
}

/** Registers the two tests of a rule: one that breaks it and one that does not. */
export function testRule<Subject>(broken: AnyRule, subject: () => Subject, cases: RuleCases<Subject>): void {
  describe(broken.id, () => {
    test("is refused with the service's code", () => {
      expect(ruleOf(() => cases.refused(subject()))).toBe(broken.id);
    });
    test("is not refused without the cause", () => {
      expect(() => cases.accepted(subject())).not.toThrow();
    });
  });
}

/** The id of the rule that an action broke; undefined when it broke none. */
export function ruleOf(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof ServiceError) return cause.rule;
    }
    throw error;
  }
}
