import { clusterChecks } from "./cluster-words.ts";
import { textKinds } from "./pattern-texts.ts";
import type { PatternProblem } from "./patterns.ts";

/** Reads a number of elements stated in words, such as `0..1 elements`. */
export function countOfWords(words: string): { readonly min: number; readonly max: number } | undefined {
  const match = /^(\d+)\.\.(\d+) elements$/.exec(words);
  return match ? { min: Number(match[1]), max: Number(match[2]) } : undefined;
}

/** Compiles a check that the tables state in words, such as `int >= 1`; undefined for words that are not understood. */
export function problemOfWords(words: string): PatternProblem | undefined {
  for (const [pattern, compile] of checks) {
    const match = pattern.exec(words);
    if (match) return compile(...match.slice(1));
  }
  return undefined;
}

const checks: readonly (readonly [RegExp, (...parts: string[]) => PatternProblem])[] = [
  ...clusterChecks,
  // Every time-out of a configuration is checked by `timeoutChecks`.
  [/^duration$/, () => () => undefined],
  [/^(elements )?non_empty$/, () => ofText((text) => (text === "" ? "not be an empty string" : undefined))],
  [/^(?:int >=|at least) \(?(-?[\d.]+)\)?$/, (least = "") => ofNumber((value) => below(value, Number(least)))],
  [/^int > (\d+)$/, (limit = "") => ofNumber((value) => below(value, Number(limit) + 1))],
  [
    /^(?:int )?in (-?\d+)\.\.(\d+)$/,
    (least = "", most = "") =>
      ofNumber((value) =>
        value < Number(least) || value > Number(most)
          ? `be in the range (${least} - ${most}), got ${value}`
          : undefined,
      ),
  ],
  [
    /^length (?:in )?(\d+)\.\.(\d+)$/,
    (least = "", most = "") =>
      ofText((text) =>
        text.length < Number(least) || text.length > Number(most)
          ? `have a length in the range (${least} - ${most}), got ${JSON.stringify(text)}`
          : undefined,
      ),
  ],
  [
    /^length at least (\d+)$/,
    (least = "") => ofText((text) => (text.length < Number(least) ? `have a length of at least ${least}` : undefined)),
  ],
  [
    /^regex (.+)$/,
    (source = "") => {
      const must = new RegExp(source);
      return ofText((text) =>
        must.test(text) ? undefined : `match ${JSON.stringify(source)}, got ${JSON.stringify(text)}`,
      );
    },
  ],
  [
    /^one of (.+)$/,
    (listed = "") => {
      const allowed = listed.split(" ");
      return ofText((text) => (allowed.includes(text) ? undefined : `be one of ${listed}, got ${text}`));
    },
  ],
  [/^url$/, () => ofText((text) => (isAddress(text) ? undefined : `be a URL, got ${JSON.stringify(text)}`))],
  [/^(json|rfc3339)$/, (kind = "") => ofText((text) => kindProblem(kind, text))],
  [
    /^url with scheme ([a-z0-9/]+)$/,
    (listed = "") => {
      const schemes = listed.split("/");
      return ofText((text) =>
        schemes.some((scheme) => text.startsWith(`${scheme}://`)) && URL.canParse(text)
          ? undefined
          : `be a URL with scheme ${schemes.join(" or ")}, got ${JSON.stringify(text)}`,
      );
    },
  ],
];

/** An empty text stands for none. */
function isAddress(text: string): boolean {
  return text === "" || (URL.canParse(text) && new URL(text).host !== "");
}

function kindProblem(kind: string, text: string): string | undefined {
  return textKinds[kind]?.(text, { kind }) ? undefined : `be valid ${kind.toUpperCase()}, got ${JSON.stringify(text)}`;
}

function ofText(problem: (text: string) => string | undefined): PatternProblem {
  return (value) => (typeof value === "string" ? problem(value) : undefined);
}

function ofNumber(problem: (value: number) => string | undefined): PatternProblem {
  return (value) => (typeof value === "number" ? problem(value) : undefined);
}

function below(value: number, least: number): string | undefined {
  return value < least ? `be at least ${least}, got ${value}` : undefined;
}
