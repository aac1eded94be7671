import type { Hooks } from "./hooks.ts";
import type { ProjectReference } from "./project.ts";

/** Variables, files and hooks that stacks share; its id is the slug of its name. */
export interface SpaceliftContext {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly spaceId: string;
  readonly labels: readonly string[];
  readonly hooks: Hooks;
}

/** A context in use by one stack or module. */
export interface ContextAttachment extends ProjectReference {
  readonly id: string;
  readonly contextId: string;
  /** Lower goes first. */
  readonly priority: number;
}
