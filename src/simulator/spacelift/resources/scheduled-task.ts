import { text } from "../input.ts";
import { type ScheduleKind, scheduleType } from "./schedule-type.ts";

export const scheduledTaskKind: ScheduleKind = {
  type: "spacelift_scheduled_task",
  label: "scheduled task",
  kind: "task",
  operations: {
    create: "stackScheduledTaskCreate",
    update: "stackScheduledTaskUpdate",
    delete: "stackScheduledTaskDelete",
  },
  settings: (input) => ({ name: null, command: text(input.command), deleteResources: false, runtimeConfig: null }),
  values: (_client, { command }) => ({ command }),
};

export const scheduledTask = scheduleType(scheduledTaskKind);
