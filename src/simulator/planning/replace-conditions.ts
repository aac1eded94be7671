import { blocks, text } from "./input.ts";
import { isSet } from "./paths.ts";
import { isRecord, unknown, type Value, type Values } from "./values.ts";

/** A change of the value at a path, with what stands around it. */
export interface ReplaceChange {
  readonly old: Value;
  readonly planned: Value;
  /** The whole object: as it is, as it is configured, as it is planned. */
  readonly state: Values;
  readonly config: Values;
  readonly plan: Values;
  /** The account of the provider; empty for providers that have none. */
  readonly account: string;
}

export type ReplaceCondition = (change: ReplaceChange) => boolean;

/** The condition of a `replace_when` entry; undefined for words that are not understood. */
export function replaceConditionOf(words: string): ReplaceCondition | undefined {
  return find(conditions, words);
}

/** The condition of a `replace_except` entry; undefined for words that are not understood. */
export function replaceExceptionOf(words: string): ReplaceCondition | undefined {
  return find(exceptions, words);
}

type Entry = readonly [RegExp, (...parts: string[]) => ReplaceCondition];

function find(entries: readonly Entry[], words: string): ReplaceCondition | undefined {
  for (const [pattern, compile] of entries) {
    const match = pattern.exec(words);
    if (match) return compile(...match.slice(1));
  }
  return undefined;
}

/** A change alone is enough: state and plan both hold the provider's Region where none is configured. */
const always: ReplaceCondition = () => true;

const conditions: readonly Entry[] = [
  [/^value changes \(empty counts as the provider Region\)$/, () => always],
  [/^it changes, unless between unset and provider region$/, () => always],
  [/^configured and changes$/, () => always],
  [
    /^any change except (\w+) to (\w+)$/,
    (from, to) =>
      ({ old, planned }) =>
        old !== from || planned !== to,
  ],
  [
    /^(\w+) (?:changes to|becomes) (\w+)$/,
    (from, to) =>
      ({ old, planned }) =>
        String(old) === from && shown(planned) === to,
  ],
  [
    /^it changes and (\w+) was true in state$/,
    (name = "") =>
      ({ state }) =>
        state[name] === true,
  ],
  [
    /^it changes and (\w+) is not (\w+)$/,
    (name = "", value) =>
      ({ plan }) =>
        plan[name] !== value,
  ],
  [
    /^lowered$/,
    () =>
      ({ old, planned }) =>
        typeof old === "number" && typeof planned === "number" && planned < old,
  ],
  [
    /^source moves to or from another of the four sources$/,
    () =>
      ({ old, planned }) =>
        isSet(old) !== isSet(planned),
  ],
  [
    /^changes, but not from empty to the caller's own account$/,
    () =>
      ({ old, planned, account }) =>
        !(isEmptyText(old) && planned === account),
  ],
  [
    /^block present before and removed now$/,
    () =>
      ({ old, planned }) =>
        isSet(old) && !isSet(planned),
  ],
  [
    /^non-empty role changes; not when emptied with Auto Mode or pools off$/,
    () =>
      ({ old, planned, plan }) => {
        const [mode] = blocks(plan, "compute_config");
        const isOff = mode?.enabled !== true || !isSet(mode.node_pools);
        return !isEmptyText(old) && !(isEmptyText(planned) && isOff);
      },
  ],
  [
    /^private connectivity, value set in config and changed$/,
    () =>
      ({ config, plan }) =>
        text(plan, "connectivity_type") === "private" && isSet(config.secondary_private_ip_address_count),
  ],
  [
    /^the value in state is a PEM block and the value changes$/,
    () =>
      ({ old }) =>
        String(old).includes("-----BEGIN "),
  ],
  [
    /^old and new value known, neither empty, and different$/,
    () =>
      ({ old, planned }) =>
        !isEmptyText(old) && typeof planned === "string" && planned !== "",
  ],
  [
    /^state used (\w+), configuration now has (\w+)$/,
    (used, now = "") =>
      ({ state, config }) =>
        state[`has_${used}`] === true && isSet(config[now]),
  ],
  [
    /^configuration now has (\w+) with another value$/,
    (name = "") =>
      ({ old, config }) =>
        !isEmptyText(old) && isSet(config[name]) && config[name] !== old,
  ],
  [
    /^state and configuration have one and they differ$/,
    () =>
      ({ old, planned }) =>
        isSet(old) && isSet(planned),
  ],
  [
    /^update where the (\w+) block is present before and after, and the value differs$/,
    (name = "") =>
      ({ state, plan }) =>
        isSet(state[name]) && isSet(plan[name]),
  ],
];

const exceptions: readonly Entry[] = [
  [
    /^every changed value is null: a map of only null values appears, or keys with null values are added$/,
    () =>
      ({ old, planned }) =>
        withoutNull(old) === withoutNull(planned),
  ],
  [
    /^change from "" to null, or configuration unknown$/,
    () =>
      ({ old, planned }) =>
        planned === unknown || (old === "" && planned === null),
  ],
];

function isEmptyText(value: Value): boolean {
  return value === null || value === "";
}

function shown(value: Value): string {
  return value === unknown ? "" : String(value);
}

/** The entries of a map that have a value, as text. */
function withoutNull(value: Value): string {
  if (value === unknown) return "unknown";
  if (!isRecord(value)) return "[]";
  const entries = Object.entries(value).filter(([, part]) => part !== null);
  return JSON.stringify(entries.map(([key, part]) => [key, part === unknown ? {} : part]).sort());
}
