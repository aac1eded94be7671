import { attempt, notSimulated } from "./failure.ts";
import type { KnownType } from "./known-types.ts";
import { conform, knownPart } from "./objects.ts";
import type { StateOutcome } from "./outcome.ts";
import { planObject } from "./plan.ts";
import type { DataSource, EphemeralResource } from "./resource-type.ts";
import type { Session } from "./session.ts";
import type { MutableValues, Values } from "./values.ts";

/** Asks a data source. */
export function readDataSource<Client>(
  session: Session<Client>,
  { type, tables, handler }: KnownType<DataSource<Client>>,
  config: Values,
): StateOutcome {
  if (!handler) return { state: null, diagnostics: [notSimulated(type)] };
  const name = type.replace(`${session.service.provider}_`, "");
  return attempt<{ readonly state: Values | null }>(`reading ${name}`, { state: null }, () => {
    const asked: MutableValues = { ...knownPart(planObject(tables, null, config)) };
    if (!handler.looksForRegion) session.planRegion(tables, asked, config);
    const { call, warnings } = session.callFor(handler.looksForRegion ? {} : asked);
    return { state: conform(tables.block, { ...asked, ...handler.read(call, asked) }), diagnostics: warnings };
  });
}

/** Opens an ephemeral resource. */
export function openEphemeral<Client>(
  session: Session<Client>,
  { type, tables, handler }: KnownType<EphemeralResource<Client>>,
  config: Values,
): StateOutcome {
  if (!handler) return { state: null, diagnostics: [notSimulated(type)] };
  return attempt<{ readonly state: Values | null }>(`opening ${type}`, { state: null }, () => {
    const asked = knownPart(planObject(tables, null, config));
    const { call, warnings } = session.callFor(asked);
    return { state: conform(tables.block, { ...asked, ...handler.open(call, asked) }), diagnostics: warnings };
  });
}
