import type { z } from "zod";
import type { Problem } from "../errors.ts";
import { nearest } from "./names.ts";

/** Data of the expected shape, or what is wrong with it. */
export type Parsed<Shape> =
  | { readonly ok: true; readonly data: Shape }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks the shape of a file's data; every problem at once, each with its path. */
export function parseData<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
  file: string,
): Parsed<z.output<Schema>> {
  const result = schema.safeParse(data, { reportInput: true });
  if (result.success) return { ok: true, data: result.data };
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(issue, schema, file)) };
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType, file: string): Problem[] {
  const at = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, at);
    return issue.keys.map((key) => ({
      code: "ES0150",
      file,
      at: [...at, key],
      problem: `${key} is not known here.`,
      hint: `Did you mean ${nearest(key, known) ?? known.join(", ")}?`,
    }));
  }
  const hint = hintOf(issue, schema, at);
  if (issue.input !== undefined) return [{ code: "ES0151", file, at, problem: issue.message, hint }];
  if (at.length === 0) {
    const declares = file.endsWith("/organization.ts") ? "organization" : "environment";
    return [
      {
        code: "ES0151",
        file,
        problem: "The file has no default export.",
        hint: `Write export default ${declares}({ … }); docs/environments.md shows how.`,
      },
    ];
  }
  return [{ code: "ES0151", file, at, problem: `${at.at(-1)} is missing.`, hint }];
}

/** What people call the types of data. */
const typeNames: Readonly<Record<string, string>> = { record: "object", array: "list", int: "whole number" };

function hintOf(issue: z.core.$ZodIssue, schema: z.ZodType, at: readonly (string | number)[]): string {
  if (issue.code === "invalid_value") return `Use one of ${issue.values.map(String).join(", ")}.`;
  const part = partAt(schema, at);
  const example = part?.meta?.()?.examples?.[0];
  if (example !== undefined) return `Write it as in ${JSON.stringify(example)}.`;
  if (issue.code !== "invalid_type") return "Correct the value.";
  const known = Object.keys(part?.shape ?? {});
  const type = `Give it a value of type ${typeNames[issue.expected] ?? issue.expected}`;
  return known.length > 0 ? `${type}; it holds ${known.join(", ")}.` : `${type}.`;
}

/** What is read here of a schema, whichever kind it is. */
interface Part {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly def?: { readonly innerType?: unknown; readonly valueType?: unknown; readonly element?: unknown };
  readonly meta?: () => { readonly examples?: unknown[] } | undefined;
}

/** Keys that the schema takes at a path. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  return Object.keys(partAt(schema, path)?.shape ?? {});
}

function partAt(schema: z.ZodType, path: readonly (string | number)[]): Part | undefined {
  let part = unwrapped(schema as Part);
  for (const step of path) {
    const { shape, def } = part ?? {};
    part = unwrapped((shape ? shape[step] : (def?.valueType ?? def?.element)) as Part | undefined);
  }
  return part;
}

/** The schema below defaults and options. */
function unwrapped(schema: Part | undefined): Part | undefined {
  let part = schema;
  while (part?.def?.innerType) part = part.def.innerType as Part;
  return part;
}
