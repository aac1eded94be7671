import type { ResourceType } from "../../planning/resource-type.ts";
import { refuseIf } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { flag, text } from "../input.ts";
import type { Run } from "../records/run.ts";
import { removeStack } from "../removal.ts";
import { runRules } from "../rules/run.ts";
import { stackRules } from "../rules/stack.ts";
import { isDiscardable, isHolding } from "../run-states.ts";

/** Deletes its stack with everything the stack made, when it is destroyed itself. */
export const stackDestructor: ResourceType<Spacelift> = {
  type: "spacelift_stack_destructor",
  label: "stack destructor",
  create({ client }) {
    return { id: `destructor-${client.seconds}` };
  },
  read({ client, state }) {
    return client.table("stack").has(text(state.stack_id)) ? state : null;
  },
  update() {
    return {};
  },
  delete({ client, state }) {
    const stack = client.table("stack").get(text(state.stack_id));
    if (flag(state.deactivated) || !stack) return;
    const { id, spaceId } = stack;
    const request = { space: spaceId, resources: [id] };
    if (flag(state.discard_runs)) {
      client.call({ operation: "runDiscardAll", attempt: `discard runs on stack ${id}`, ...request }, () => {
        discardRuns(client, id);
      });
    }
    client.call({ operation: "stackDelete", attempt: `delete stack ${id}`, ...request }, () => {
      const holder = client.table("run").find((run) => run.stackId === id && isHolding(run));
      refuseIf(holder, runRules.blocked, id, holder?.id ?? "");
      refuseIf(stack.resourceCount > 0, stackRules.destructionUnsuccessful, id, stack.resourceCount);
      removeStack(client, id);
    });
  },
};

function discardRuns(client: Spacelift, stackId: string): void {
  const runs = client.table("run");
  const discard = (run: Run) => runs.put(run.id, { ...run, state: "DISCARDED", updatedAt: client.now });
  for (const run of runs.filter((candidate) => candidate.stackId === stackId && isDiscardable(candidate.state))) {
    discard(run);
  }
}
