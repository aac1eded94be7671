import { exitCodes } from "../../errors.ts";
import { type Status, statusOf } from "../../pipeline/status.ts";
import { readAccount } from "../../simulator/spacelift/queries/account.ts";
import { readWorld } from "../../simulator/world/storage.ts";
import { World } from "../../simulator/world/world.ts";
import type { Context } from "../context.ts";
import { declared } from "../declared.ts";
import { platformOf } from "../platform.ts";
import { columns } from "../text.ts";

/** `status`: what the simulated Spacelift holds. It only looks, also while another process works on the world. */
export async function status(context: Context, options: { readonly json?: boolean }): Promise<number> {
  const platform = platformOf(await declared(context, { acceptsUnsupported: true }));
  const world = new World(readWorld(context.world, platform.account).snapshot);
  const records = readAccount(world, platform.account);
  if (!records) {
    if (options.json)
      context.output.write(`${JSON.stringify({ account: platform.account, spaces: [], stacks: [] })}\n`);
    else context.output.write("The world is empty. Next: eks-stack up.\n");
    return exitCodes.success;
  }
  const shown = statusOf(platform, records);
  context.output.write(options.json ? `${JSON.stringify(shown, null, 2)}\n` : statusText(shown));
  return exitCodes.success;
}

function statusText(status: Status): string {
  const lines = [`Spacelift account ${status.account}`, "", ...spaceLines(status), ""];
  const rows = status.stacks.map(({ name, environment, state, resources, lastRun }) => [
    name,
    environment ?? "–",
    state.toLowerCase(),
    `${resources} resources`,
    lastRun ? `run ${lastRun.id}${lastRun.note ? ` (${lastRun.note})` : ""}` : "no run yet",
  ]);
  lines.push(...columns(rows));
  for (const { name, outputs } of status.stacks) {
    const entries = Object.entries(outputs);
    if (entries.length === 0) continue;
    lines.push("", `Outputs of ${name}`, ...columns(entries.map(([key, value]) => [`  ${key}`, value])));
  }
  return `${lines.join("\n")}\n`;
}

function spaceLines(status: Status): string[] {
  const depth = (id: string | null): number => {
    const space = status.spaces.find((candidate) => candidate.id === id);
    return space ? depth(space.parent) + 1 : 0;
  };
  return status.spaces.map(({ name, parent }) => `${"  ".repeat(depth(parent))}${name}`);
}
