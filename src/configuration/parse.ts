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
  const result = schema.safeParse(data);
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
  const expected = issue.code === "invalid_type" ? `Give it a value of type ${issue.expected}.` : "Correct the value.";
  return [{ code: "ES0151", file, at, problem: issue.message, hint: hintOf(issue) ?? expected }];
}

function hintOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === "invalid_value") return `Use one of ${issue.values.map(String).join(", ")}.`;
  if (issue.code === "invalid_format" && "pattern" in issue && issue.pattern)
    return "See the form in the message, and the other environments for examples.";
  return undefined;
}

/** Keys that the schema takes at a path. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let part: unknown = schema;
  for (const step of path) part = unwrapped(part)?.shape?.[step];
  return Object.keys(unwrapped(part)?.shape ?? {});
}

/** The object schema below defaults and options. */
function unwrapped(schema: unknown): { readonly shape?: Readonly<Record<string, unknown>> } | undefined {
  let part = schema as { shape?: Record<string, unknown>; def?: { innerType?: unknown } } | undefined;
  while (part && !part.shape && part.def?.innerType) part = part.def.innerType as typeof part;
  return part;
}
