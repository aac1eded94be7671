import { ProviderError } from "./diagnostics.ts";
import { attempt, idOf, notSimulated } from "./failure.ts";
import type { KnownType } from "./known-types.ts";
import { conform } from "./objects.ts";
import type { StateOutcome } from "./outcome.ts";
import { mergeRead } from "./read-merge.ts";
import type { ResourceType } from "./resource-type.ts";
import type { Session } from "./session.ts";
import { hasAllTags, ownTags } from "./tags.ts";
import type { TypeTables } from "./type-tables.ts";
import type { Values } from "./values.ts";

/** The object as the cloud sees it now. */
export function readResource<Client>(
  session: Session<Client>,
  { type, tables, handler }: KnownType<ResourceType<Client>>,
  state: Values,
): StateOutcome {
  if (!handler) return { state, diagnostics: [notSimulated(type)] };
  return attempt<{ readonly state: Values | null }>(`reading ${handler.label} (${idOf(state)})`, { state }, () => {
    const { call, warnings } = session.callFor(state);
    const current = handler.read({ ...call, state });
    if (current === null) return { state: null, diagnostics: warnings };
    const merged = mergeRead(tables, state, current);
    if (hasAllTags(tables) && current.tags_all !== undefined) {
      merged.tags = ownTags(merged.tags_all ?? null, state.tags ?? null, session.defaultTagsOf(call.client));
    }
    return { state: merged, diagnostics: warnings };
  });
}

/** What the import id says of an object; the engine reads the rest. */
export function importResource<Client>(
  session: Session<Client>,
  { type, tables, handler }: KnownType<ResourceType<Client>>,
  id: string,
): StateOutcome {
  if (!handler) return { state: null, diagnostics: [notSimulated(type)] };
  return attempt<{ readonly state: Values | null }>(`importing ${handler.label} (${id})`, { state: null }, () => {
    if (!handler.import && tables.behaviour.import === undefined) throw notImportable(type, tables.isFramework);
    const { own, region } = importedFrom(tables, id);
    const { call, warnings } = session.callFor(region);
    const imported = handler.import ? handler.import(call, own) : { id: own };
    if (imported === null) {
      const summary = `unexpected format for import ID (${id}), use: ${tables.behaviour.import ?? "{id}"}`;
      return { state: null, diagnostics: [{ severity: "error", summary }] };
    }
    const state = conform(tables.block, { ...imported, ...region });
    session.planRegion(tables, state, region);
    return { state, diagnostics: warnings };
  });
}

/** The id of an object in another Region than the provider's ends in `@` and the Region. */
function importedFrom({ block }: TypeTables, id: string): { readonly own: string; readonly region: Values } {
  const [, own, region] = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d+)$/.exec(id) ?? [];
  if (own === undefined || region === undefined || !block.attributes?.region) return { own: id, region: {} };
  return { own, region: { region } };
}

function notImportable(type: string, isFramework: boolean): ProviderError {
  return isFramework
    ? new ProviderError(
        "Resource Import Not Implemented",
        "This resource does not support import. Please contact the provider developer for additional information.",
      )
    : new ProviderError(`resource ${type} doesn't support import`);
}

/** Attributes as an older version of the schema wrote them, made current. */
export function upgradeResource<Client>(
  { tables, handler, version: current }: KnownType<ResourceType<Client>>,
  version: number,
  stored: Values,
): StateOutcome {
  const upgraded = version < current && handler?.upgrade ? handler.upgrade(version, stored) : stored;
  return { state: conform(tables.block, upgraded), diagnostics: [] };
}
