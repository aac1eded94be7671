import type { Value, Values } from "../../../planning/values.ts";
import { blocks } from "../../input.ts";

/** The single block under a name with what it leaves out; the defaults alone where it is not configured. */
export function optionBlock(values: Values, name: string, defaults: Values): readonly Values[] {
  const [configured = {}] = blocks(values, name);
  const given = Object.entries(configured).filter(([, value]) => isGiven(value));
  return [{ ...configured, ...defaults, ...Object.fromEntries(given) }];
}

/** Several such blocks, by name. */
export function optionBlocks(values: Values, options: Readonly<Record<string, Values>>): Values {
  return Object.fromEntries(
    Object.entries(options).map(([name, defaults]) => [name, optionBlock(values, name, defaults)]),
  );
}

function isGiven(value: Value): boolean {
  return value !== null && value !== "";
}
