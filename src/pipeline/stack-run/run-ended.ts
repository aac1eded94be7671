import type { EngineResult } from "../../engine/engine.ts";
import type { RunState } from "../../simulator/spacelift/records/run.ts";

/** Ends a run in a state; the note says why unless diagnostics already did. Thrown and caught within one run. */
export class RunEnded extends Error {
  readonly state: RunState;
  readonly note: string | null;

  constructor(state: RunState, note: string | null = null) {
    super(note ?? state);
    this.name = "RunEnded";
    this.state = state;
    this.note = note;
  }
}

/** Ends the run unless the engine did what it was asked; its diagnostics have been shown. */
export function mustSucceed(result: EngineResult): void {
  if (!result.ok) throw new RunEnded(result.interrupted ? "STOPPED" : "FAILED");
}
