/** The eleven hook lists, named as in the provider's schema. */
export const hookNames = [
  "before_init",
  "after_init",
  "before_plan",
  "after_plan",
  "before_apply",
  "after_apply",
  "before_perform",
  "after_perform",
  "before_destroy",
  "after_destroy",
  "after_run",
] as const;

/** The name of a hook list. */
export type HookName = (typeof hookNames)[number];

/** Commands around the phases of a run. */
export type Hooks = Readonly<Record<HookName, readonly string[]>>;

/** A record with one entry for every hook. */
export function eachHook<Entry>(entryOf: (name: HookName) => Entry): Record<HookName, Entry> {
  return Object.fromEntries(hookNames.map((name) => [name, entryOf(name)])) as Record<HookName, Entry>;
}
