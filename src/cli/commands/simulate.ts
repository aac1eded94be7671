import type { Context } from "../context.ts";
import { simulate } from "../simulate.ts";

/** `simulate -- tofu apply`: any engine command in this folder on the world. */
export function simulateCommand(context: Context, command: readonly string[]): Promise<number> {
  return simulate({ world: context.world, command, folder: context.root, environment: context.environment });
}
