import { inStateOnly } from "../planning/in-state-only.ts";
import { text } from "../planning/input.ts";
import { needsAtLeast } from "../planning/ranges.ts";
import type { ResourceType } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";
import type { World } from "../world/world.ts";
import { givenOrNow, importedSpan, momentIn, moved } from "./base-moment.ts";
import { formatMoment, type Moment, momentOf, parseMoment, partsOf } from "./moment.ts";

const rotations = ["years", "months", "days", "hours", "minutes"];

/** A time that is over once it is reached: the next plan then makes a new one. */
export const timeRotating: ResourceType<World> = {
  ...inStateOnly,
  type: "time_rotating",
  label: "Time Rotating",
  validate: (config) => rotations.flatMap((name) => needsAtLeast(config, `rotation_${name}`, 1)),
  plan({ state, config, planned, changed }) {
    if (state === null || !changed("rotation_rfc3339", ...rotations.map((name) => `rotation_${name}`))) return;
    const base = parseMoment(text(state, "rfc3339"));
    const isKnown = [...rotations, "rfc3339"].every((name) => typeof config[`rotation_${name}`] !== "symbol");
    if (base && isKnown) Object.assign(planned, valuesOf(base, config));
  },
  create: ({ client, input }) => valuesOf(givenOrNow(client, "rfc3339", input.rfc3339), input),
  read({ client, state }) {
    const end = parseMoment(text(state, "rotation_rfc3339"));
    return end && momentOf(client.now).unix > end.unix ? null : state;
  },
  update: ({ input, state }) => valuesOf(momentIn("id", state.id), input),
  import(_, id) {
    const [time = "", ...parts] = id.split(",");
    const base = parseMoment(time);
    if (!base) return null;
    if (parts.length === 1) {
      const given = { rotation_rfc3339: parts[0] ?? "" };
      return parseMoment(given.rotation_rfc3339) ? { ...given, ...valuesOf(base, given), triggers: {} } : null;
    }
    const span = parts.length === rotations.length ? importedSpan("rotation", rotations, parts) : undefined;
    return span ? { ...span, ...valuesOf(base, span), triggers: {} } : null;
  },
};

function valuesOf(base: Moment, values: Values): Values {
  const given = values.rotation_rfc3339;
  const isGiven = typeof given === "string" && values.rotation_years == null;
  const end = isGiven ? momentIn("rotation_rfc3339", given) : (moved(base, values, "rotation") ?? base);
  const start = formatMoment(base);
  return { ...partsOf(end), rotation_rfc3339: formatMoment(end), rfc3339: start, id: start };
}
