import { eachHook, type HookName, type Hooks } from "../records/hooks.ts";
import type { AccountRecords } from "./account.ts";
import { contextsOf } from "./attachments.ts";

/** One hook command, and the context, stack or run configuration it comes from. */
export interface EffectiveHook {
  readonly command: string;
  readonly source: { readonly kind: "context" | "stack" | "runtime-config"; readonly id: string };
}

export type EffectiveHooks = Readonly<Record<HookName, readonly EffectiveHook[]>>;

/**
 * Hooks of a stack in the order they run. Before-hooks: attached contexts by priority (lowest number first), contexts attached
 * by label in reverse alphabetical order, the stack; after-hooks the other way round [spacelift.md §4.3]. A list of the run's
 * own configuration stands in for the stack's list of that name.
 */
export function effectiveHooks(records: AccountRecords, stackId: string, runtime: Partial<Hooks> = {}): EffectiveHooks {
  const contexts = contextsOf(records, stackId);
  const attached = contexts.filter(({ priority }) => priority !== null);
  const automatic = contexts.filter(({ priority }) => priority === null);
  const before = [...attached, ...automatic.toReversed()].map(({ context }) => context);
  const stack = records.stacks.get(stackId);

  const listOf = (name: HookName): EffectiveHook[] => {
    const fromContexts = (name.startsWith("before_") ? before : before.toReversed()).flatMap((context) =>
      context.hooks[name].map((command) => ({ command, source: { kind: "context" as const, id: context.id } })),
    );
    const replaced = runtime[name];
    const own: EffectiveHook[] = (replaced?.length ? replaced : (stack?.hooks[name] ?? [])).map((command) => ({
      command,
      source: { kind: replaced?.length ? "runtime-config" : "stack", id: stackId },
    }));
    return name.startsWith("before_") ? [...fromContexts, ...own] : [...own, ...fromContexts];
  };
  return eachHook(listOf);
}
