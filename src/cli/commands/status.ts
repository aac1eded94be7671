import { exitCodes } from "../../errors.ts";
import { type EnvironmentStatus, type Status, statusOf } from "../../pipeline/status.ts";
import { Clusters } from "../../simulator/kubernetes/clusters.ts";
import { noRepositories } from "../../simulator/kubernetes/repositories.ts";
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
      context.output.write(
        `${JSON.stringify({ account: platform.account, spaces: [], stacks: [], environments: [] })}\n`,
      );
    else context.output.write("The world is empty. Next: eks-stack up.\n");
    return exitCodes.success;
  }
  const shown = statusOf(platform, records, new Clusters(world, [], noRepositories));
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
  for (const environment of status.environments) lines.push(...clusterLines(environment));
  for (const { name, outputs } of status.stacks) {
    const entries = Object.entries(outputs);
    if (entries.length === 0) continue;
    lines.push("", `Outputs of ${name}`, ...columns(entries.map(([key, value]) => [`  ${key}`, value])));
  }
  return `${lines.join("\n")}\n`;
}

/** What runs in the cluster of an environment; nothing while it has no cluster. */
function clusterLines({ name, nodes, addOns, applications }: EnvironmentStatus): string[] {
  if (nodes.length + addOns.length + applications.length === 0) return [];
  const ready = (isReady: boolean): string => (isReady ? "ready" : "not ready");
  return [
    "",
    `Nodes of ${name}`,
    ...columns(
      nodes.map((node) => [`  ${node.name}`, node.instanceType, node.zone, node.lifecycle, ready(node.ready)]),
    ),
    "",
    `Add-ons of ${name}`,
    ...columns(addOns.map((addOn) => [`  ${addOn.name}`, addOn.version, addOn.status.toLowerCase()])),
    "",
    `Applications of ${name}`,
    ...columns(applications.map((one) => [`  ${one.name}`, one.kind, one.sync, one.health, firstLine(one.message)])),
  ];
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

function spaceLines(status: Status): string[] {
  const depth = (id: string | null): number => {
    const space = status.spaces.find((candidate) => candidate.id === id);
    return space ? depth(space.parent) + 1 : 0;
  };
  return status.spaces.map(({ name, parent }) => `${"  ".repeat(depth(parent))}${name}`);
}
