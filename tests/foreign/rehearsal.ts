import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { administratorOf } from "../../src/cli/administrator.ts";
import { Engine, type EngineResult } from "../../src/engine/engine.ts";
import { rehearsalEnvironment } from "../../src/engine/environment.ts";
import { findEngine } from "../../src/engine/find.ts";
import { leftoversOf } from "../../src/pipeline/ledger.ts";
import { attachProviders } from "../../src/simulator/protocol/server.ts";
import { simulatedProviders } from "../../src/simulator/providers.ts";
import { World } from "../../src/simulator/world/world.ts";

/** The engine of this machine over a copy of somebody's configuration, on a world in memory. */
export interface Rehearsal {
  readonly engine: Engine;
  readonly world: World;
  /** The copy in which the engine runs. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Initialises a copy of the configuration `tests/foreign/<name>`. */
export async function rehearse(
  name: string,
  variables: Readonly<Record<string, string>> = {},
  world = World.inMemory(),
): Promise<Rehearsal> {
  const folder = mkdtempSync(join(tmpdir(), "foreign-"));
  cpSync(fileURLToPath(new URL(name, import.meta.url)), folder, { recursive: true });
  const credentials = administratorOf(world);
  const actor = { stack: "simulate", run: "simulate" };
  const environment = { PATH: process.env.PATH ?? "", ...credentials };
  const attached = await attachProviders(simulatedProviders({ world, actor, folder, environment }));
  const engine = new Engine({
    binary: await findEngine(process.env.PATH ?? ""),
    folder,
    environment: rehearsalEnvironment(process.env, { reattach: attached.reattach, variables }),
    lock: false,
  });
  succeed(await engine.init());
  return {
    engine,
    world,
    folder,
    async close() {
      await attached.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Applies what the configuration says now. */
export async function apply({ engine, folder }: Rehearsal): Promise<void> {
  const file = join(folder, "saved.plan");
  succeed(await engine.plan({ out: file }));
  succeed(await engine.apply(file));
}

/** Plans, applies, finds nothing to change, destroys, and leaves nothing behind. */
export async function expectWholeLife(rehearsal: Rehearsal): Promise<void> {
  await apply(rehearsal);
  expect(await pendingChanges(rehearsal)).toEqual([]);
  succeed(await rehearsal.engine.destroy());
  expect(leftBehind(rehearsal)).toEqual([]);
}

/** What is left in the world, but for what AWS deletes by itself, such as keys that wait for their date. */
export function leftBehind({ world }: Rehearsal): string[] {
  return leftoversOf(world)
    .filter(({ reason }) => reason === null)
    .map(({ kind, id }) => `${kind} ${id}`);
}

/** What the next apply would change, as `action address (attributes)`. */
export async function pendingChanges({ engine, folder }: Rehearsal): Promise<string[]> {
  const file = join(folder, "second.plan");
  succeed(await engine.plan({ out: file }));
  const { resource_changes: changes = [], output_changes: outputs = {} } = await engine.show(file);
  return [
    ...changes
      .filter(({ change }) => change.actions.join() !== "no-op")
      .map(
        ({ address, change }) => `${change.actions.join("+")} ${address} (${differing(change.before, change.after)})`,
      ),
    ...Object.entries(outputs)
      .filter(([, { actions }]) => actions.join() !== "no-op")
      .map(([name]) => `output ${name}`),
  ];
}

/** Names of the attributes that are not the same before and after. */
function differing(before: unknown, after: unknown): string {
  const [left, right] = [recordOf(before), recordOf(after)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]))
    .map((name) => `${name}: ${JSON.stringify(left[name])} -> ${JSON.stringify(right[name])}`)
    .join(", ");
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Fails with the engine's errors unless it succeeded. */
export function succeed(result: EngineResult): void {
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ address, summary, detail }) => `${address ?? ""}: ${summary} ${detail}`)).toEqual([]);
  expect(result.ok).toBe(true);
}
