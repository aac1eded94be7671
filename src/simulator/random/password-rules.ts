import type { Diagnostic } from "../planning/diagnostics.ts";
import { number, text } from "../planning/input.ts";
import type { PlanCall } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";
import type { RandomStream } from "./stream.ts";

/** Classes of characters: the switch that allows one, the least number of them, the characters. */
const classes = [
  { allow: "numeric", least: "min_numeric", characters: "0123456789" },
  { allow: "lower", least: "min_lower", characters: "abcdefghijklmnopqrstuvwxyz" },
  { allow: "upper", least: "min_upper", characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
  { allow: "special", least: "min_special", characters: "!@#$%&*()-_=+[]{}<>:?" },
] as const;

/** What the provider takes for rules that are left out. */
export const defaultRules = {
  lower: true,
  upper: true,
  numeric: true,
  special: true,
  min_lower: 0,
  min_upper: 0,
  min_numeric: 0,
  min_special: 0,
} as const;

/** A text by the rules: the least of each class first, the rest out of all allowed ones, then shuffled. */
export function textByRules(rules: Values, stream: RandomStream): string {
  const override = text(rules, "override_special");
  const drawn = classes.map(({ allow, least, characters }) => ({
    allowed: rules[allow] !== false,
    least: number(rules, least, 0),
    characters: allow === "special" && override !== "" ? override : characters,
  }));
  const least = drawn.flatMap(({ least, characters }) => stream.characters(characters, least));
  const all = drawn.flatMap(({ allowed, characters }) => (allowed ? [characters] : [])).join("");
  const rest = stream.characters(all, number(rules, "length", 0) - least.length);
  return stream.shuffled([...least, ...rest]).join("");
}

/** What the provider finds wrong with a configuration whose values are known. */
export function checkRules(config: Values): readonly Diagnostic[] {
  const length = config.length;
  const problems: Diagnostic[] = [];
  if (typeof length === "number") {
    const sum = classes.reduce((total, { least }) => total + number(config, least, 0), 0);
    if (length >= 1 && length < sum) {
      const names = classes.map(({ least }) => least).join(" + ");
      problems.push({
        severity: "error",
        summary: "Invalid Attribute Value",
        detail: `Attribute length value must be at least sum of ${names}, got: ${length}`,
        attribute: ["length"],
      });
    }
  }
  const switches = classes.map(({ allow }) =>
    allow === "numeric" ? (config.numeric ?? config.number) : config[allow],
  );
  if (switches.every((value) => value === false)) {
    problems.push({
      severity: "error",
      summary: "Invalid Attribute Combination",
      detail: "At least one attribute out of [special,upper,lower,numeric] must be specified as true",
    });
  }
  const { number: old, numeric } = config;
  if (typeof old === "boolean" && typeof numeric === "boolean" && old !== numeric) {
    problems.push({
      severity: "error",
      summary: "Number and numeric are both configured with different values",
      detail: "Number is deprecated, use numeric instead",
      attribute: ["number"],
    });
  }
  return problems;
}

/** `number` is the old name of `numeric`: both always show the same. */
export function planNumeric({ config, planned }: PlanCall<unknown>): void {
  const given = config.numeric ?? config.number ?? true;
  planned.numeric = given;
  planned.number = given;
}

/** The attributes of a text that is imported: what was drawn is known, how is not. */
export function importedRules(result: string): Values {
  return { ...defaultRules, number: true, length: result.length, result };
}

/** The attributes of a state written by an older version, which knew `number` only. */
export function upgradedRules(state: Values): Values {
  const numeric = state.numeric ?? state.number ?? true;
  return { ...state, numeric, number: numeric };
}
