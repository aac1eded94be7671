import type { RunState, RunType } from "./records/run.ts";

const terminalStates: readonly RunState[] = ["FINISHED", "FAILED", "STOPPED", "CANCELED", "DISCARDED", "SKIPPED"];
const blockingTypes: readonly RunType[] = ["TRACKED", "TASK", "DESTROY"];

/** Whether a run in this state is over. */
export function isTerminal(state: RunState): boolean {
  return terminalStates.includes(state);
}

/** Whether a run of this type holds its stack: one at a time. */
export function isBlocking(type: RunType): boolean {
  return blockingTypes.includes(type);
}
