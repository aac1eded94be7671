import { inStateOnly } from "../planning/in-state-only.ts";
import type { ResourceType } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";
import type { World } from "../world/world.ts";
import { givenOrNow, importedSpan, momentIn, moved } from "./base-moment.ts";
import { formatMoment, type Moment, parseMoment, partsOf } from "./moment.ts";

const offsets = ["years", "months", "days", "hours", "minutes", "seconds"];

export const timeOffset: ResourceType<World> = {
  ...inStateOnly,
  type: "time_offset",
  label: "Time Offset",
  /** A changed offset is shown with the time it leads to. */
  plan({ state, config, planned, changed }) {
    if (state === null || !changed(...offsets.map((name) => `offset_${name}`))) return;
    const base = parseMoment(String(config.base_rfc3339 ?? state.base_rfc3339));
    const isKnown = offsets.every((name) => typeof planned[`offset_${name}`] !== "symbol");
    if (base && isKnown) Object.assign(planned, valuesOf(base, planned));
  },
  create: ({ client, input }) => valuesOf(givenOrNow(client, "base_rfc3339", input.base_rfc3339), input),
  update: ({ input, state }) => valuesOf(momentIn("base_rfc3339", input.base_rfc3339 ?? state.base_rfc3339), input),
  import(_, id) {
    const [time = "", ...parts] = id.split(",");
    const base = parseMoment(time);
    const span = parts.length === offsets.length ? importedSpan("offset", offsets, parts) : undefined;
    return base && span ? { ...span, ...valuesOf(base, span), triggers: {} } : null;
  },
};

function valuesOf(base: Moment, values: Values): Values {
  const offset = moved(base, values, "offset") ?? base;
  const start = formatMoment(base);
  return { ...partsOf(offset), rfc3339: formatMoment(offset), base_rfc3339: start, id: start };
}
