import type { Output } from "./output.ts";

/** What a command gets from its surroundings. */
export interface Context {
  /** The folder that holds `environments/` and `rendered/`. */
  readonly root: string;
  /** Folder of the simulated world. */
  readonly world: string;
  readonly output: Output;
  readonly now: () => Date;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}
