import type { Run, RunState, RunType } from "./records/run.ts";

const terminalStates: readonly RunState[] = ["FINISHED", "FAILED", "STOPPED", "CANCELED", "DISCARDED", "SKIPPED"];
const blockingTypes: readonly RunType[] = ["TRACKED", "TASK", "DESTROY"];
const discardableStates: readonly RunState[] = ["QUEUED", "READY", "UNCONFIRMED", "PENDING_REVIEW"];

/** Whether a run in this state is over. */
export function isTerminal(state: RunState): boolean {
  return terminalStates.includes(state);
}

/** Whether a run of this type holds its stack: one at a time. */
function isBlocking(type: RunType): boolean {
  return blockingTypes.includes(type);
}

/** Whether a run holds its stack, or will do so when its turn comes. */
export function isHolding({ type, state }: Pick<Run, "type" | "state">): boolean {
  return isBlocking(type) && !isTerminal(state);
}

/** Whether a run in this state can be dropped: nothing of it is at work. */
export function isDiscardable(state: RunState): boolean {
  return discardableStates.includes(state);
}
