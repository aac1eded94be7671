import { at } from "../../../kubernetes/fields.ts";
import { isObject } from "../../../kubernetes/object.ts";
import type { Json } from "../../../world/json.ts";
import { ChartError, type ReleaseContext } from "../../chart.ts";

const placeholder = /\{\{-?\s*(?:tpl\s+)?\.(Values|Release)((?:\.\w+)+)\s*-?\}\}/g;

/**
 * A text of the values that the chart passes through `tpl`: what it takes from `.Values` and `.Release` is filled in, other
 * expressions stay as they are.
 *
 * @throws ChartError when a value that it takes is below one that does not exist
 */
export function filledIn(text: string, context: ReleaseContext, template: string): string {
  return text.replace(placeholder, (_all, root: string, path: string) => {
    const names = path.slice(1).split(".");
    if (root === "Release") return releaseValue(context, names.join("."));
    return printed(valueAt(context, names, { template, expression: `.Values${path}` }));
  });
}

function releaseValue({ release, namespace }: ReleaseContext, name: string): string {
  return { Name: release, Namespace: namespace, Service: "Helm" }[name] ?? "";
}

function valueAt(
  context: ReleaseContext,
  names: readonly string[],
  { template, expression }: { readonly template: string; readonly expression: string },
): Json | undefined {
  const above = names.length > 1 ? at(context.values, names.slice(0, -1).join(".")) : context.values;
  if (isObject(above)) return above[names.at(-1) ?? ""];
  throw new ChartError(
    `template: ${template}: executing "${template}" at <${expression}>: nil pointer evaluating interface {}.${names.at(-1)}`,
  );
}

/** A value as a template prints it. */
export function printed(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
