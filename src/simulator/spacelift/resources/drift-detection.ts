import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { isCron } from "../cron.ts";
import { flag, text, texts } from "../input.ts";
import { stackOf } from "../project.ts";
import type { DriftDetection } from "../records/schedule.ts";
import type { Stack } from "../records/stack.ts";
import { scheduleRules as rules } from "../rules/schedule.ts";
import { splitId } from "../text-ids.ts";
import { isTimezone } from "../timezone.ts";

export const driftDetection: ResourceType<Spacelift> = {
  type: "spacelift_drift_detection",
  label: "drift detection",
  create({ client, input }) {
    const detections = client.table("drift-detection");
    const stack = stackOf(client, input.stack_id);
    const request = { space: stack.spaceId, resources: [stack.id] };
    return client.call({ operation: "stackIntegrationDriftDetectionCreate", ...request }, () => {
      refuseIf(detections.has(stack.id), rules.driftExists, stack.id);
      check(client, stack, input);
      detections.put(stack.id, detectionOf(stack.id, input));
      return { id: stack.id };
    });
  },
  read({ client, state }) {
    const found = client.table("drift-detection").get(text(state.id));
    return found ? detectionValues(found) : null;
  },
  update({ client, state, input }) {
    const stack = stackOf(client, state.stack_id);
    const request = { space: stack.spaceId, resources: [stack.id] };
    client.call({ operation: "stackIntegrationDriftDetectionUpdate", ...request }, () => {
      check(client, stack, input);
      client.table("drift-detection").put(stack.id, detectionOf(stack.id, input));
    });
    return {};
  },
  delete({ client, state }) {
    const { id, spaceId } = stackOf(client, state.stack_id);
    client.call({ operation: "stackIntegrationDriftDetectionDelete", space: spaceId, resources: [id] }, () => {
      client.table("drift-detection").delete(id);
    });
  },
  import(_call, id) {
    const [kind, stackId] = splitId(id, 2);
    return kind === "stack" && stackId ? { id: stackId } : null;
  },
};

/** Drift detection as attributes. */
export function detectionValues({ projectId, schedule, timezone, reconcile, ignoreState }: DriftDetection): Values {
  return {
    id: projectId,
    stack_id: projectId,
    schedule,
    timezone,
    reconcile,
    ignore_state: ignoreState,
  };
}

function detectionOf(stackId: string, input: Values): DriftDetection {
  return {
    projectKind: "stack",
    projectId: stackId,
    schedule: texts(input.schedule),
    timezone: text(input.timezone) || "UTC",
    reconcile: flag(input.reconcile),
    ignoreState: flag(input.ignore_state),
  };
}

function check(client: Spacelift, stack: Stack, input: Values): void {
  for (const expression of texts(input.schedule)) refuseUnless(isCron(expression), rules.cron, expression);
  const timezone = text(input.timezone) || "UTC";
  refuseUnless(isTimezone(timezone), rules.timezone, timezone);
  const pool = client.table("worker-pool").get(stack.workerPoolId ?? "");
  refuseIf(pool?.driftDetectionRunLimit === 0, rules.driftPoolDisabled, pool?.name ?? "");
}
