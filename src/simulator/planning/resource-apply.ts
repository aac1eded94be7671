import type { Diagnostic } from "./diagnostics.ts";
import { attempt, codeOf, diagnosticOf, idOf, notSimulated } from "./failure.ts";
import { finishObject } from "./finish.ts";
import { text } from "./input.ts";
import type { KnownType } from "./known-types.ts";
import { knownPart, withWriteOnly } from "./objects.ts";
import type { StateOutcome } from "./outcome.ts";
import { CreatedWithError, type ResourceType } from "./resource-type.ts";
import { changedBetween } from "./same-top.ts";
import type { Session } from "./session.ts";
import { waitFor } from "./timeouts.ts";
import type { TypeTables } from "./type-tables.ts";
import { type MutableValues, unknown, type Values } from "./values.ts";

/** Carries a plan out: null planned deletes, null prior creates, else updates. */
export function applyResource<Client>(
  session: Session<Client>,
  { type, tables, handler }: KnownType<ResourceType<Client>>,
  prior: Values | null,
  planned: Values | null,
  config: Values | null,
): StateOutcome {
  if (!handler) return { state: prior, diagnostics: [notSimulated(type)] };
  if (planned === null) return remove(session, tables, handler, prior ?? {});
  const input = withWriteOnly(tables.block, knownPart(planned), config ?? {});
  return prior === null
    ? create(session, tables, handler, planned, input)
    : update(session, tables, handler, prior, planned, input);
}

function create<Client>(
  session: Session<Client>,
  tables: TypeTables,
  handler: ResourceType<Client>,
  planned: Values,
  input: Values,
): StateOutcome {
  const name = text(input, "name");
  const doing = `creating ${handler.label}${name === "" ? "" : ` (${name})`}`;
  const { call, warnings, seconds } = session.callFor(input);
  const made = (decided: Values, failure?: Diagnostic): StateOutcome => {
    const state = finishObject(handler.type, tables, planned, decided, session.identityOf(call.client));
    const taken = session.note(handler.type, "create", state, seconds());
    const diagnostics = failure ? [...warnings, failure] : warnings;
    return attempt("", { state }, () => {
      if (!failure) waitFor(tables, input, "create", doing, taken);
      return { state, diagnostics };
    });
  };
  try {
    return made(handler.create({ ...call, input }));
  } catch (error) {
    return error instanceof CreatedWithError
      ? made(error.values, diagnosticOf(error.failure, doing))
      : { state: null, diagnostics: [...warnings, diagnosticOf(error, doing)] };
  }
}

function update<Client>(
  session: Session<Client>,
  tables: TypeTables,
  handler: ResourceType<Client>,
  state: Values,
  planned: Values,
  input: Values,
): StateOutcome {
  const doing = `updating ${handler.label} (${idOf(state)})`;
  return attempt<{ readonly state: Values | null }>(doing, { state }, () => {
    const { call, warnings, seconds } = session.callFor(input);
    const changed = changedBetween(tables.block, state, planned);
    const decided = handler.update?.({ ...call, state, input, changed }) ?? {};
    const kept: MutableValues = {};
    for (const [name, value] of Object.entries(planned)) {
      kept[name] = value === unknown && name !== "tags_all" ? (state[name] ?? null) : value;
    }
    const updated = finishObject(handler.type, tables, kept, decided, session.identityOf(call.client));
    const taken = session.note(handler.type, "update", updated, seconds());
    return attempt("", { state: updated }, () => {
      waitFor(tables, input, "update", doing, taken);
      return { state: updated, diagnostics: warnings };
    });
  });
}

function remove<Client>(
  session: Session<Client>,
  tables: TypeTables,
  handler: ResourceType<Client>,
  state: Values,
): StateOutcome {
  const doing = `deleting ${handler.label} (${idOf(state)})`;
  const outcome = attempt<{ readonly state: Values | null }>(doing, { state }, () => {
    const { call, warnings, seconds } = session.callFor(state);
    handler.delete({ ...call, state });
    waitFor(tables, state, "delete", doing, session.note(handler.type, "delete", state, seconds()));
    return { state: null, diagnostics: warnings };
  });
  const codes = outcome.diagnostics.flatMap(({ cause }) => (cause ? [codeOf(cause)] : []));
  return { ...outcome, isTriedAgain: codes.some((code) => handler.removalIsTriedAgain?.includes(code ?? "") === true) };
}
