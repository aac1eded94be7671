import { blocks, text } from "./input.ts";
import { isEmpty, isSet } from "./paths.ts";
import { isRecord, type Value, type Values } from "./values.ts";

/** A difference between state and plan with what stands around it. */
export interface Difference {
  readonly old: Value;
  readonly planned: Value;
  /** The whole object. */
  readonly state: Values;
  readonly config: Values;
}

/** Says whether the provider leaves a difference out of the plan. */
export type Exception = (difference: Difference) => boolean;

/** The exception that a wording of the tables stands for; undefined when it is none. */
export function exceptionOf(words: string): Exception | undefined {
  for (const [pattern, compile] of exceptions) {
    const match = pattern.exec(words);
    if (match) return compile(...match.slice(1));
  }
  return undefined;
}

const exceptions: readonly (readonly [RegExp, (...parts: string[]) => Exception])[] = [
  [
    /^block (removed|removed from config while state has one|missing in configuration)$/,
    () =>
      ({ old, planned }) =>
        isSet(old) && !isSet(planned),
  ],
  [
    /; one empty block equals none$/,
    () =>
      ({ old, planned }) =>
        !isSet(old) && Array.isArray(planned) && planned.length === 1 && isEmptyBlock(planned[0] ?? null),
  ],
  [
    /^change is dropped while (\w+) is set$/,
    (name = "") =>
      ({ config }) =>
        isSet(config[name]),
  ],
  [
    /^suppressed when (\w+) is set in configuration$/,
    (name = "") =>
      ({ config }) =>
        isSet(config[name]),
  ],
  [
    /^suppressed when new is "" and (\w+)\.0\.is_default is true$/,
    (name = "") =>
      ({ planned, state }) =>
        (planned === null || planned === "") && blocks(state, name)[0]?.is_default === true,
  ],
  [/^suppressed after creation$/, () => () => true],
  [
    /^protocol is -1 and state holds 0$/,
    () =>
      ({ old, config }) =>
        old === 0 && /^(-1|all)$/i.test(text(config, "protocol")),
  ],
  [
    /^class is DELIVERY and the class itself does not change$/,
    () =>
      ({ state, config }) =>
        text(state, "log_group_class") === "DELIVERY" && text(config, "log_group_class") === "DELIVERY",
  ],
  [
    /^new is (\S+) and old is not empty$/,
    (value = "") =>
      ({ old, planned }) =>
        planned === value && isSet(old) && old !== "",
  ],
  [
    /^new value empty and service name holds (\S+)$/,
    (part = "") =>
      ({ planned, config }) =>
        (planned === null || planned === "") && text(config, "aws_service_name").includes(part),
  ],
  [
    /^old empty, new (\S+)$/,
    (value = "") =>
      ({ old, planned }) =>
        (old === null || old === "") && String(planned) === value,
  ],
];

function isEmptyBlock(value: Value): boolean {
  return isRecord(value) && Object.values(value).every((part) => part === null || isEmpty(part));
}
