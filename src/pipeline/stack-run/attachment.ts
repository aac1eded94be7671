import type { Actor } from "../../simulator/world/journal.ts";
import type { TimedOperation } from "../stack-time.ts";
import type { ManagedObject } from "./recovery.ts";

/** Simulated providers that one engine process may call, in the name of one run. */
export interface Attachment {
  /** Value of `TF_REATTACH_PROVIDERS`. */
  readonly reattach: string;
  /** What the providers did so far, with the time the real operations take. */
  operations(): readonly TimedOperation[];
  /**
   * Deletes an object as the provider does on a destroy.
   *
   * @returns what the cloud refused, or null when the object is gone
   */
  remove(object: ManagedObject): string | null;
  close(): Promise<void>;
}

/**
 * Attaches providers for one phase of a run. `folder` is where the engine runs; `environment` is what the real provider processes
 * would find in theirs: credentials and settings of the run.
 */
export type Attach = (
  actor: Actor,
  folder: string,
  environment: Readonly<Record<string, string>>,
) => Promise<Attachment>;
