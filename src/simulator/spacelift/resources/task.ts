import type { ResourceType } from "../../planning/resource-type.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import { awaitRun, queueRun } from "../triggering.ts";

/** Starts a task; the provider never looks at it again. */
export const task: ResourceType<Spacelift> = {
  type: "spacelift_task",
  label: "task",
  create({ client, input, takes }) {
    const queued = queueRun(
      client,
      input.stack_id,
      { operation: "taskCreate" },
      {
        type: "TASK",
        commit: null,
        command: text(input.command),
        initialize: input.init !== false,
        runtimeConfig: null,
      },
    );
    awaitRun({ takes }, queued, input);
    return { id: `${queued.stackId}/${queued.id}` };
  },
  read: ({ state }) => state,
  delete() {},
};
