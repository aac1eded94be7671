import { inStateOnly } from "../planning/in-state-only.ts";
import type { ResourceType } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";
import type { World } from "../world/world.ts";
import { givenOrNow } from "./base-moment.ts";
import { formatMoment, type Moment, parseMoment, partsOf } from "./moment.ts";

export const timeStatic: ResourceType<World> = {
  ...inStateOnly,
  type: "time_static",
  label: "Time Static",
  /** A time that is given is known before the apply, and everything about it. */
  plan({ state, config, planned }) {
    const moment = state === null && typeof config.rfc3339 === "string" ? parseMoment(config.rfc3339) : undefined;
    if (moment) Object.assign(planned, valuesOf(moment));
  },
  create: ({ client, input }) => valuesOf(givenOrNow(client, "rfc3339", input.rfc3339)),
  import(_, id) {
    const moment = parseMoment(id);
    return moment ? { ...valuesOf(moment), triggers: {} } : null;
  },
};

function valuesOf(moment: Moment): Values {
  const rfc3339 = formatMoment(moment);
  return { ...partsOf(moment), rfc3339, id: rfc3339 };
}
