import type { DataSource } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Spacelift } from "../client.ts";
import type { Stack } from "../records/stack.ts";
import { detectionValues } from "../resources/drift-detection.ts";
import { stackValues } from "../stack-attributes.ts";
import { vendorWords } from "../vendor-words.ts";
import { matchesAny, matchesFlag, recordOf, withIdAs } from "./lookup.ts";

export const stackData: DataSource<Spacelift> = {
  type: "spacelift_stack",
  read: ({ client }, { stack_id }) => valuesOf(client, recordOf(client, "stack", stack_id, "stack")),
};

export const stacksData: DataSource<Spacelift> = {
  type: "spacelift_stacks",
  read({ client }, config) {
    const stacks = client.table("stack").filter((stack) => isAskedFor(stack, config));
    return {
      id: `stacks-${client.seconds}000000000`,
      stacks: stacks.map((stack) => withIdAs("stack_id", valuesOf(client, stack))),
    };
  },
};

/** Names of outputs that the stack's last apply left; their values are given to dependants only. */
export const stackOutputsData: DataSource<Spacelift> = {
  type: "spacelift_stack_outputs",
  read({ client }, { stack_id }) {
    const { id, outputs } = recordOf(client, "stack", stack_id, "stack");
    return {
      id,
      outputs: outputs.map(({ name, description, sensitive }): Values => ({ id: name, description, sensitive })),
    };
  },
};

export const driftDetectionData: DataSource<Spacelift> = {
  type: "spacelift_drift_detection",
  read({ client }, { stack_id }) {
    recordOf(client, "stack", stack_id, "stack");
    return detectionValues(recordOf(client, "drift-detection", stack_id, "drift detection"));
  },
};

function valuesOf(client: Spacelift, stack: Stack): Values {
  return { ...stackValues(client, stack, {}), enabled: !stack.disabled };
}

function isAskedFor(stack: Stack, config: Values): boolean {
  return (
    matchesFlag(false, config.administrative) &&
    matchesFlag(stack.lockedBy !== null, config.locked) &&
    matchesAny([stack.branch], config.branch) &&
    matchesAny([stack.trackedCommit ?? ""], config.commit) &&
    matchesAny(stack.labels, config.labels) &&
    matchesAny([stack.name], config.name) &&
    matchesAny([stack.projectRoot ?? ""], config.project_root) &&
    matchesAny([stack.repository], config.repository) &&
    matchesAny([stack.state], config.state) &&
    matchesAny([vendorWords[stack.vendor.kind]], config.vendor) &&
    matchesAny([stack.workerPoolId ?? ""], config.worker_pool)
  );
}
