import { checkedAtPlan, constraintOfNote } from "./pattern-notes.ts";
import { type TextCheck, textKinds } from "./pattern-texts.ts";
import type { Pattern } from "./schema.ts";
import { isRecord, type Value } from "./values.ts";

/** Says what a value must, such as `be one of …`; undefined when it does. Null and unknown are never wrong. */
export type PatternProblem = (value: Value) => string | undefined;

/** Compiles a constraint of the tables; undefined when there is nothing to check. */
export function problemOfPattern(written: Pattern): PatternProblem | undefined {
  const pattern = { ...checkedAtPlan(written), ...constraintOfNote(written) };
  if (isNumber(pattern)) return range(pattern);
  if (countsItems(pattern)) return countProblem(pattern);
  if (pattern.kind === "map with keys in lower case") return keysInLowerCase;
  const texts = textProblems(pattern);
  if (texts.length === 0) return undefined;
  return (value) => (typeof value === "string" && value !== "" ? first(texts, value) : undefined);
}

/** True for a constraint on how many elements a list or set has; any other one is on each element. */
export function countsItems({ kind, note = "" }: Pattern): boolean {
  return kind === "items" || /^count\b|^at (least one|most \d+) items?$/.test(note);
}

function isNumber({ kind, note = "" }: Pattern): boolean {
  return kind === "int" || kind === "float" || /^number\b|, number$/.test(note);
}

function textProblems(pattern: Pattern): TextCheck[] {
  const { kind, min, max, regex, not } = pattern;
  const problems: TextCheck[] = [];
  const isKind = kind === undefined ? undefined : textKinds[kind];
  if (isKind) {
    problems.push((text) => (isKind(text, pattern) ? undefined : `be a valid ${kind}, got ${JSON.stringify(text)}`));
  }
  if (!kind?.startsWith("cidr") && (min !== undefined || max !== undefined)) {
    problems.push((text) =>
      text.length < (min ?? 0) || text.length > (max ?? Number.POSITIVE_INFINITY)
        ? `have a length in the range (${min ?? 0} - ${max ?? "unlimited"}), got ${JSON.stringify(text)}`
        : undefined,
    );
  }
  const must = compile(regex);
  if (must) problems.push((text) => (must.test(text) ? undefined : `match ${regex}, got ${JSON.stringify(text)}`));
  const mustNot = compile(not);
  if (mustNot)
    problems.push((text) => (mustNot.test(text) ? `not match ${not}, got ${JSON.stringify(text)}` : undefined));
  return problems;
}

function first(problems: readonly TextCheck[], text: string): string | undefined {
  for (const problem of problems) {
    const words = problem(text);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** Regular expressions of the tables are Go's, which JavaScript reads but for the flag in front. */
function compile(source: string | undefined): RegExp | undefined {
  if (source === undefined) return undefined;
  return new RegExp(source.replace(/\(\?i\)/g, ""), source.includes("(?i)") ? "i" : "");
}

function range({ kind, min, max, above, multiple, note = "" }: Pattern): PatternProblem {
  const tooLow =
    above === undefined
      ? (value: number) => value < (min ?? Number.NEGATIVE_INFINITY)
      : (value: number) => value <= above;
  const allowed = Number(/^number; (-?\d+) too/.exec(note)?.[1] ?? Number.NaN);
  const isWhole = kind === "int";
  return (value) => {
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    if (typeof number !== "number" || Number.isNaN(number) || number === allowed) return undefined;
    if (isWhole && !Number.isInteger(number)) return `be an integer, got ${number}`;
    if (tooLow(number) || number > (max ?? Number.POSITIVE_INFINITY)) {
      const least = above === undefined ? (min ?? "-∞") : `above ${above}`;
      return `be in the range (${least} - ${max ?? "∞"}), got ${number}`;
    }
    return multiple !== undefined && number % multiple !== 0 ? `be divisible by ${multiple}, got ${number}` : undefined;
  };
}

function keysInLowerCase(value: Value): string | undefined {
  const wrong = isRecord(value) ? Object.keys(value).filter((key) => key !== key.toLowerCase()) : [];
  return wrong.length === 0 ? undefined : `have keys in lower case, got ${wrong.join(", ")}`;
}

/** Says whether a list or set has too few or too many elements; an empty one is not set. */
export function countProblem({ min = 0, max }: Pick<Pattern, "min" | "max">): PatternProblem {
  return (value) => {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    if (value.length < min) return `have at least ${min} elements, got ${value.length}`;
    if (max !== undefined && value.length > max) return `have no more than ${max} elements, got ${value.length}`;
    return undefined;
  };
}
