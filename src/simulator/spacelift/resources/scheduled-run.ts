import { nextOccurrence } from "../cron.ts";
import { textOrNull } from "../input.ts";
import { runtimeConfigOf, runtimeConfigValues } from "../runtime-config.ts";
import { type ScheduleKind, scheduleType } from "./schedule-type.ts";

export const scheduledRunKind: ScheduleKind = {
  type: "spacelift_scheduled_run",
  label: "scheduled run",
  kind: "run",
  operations: {
    create: "stackScheduledRunCreate",
    update: "stackScheduledRunUpdate",
    delete: "stackScheduledRunDelete",
  },
  settings: (input) => ({
    name: textOrNull(input.name),
    command: null,
    deleteResources: false,
    runtimeConfig: runtimeConfigOf(input.runtime_config),
  }),
  values: (client, { name, at, every, timezone, runtimeConfig }) => ({
    name,
    next_schedule: at ?? nextOccurrence(every, timezone ?? "UTC", client.seconds),
    runtime_config: runtimeConfigValues(runtimeConfig),
  }),
};

export const scheduledRun = scheduleType(scheduledRunKind);
