import type { Diagnostic } from "./diagnostics.ts";
import type { Values } from "./values.ts";

/** The provider's complaint about a number that is too small; none when it is not known yet. */
export function needsAtLeast(config: Values, attribute: string, least: number): readonly Diagnostic[] {
  const value = config[attribute];
  if (typeof value !== "number" || value >= least) return [];
  return [
    {
      severity: "error",
      summary: "Invalid Attribute Value",
      detail: `Attribute ${attribute} value must be at least ${least}, got: ${value}`,
      attribute: [attribute],
    },
  ];
}
