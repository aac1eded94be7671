import { inStateOnly } from "../planning/in-state-only.ts";
import { text } from "../planning/input.ts";
import type { ResourceType } from "../planning/resource-type.ts";
import type { World } from "../world/world.ts";
import { parseDuration } from "./duration.ts";
import { formatMoment, momentOf } from "./moment.ts";

/** Nobody waits in a rehearsal: the time is added to what the real thing would take. */
export const timeSleep: ResourceType<World> = {
  ...inStateOnly,
  type: "time_sleep",
  label: "Time Sleep",
  create({ client, input, takes }) {
    takes(parseDuration(text(input, "create_duration")) ?? 0);
    return { id: formatMoment(momentOf(client.now)) };
  },
  delete({ state, takes }) {
    takes(parseDuration(text(state, "destroy_duration")) ?? 0);
  },
  import({ client }, id) {
    const [create = "", destroy = "", ...pairs] = id.split(",");
    const durations = [create, destroy].filter(Boolean);
    if (durations.length === 0 || durations.some((duration) => parseDuration(duration) === undefined)) return null;
    const triggers = pairs.map((pair) => pair.split("="));
    if (triggers.some((pair) => pair.length !== 2)) return null;
    return {
      id: formatMoment(momentOf(client.now)),
      create_duration: create || null,
      destroy_duration: destroy || null,
      triggers: Object.fromEntries(triggers.map(([key = "", value = ""]) => [key, value])),
    };
  },
};
