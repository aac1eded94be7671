import type { ResourceType } from "../../planning/resource-type.ts";
import type { Spacelift } from "../client.ts";
import { flag, text, textOrNull } from "../input.ts";
import { runtimeConfigOf } from "../runtime-config.ts";
import { awaitRun, queueRun } from "../triggering.ts";

/** Triggers a run; the provider never looks at it again. */
export const run: ResourceType<Spacelift> = {
  type: "spacelift_run",
  label: "run",
  create({ client, input, takes }) {
    const attempt = `trigger run for stack ${text(input.stack_id)}`;
    const queued = queueRun(
      client,
      input.stack_id,
      { operation: "runTrigger", attempt },
      {
        type: flag(input.proposed) ? "PROPOSED" : "TRACKED",
        commit: textOrNull(input.commit_sha),
        command: null,
        initialize: true,
        runtimeConfig: runtimeConfigOf(input.runtime_config),
      },
    );
    awaitRun({ takes }, queued, input);
    return { id: queued.id };
  },
  read: ({ state }) => state,
  update: () => ({}),
  delete() {},
};
