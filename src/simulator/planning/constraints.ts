import type { Diagnostic } from "./diagnostics.ts";
import { containersAt, type Found, leavesAt } from "./found.ts";
import { countProblem, countsItems, type PatternProblem, problemOfPattern } from "./patterns.ts";
import type { Behaviour, Pattern } from "./schema.ts";
import type { Validator } from "./validate.ts";
import type { Value } from "./values.ts";
import { countOfWords, problemOfWords } from "./words.ts";

/** Checks each value for itself: enumerations, patterns, ranges, numbers of items. */
export function constraintChecks(behaviour: Behaviour, isFramework: boolean): Validator[] {
  const { values = {}, values_ignore_case: ignoring = [], pattern = {}, validate = {} } = behaviour;
  const constraints: Constraint[] = [
    ...Object.entries(values).map(([path, allowed]) => {
      const isCaseIgnored = ignoring.includes(path) || isNotedCaseIgnored(pattern[path]);
      return { path, problem: notAmong(allowed, isCaseIgnored) };
    }),
    ...Object.entries(pattern).flatMap(([path, constraint]) => patternConstraint(path, constraint)),
    ...Object.entries(validate).flatMap(([path, words]) => words.flatMap((each) => wordsConstraint(path, each))),
    ...countConstraints(behaviour),
  ];
  return constraints.map((constraint) => check(constraint, isFramework));
}

interface Constraint {
  readonly path: string;
  readonly problem: PatternProblem;
  /** True: looks at a list or set as a whole, not at its elements. */
  readonly whole?: boolean;
}

function check({ path, problem, whole = false }: Constraint, isFramework: boolean): Validator {
  const find = whole ? containersAt : leavesAt;
  return (config) =>
    find(config, path).flatMap(({ value, at }) => {
      const words = problem(value);
      return words === undefined ? [] : [diagnostic(path, at, words, isFramework)];
    });
}

/** Each generation of plugins has its own form for the same complaint. */
function diagnostic(path: string, attribute: Found["at"], words: string, isFramework: boolean): Diagnostic {
  return isFramework
    ? {
        severity: "error",
        summary: "Invalid Attribute Value",
        detail: `Attribute ${path} value must ${words}`,
        attribute,
      }
    : { severity: "error", summary: `expected ${path} to ${words}`, attribute };
}

function notAmong(allowed: readonly (string | number)[], isCaseIgnored: boolean): PatternProblem {
  const key = (value: string | number | boolean): string =>
    isCaseIgnored ? String(value).toLowerCase() : String(value);
  const known = new Set(allowed.map(key));
  return (value) =>
    isScalar(value) && value !== "" && !known.has(key(value))
      ? `be one of ${JSON.stringify(allowed)}, got ${String(value)}`
      : undefined;
}

function patternConstraint(path: string, pattern: Pattern | string): Constraint[] {
  if (typeof pattern === "string") return [];
  const problem = problemOfPattern(pattern);
  return problem ? [{ path, problem, whole: countsItems(pattern) }] : [];
}

function wordsConstraint(path: string, words: string): Constraint[] {
  const items = countOfWords(words);
  if (items) return [{ path, problem: countProblem(items), whole: true }];
  const problem = problemOfWords(words);
  return problem ? [{ path, problem }] : [];
}

/** Numbers of elements; the engine counts those of the schema's own blocks, not of attributes that hold objects. */
function countConstraints({ min_items: least = {}, max_items: most = {} }: Behaviour): Constraint[] {
  return [
    ...Object.entries(least).map(([path, min]) => ({ path, problem: countProblem({ min }), whole: true })),
    ...Object.entries(most).map(([path, max]) => ({ path, problem: countProblem({ max }), whole: true })),
  ];
}

function isNotedCaseIgnored(pattern: Pattern | string | undefined): boolean {
  return typeof pattern === "object" && /^case ignored\b/.test(pattern.note ?? "");
}

function isScalar(value: Value): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
