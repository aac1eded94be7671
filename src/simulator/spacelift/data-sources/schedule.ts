import type { DataSource } from "../../planning/resource-type.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import { type ScheduleKind, scheduleValues } from "../resources/schedule-type.ts";
import { scheduledDeleteStackKind } from "../resources/scheduled-delete-stack.ts";
import { scheduledRunKind } from "../resources/scheduled-run.ts";
import { scheduledTaskKind } from "../resources/scheduled-task.ts";
import { lastPart } from "../text-ids.ts";
import { recordOf } from "./lookup.ts";

export const scheduledRunData = scheduleData(scheduledRunKind);
export const scheduledTaskData = scheduleData(scheduledTaskKind);
export const scheduledDeleteStackData = scheduleData(scheduledDeleteStackKind);

/** A schedule by `<stack>/<schedule>`. */
function scheduleData(kind: ScheduleKind): DataSource<Spacelift> {
  return {
    type: kind.type,
    read({ client }, config) {
      const id = text(config[`${kind.type.replace("spacelift_", "")}_id`]);
      return scheduleValues(client, kind, recordOf(client, "schedule", lastPart(id), kind.label));
    },
  };
}
