import type { Hooks } from "./hooks.ts";
import type { ProjectReference } from "./project.ts";

export interface SpaceliftContext {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly spaceId: string;
  readonly labels: readonly string[];
  readonly hooks: Hooks;
}

export interface ContextAttachment extends ProjectReference {
  readonly id: string;
  readonly contextId: string;
  /** Lower goes first. */
  readonly priority: number;
}
