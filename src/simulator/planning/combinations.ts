import type { Diagnostic } from "./diagnostics.ts";
import { type Found, isConfigured, isGiven, leavesAt } from "./found.ts";
import { topOf } from "./paths.ts";
import type { Behaviour, Block } from "./schema.ts";
import type { Validator } from "./validate.ts";
import { isRecord, type Values } from "./values.ts";

/** Checks which arguments may and must stand together. */
export function combinationChecks(block: Block, behaviour: Behaviour): Validator[] {
  return [
    ...(behaviour.conflicts ?? []).map((paths) => inEachHolder(block, paths, conflicting)),
    ...(behaviour.required_with ?? []).map((paths) => inEachHolder(block, paths, lacking)),
    ...(behaviour.exactly_one ?? []).map((paths) => inEachHolder(block, paths, notExactlyOne)),
    ...(behaviour.at_least_one ?? []).map((paths) => inEachHolder(block, paths, notOne)),
  ];
}

/** Arguments of one object: the paths of the tables beside the paths inside of the object. */
interface Group {
  readonly paths: readonly string[];
  readonly inside: readonly string[];
  readonly holder: Values;
}
type Complaint = (group: Group) => string[];

/**
 * Looks at every object that holds the arguments, such as each element of a list of blocks. An object that stands as an
 * attribute has all of its members, so that an empty text there means that it is not set.
 */
function inEachHolder(block: Block, paths: readonly string[], complaint: Complaint): Validator {
  if (!paths.every((path) => isInside(block, topOf(path)))) return () => [];
  const parent = commonParent(paths);
  const inside = parent === "" ? paths : paths.map((path) => path.slice(parent.length + 1));
  const isAttribute = block.attributes?.[topOf(parent)] !== undefined;
  return (config) => {
    const holders: readonly Found[] = parent === "" ? [{ value: config, at: [] }] : leavesAt(config, parent);
    return holders.flatMap(({ value, at }) => {
      if (!isRecord(value)) return [];
      const holder = isAttribute ? withoutEmpty(value) : value;
      return complaint({ paths, inside, holder }).map((detail) => diagnostic(complaint, detail, at, inside));
    });
  };
}

function diagnostic(complaint: Complaint, detail: string, at: Found["at"], inside: readonly string[]): Diagnostic {
  const summary = summaries.get(complaint) ?? "";
  return { severity: "error", summary, detail, attribute: [...at, topOf(inside[0] ?? "")] };
}

/** The first excludes each of the others. What is not known yet may still turn out to be null. */
function conflicting({ paths, inside, holder }: Group): string[] {
  if (!isGiven(holder, inside[0] ?? "")) return [];
  return paths.flatMap((path, index) =>
    index > 0 && isGiven(holder, inside[index] ?? "") ? [`"${paths[0]}": conflicts with ${path}`] : [],
  );
}

/** The first needs all the others. */
function lacking({ paths, inside, holder }: Group): string[] {
  const [first = "", ...rest] = inside;
  if (!isConfigured(holder, first) || rest.every((path) => isConfigured(holder, path))) return [];
  return [`"${paths[0]}": all of \`${paths.join(",")}\` must be specified`];
}

function notOne({ paths, inside, holder }: Group): string[] {
  if (inside.some((path) => isConfigured(holder, path))) return [];
  return [`"${paths[0]}": one of \`${paths.join(",")}\` must be specified`];
}

function notExactlyOne(group: Group): string[] {
  const { paths, inside, holder } = group;
  const given = paths.filter((_, index) => isGiven(holder, inside[index] ?? ""));
  if (given.length < 2) return notOne(group);
  const listed = paths.join(",");
  return [`"${given[0]}": only one of \`${listed}\` can be specified, but \`${given.join(",")}\` were specified.`];
}

const summaries: ReadonlyMap<Complaint, string> = new Map([
  [conflicting, "Conflicting configuration arguments"],
  [lacking, "Missing required argument"],
  [notOne, "Invalid combination of arguments"],
  [notExactlyOne, "Invalid combination of arguments"],
]);

function commonParent(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((path) => path.split(".").slice(0, -1));
  const different = first.findIndex((step, index) => rest.some((other) => other[index] !== step));
  return (different < 0 ? first : first.slice(0, different)).join(".");
}

function isInside(block: Block, name: string): boolean {
  return name in (block.attributes ?? {}) || name in (block.block_types ?? {});
}

function withoutEmpty(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
