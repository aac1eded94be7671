import { fillForm, type Identity, isForm } from "./forms.ts";
import { conform, knownPart } from "./objects.ts";
import { isEmpty, type TypeTables } from "./plan.ts";
import type { Block } from "./schema.ts";
import { isRecord, type MutableValues, unknown, type Value, type Values } from "./values.ts";

/**
 * The state after an operation: the plan, with what the cloud decided over it, ids and ARNs by the tables' forms where the service
 * gave none, and null for what nobody knows.
 */
export function finishObject(
  type: string,
  tables: TypeTables,
  planned: Values,
  decided: Values,
  identity: Identity | undefined,
): MutableValues {
  const merged: MutableValues = { ...planned };
  for (const [name, value] of Object.entries(decided)) {
    const blocks = tables.block.block_types?.[name];
    merged[name] = blocks ? overBlocks(planned[name] ?? null, value) : value;
  }
  const request = knownPart(planned);
  const fill = (name: string, form: string | undefined): void => {
    if (merged[name] !== unknown || form === undefined || !isForm(form)) return;
    merged[name] = fillForm(form, `${type}.${name}`, merged, identity, request) ?? unknown;
  };
  for (const [name, form] of Object.entries(tables.behaviour.computed ?? {})) if (!name.includes(".")) fill(name, form);
  fill("id", tables.behaviour.id);
  fill("arn", tables.behaviour.arn);
  if (merged.tags_all === unknown) merged.tags_all = {};
  return conform(tables.block, knownPart(merged));
}

/** Blocks that the cloud returned over those that were planned, element by element, so that a handler may name the new parts only. */
function overBlocks(planned: Value, decided: Value): Value {
  if (!Array.isArray(decided)) return isRecord(decided) && isRecord(planned) ? { ...planned, ...decided } : decided;
  if (!Array.isArray(planned) || planned.length !== decided.length) return decided;
  return decided.map((item: Value, index) => {
    const before: Value = planned[index] ?? null;
    return isRecord(item) && isRecord(before) ? { ...before, ...item } : item;
  });
}

/** The state after a read: what the service keeps over the state, texts that mean the same as they stood there. */
export function mergeRead(tables: TypeTables, state: Values, current: Values): MutableValues {
  const merged = mergeBlock(tables, tables.block, state, current, "");
  return conform(tables.block, merged);
}

function mergeBlock(tables: TypeTables, block: Block, state: Values, current: Values, prefix: string): MutableValues {
  const merged: MutableValues = { ...state };
  for (const [name, value] of Object.entries(current)) {
    const before = state[name] ?? null;
    const inner = block.block_types?.[name];
    if (
      inner &&
      Array.isArray(value) &&
      Array.isArray(before) &&
      inner.nesting_mode === "list" &&
      value.length === before.length
    ) {
      merged[name] = value.map((item: Value, index) => {
        const old: Value = before[index] ?? null;
        return isRecord(item) && isRecord(old) ? mergeBlock(tables, inner.block, old, item, `${prefix}${name}.`) : item;
      });
    } else {
      const same = tables.suppressions.get(`${prefix}${name}`);
      // After an import nothing is in the state yet; what the cloud computes is known then, even where it is empty.
      const computed = block.attributes?.[name]?.computed ?? false;
      const means = before === null ? isEmpty(value) && !computed : same?.(before, value);
      merged[name] = means ? before : value;
    }
  }
  return merged;
}
