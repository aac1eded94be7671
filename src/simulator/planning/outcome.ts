import type { Diagnostic } from "./diagnostics.ts";
import type { Values } from "./values.ts";

/** What every answer of a provider carries. */
export interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanOutcome extends Outcome {
  readonly planned: Values | null;
  /** Dotted paths whose change replaces the object. */
  readonly replace: readonly string[];
}

export interface StateOutcome extends Outcome {
  /** Null when the object is gone. */
  readonly state: Values | null;
  /** The removal was refused because of something that may go yet, see `ResourceType.removalIsTriedAgain`. */
  readonly isTriedAgain?: boolean;
}
