import type { Diagnostic } from "./diagnostics.ts";
import { isSet } from "./paths.ts";
import { problemOfPattern } from "./patterns.ts";
import type { Behaviour, Block, Pattern } from "./schema.ts";
import { isRecord, unknown, type Value, type Values } from "./values.ts";

/** Checks a configuration against the tables; made once per type because the engine asks several times per resource. */
export type Validator = (config: Values) => Diagnostic[];

type Step = string | number;
interface Found {
  readonly value: Value;
  readonly at: readonly Step[];
}

/** Compiles what the tables say of one type's configuration. */
export function compileValidator(block: Block, behaviour: Behaviour): Validator {
  const checks: Validator[] = [
    ...Object.entries(behaviour.values ?? {}).map(([path, allowed]) => valuesCheck(path, allowed)),
    ...Object.entries(behaviour.pattern ?? {}).flatMap(([path, pattern]) => patternCheck(path, pattern)),
    ...(behaviour.conflicts ?? []).map((paths) => conflictCheck(paths)),
    ...(behaviour.required_with ?? []).map((paths) => requiredWithCheck(paths)),
    ...(behaviour.exactly_one ?? []).map((paths) => oneOfCheck(block, paths, true)),
    ...(behaviour.at_least_one ?? []).map((paths) => oneOfCheck(block, paths, false)),
  ];
  return (config) => checks.flatMap((check) => check(config));
}

function valuesCheck(path: string, allowed: readonly (string | number)[]): Validator {
  const known = new Set(allowed.map(String));
  return (config) =>
    leavesAt(config, path)
      .filter(({ value }) => isScalar(value) && value !== "" && !known.has(String(value)))
      .map(({ value, at }) => ({
        severity: "error" as const,
        summary: `expected ${path} to be one of ${JSON.stringify(allowed)}, got ${String(value)}`,
        attribute: at,
      }));
}

function patternCheck(path: string, pattern: Pattern | string): Validator[] {
  if (typeof pattern === "string") return [];
  const problem = problemOfPattern(pattern);
  if (!problem) return [];
  const isCount = pattern.kind === "items" || /\bcount\b/.test(pattern.note ?? "");
  return [
    (config) =>
      (isCount ? containersAt(config, path) : leavesAt(config, path)).flatMap(({ value, at }) => {
        const words = problem(value);
        return words === undefined
          ? []
          : [{ severity: "error" as const, summary: `invalid value for ${path} (${words})`, attribute: at }];
      }),
  ];
}

function conflictCheck(paths: readonly string[]): Validator {
  const [first = "", ...rest] = paths;
  return (config) => {
    if (!isGiven(config, first)) return [];
    return rest
      .filter((path) => isGiven(config, path))
      .map((path) => ({
        severity: "error" as const,
        summary: "Conflicting configuration arguments",
        detail: `"${first}": conflicts with ${path}`,
        attribute: [topStep(first)],
      }));
  };
}

function requiredWithCheck(paths: readonly string[]): Validator {
  const [first = "", ...rest] = paths;
  return (config) => {
    if (!isConfigured(config, first)) return [];
    const missing = rest.filter((path) => !isConfigured(config, path));
    if (missing.length === 0) return [];
    return [
      {
        severity: "error",
        summary: "Missing required argument",
        detail: `"${first}": all of \`${paths.join(",")}\` must be specified`,
        attribute: [topStep(first)],
      },
    ];
  };
}

/** Exactly or at least one of several; inside a block that is not configured nothing is required. */
function oneOfCheck(block: Block, paths: readonly string[], exactly: boolean): Validator {
  const parent = commonParent(paths);
  return (config) => {
    if (parent !== "" && !isConfigured(config, parent)) return [];
    if (parent === "" && !paths.every((path) => isKnownPath(block, topStep(path)))) return [];
    const given = paths.filter((path) => isConfigured(config, path));
    const listed = paths.join(",");
    if (given.length === 0) {
      const detail = exactly ? `one of \`${listed}\` must be specified` : `one of \`${listed}\` must be specified`;
      return [{ severity: "error", summary: "Invalid combination of arguments", detail: `"${paths[0]}": ${detail}` }];
    }
    if (!exactly || given.length === 1 || given.some((path) => holdsUnknown(config, path))) return [];
    return [
      {
        severity: "error",
        summary: "Invalid combination of arguments",
        detail: `"${given[0]}": only one of \`${listed}\` can be specified, but \`${given.join(",")}\` were specified.`,
      },
    ];
  };
}

function commonParent(paths: readonly string[]): string {
  const parents = new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf(".")))));
  return parents.size === 1 ? ([...parents][0] ?? "") : "";
}

function isKnownPath(block: Block, name: string): boolean {
  return name in (block.attributes ?? {}) || name in (block.block_types ?? {});
}

function topStep(path: string): string {
  return path.split(".")[0] ?? path;
}

function isConfigured(config: Values, path: string): boolean {
  return containersAt(config, path).some(({ value }) => isSet(value));
}

/** Configured with a value that is known: one that is not may still turn out to be null. */
function isGiven(config: Values, path: string): boolean {
  return isConfigured(config, path) && !holdsUnknown(config, path);
}

function holdsUnknown(config: Values, path: string): boolean {
  return containersAt(config, path).some(({ value }) => value === unknown);
}

function isScalar(value: Value): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Values at a path with the steps that lead there; lists at the end stay whole. */
function containersAt(config: Values, path: string): Found[] {
  let found: Found[] = [{ value: config, at: [] }];
  for (const step of path.split(".")) {
    found = found.flatMap(elementsOf).flatMap(({ value, at }) => {
      if (!isRecord(value)) return [];
      const next = value[step];
      return next === undefined ? [] : [{ value: next, at: [...at, step] }];
    });
  }
  return found;
}

/** As `containersAt`, with the elements of lists and sets at the end one by one. */
function leavesAt(config: Values, path: string): Found[] {
  return containersAt(config, path).flatMap(elementsOf);
}

function elementsOf({ value, at }: Found): Found[] {
  if (!Array.isArray(value)) return [{ value, at }];
  return value.map((item: Value, index) => ({ value: item, at: [...at, index] }));
}
