import { type ScheduleKind, scheduleType } from "./schedule-type.ts";

export const scheduledDeleteStackKind: ScheduleKind = {
  type: "spacelift_scheduled_delete_stack",
  label: "scheduled stack_delete",
  kind: "delete",
  operations: {
    create: "stackScheduledDeleteCreate",
    update: "stackScheduledDeleteUpdate",
    delete: "stackScheduledDeleteDelete",
  },
  settings: (input) => ({
    name: null,
    command: null,
    deleteResources: input.delete_resources !== false,
    runtimeConfig: null,
  }),
  values: (_client, { deleteResources }) => ({ delete_resources: deleteResources }),
};

export const scheduledDeleteStack = scheduleType(scheduledDeleteStackKind);
