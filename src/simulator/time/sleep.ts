import { inStateOnly } from "../planning/in-state-only.ts";
import { text } from "../planning/input.ts";
import type { Call, ResourceType } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";
import type { World } from "../world/world.ts";
import { parseDuration } from "./duration.ts";
import { formatMoment, momentOf } from "./moment.ts";

/** Lets simulated time pass in what goes on by itself, for example in clusters; in seconds. */
export type LetPass = (seconds: number) => void;

/** Nobody waits in a rehearsal: the time is added to what the real thing would take, and passes in what goes on by itself. */
export function timeSleep(letPass: LetPass): ResourceType<World> {
  const sleep = (seconds: number, takes: (seconds: number) => void): void => {
    if (seconds <= 0) return;
    letPass(seconds);
    takes(seconds);
  };
  return {
    ...inStateOnly,
    type: "time_sleep",
    label: "Time Sleep",
    create({ client, input, takes }) {
      sleep(parseDuration(text(input, "create_duration")) ?? 0, takes);
      return { id: formatMoment(momentOf(client.now)) };
    },
    delete({ state, takes }) {
      sleep(parseDuration(text(state, "destroy_duration")) ?? 0, takes);
    },
    import: imported,
  };
}

function imported({ client }: Call<World>, id: string): Values | null {
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
}
