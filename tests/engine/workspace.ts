import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished } from "vitest";
import { administratorOf } from "../../src/cli/administrator.ts";
import { rehearsalEnvironment } from "../../src/engine/environment.ts";
import { type EngineDiagnostic, type EngineEvent, parseEvent } from "../../src/engine/events.ts";
import { type EngineBinary, findEngine } from "../../src/engine/find.ts";
import { type AttachableProvider, attachProviders } from "../../src/simulator/protocol/server.ts";
import { simulatedProviders } from "../../src/simulator/providers.ts";
import { World } from "../../src/simulator/world/world.ts";

/** An engine command that has ended. */
export interface Ended {
  readonly ok: boolean;
  /** What a person would read, line by line. */
  readonly text: string;
  readonly events: readonly EngineEvent[];
  readonly diagnostics: readonly EngineDiagnostic[];
}

/** An object in the engine's state, as it is stored. */
export interface StoredObject {
  readonly address: string;
  readonly tainted: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The engine of this machine over a configuration of one file, on a world in memory. */
export class Workspace {
  readonly world: World;
  readonly folder: string;
  readonly #binary: EngineBinary;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #detach: () => Promise<void>;

  constructor(
    world: World,
    folder: string,
    binary: EngineBinary,
    environment: Readonly<Record<string, string>>,
    detach: () => Promise<void>,
  ) {
    this.world = world;
    this.folder = folder;
    this.#binary = binary;
    this.#environment = environment;
    this.#detach = detach;
  }

  /** Replaces the configuration. Attached providers need no initialisation. */
  configure(text: string): void {
    writeFileSync(join(this.folder, "main.tf"), text);
  }

  /** Plans what the configuration says. */
  async plan(...options: string[]): Promise<Ended> {
    return this.run("plan", "-json", "-input=false", "-lock=false", ...options);
  }

  /** Applies what the configuration says, or what it says now. */
  async apply(configuration?: string, ...options: string[]): Promise<Ended> {
    if (configuration !== undefined) this.configure(configuration);
    return this.run("apply", "-auto-approve", "-json", "-input=false", "-lock=false", ...options);
  }

  /** Runs any command of the engine. */
  async run(...parameters: string[]): Promise<Ended> {
    const { all, exitCode } = await execa(this.#binary.path, parameters, {
      cwd: this.folder,
      env: this.#environment,
      extendEnv: false,
      all: true,
      reject: false,
      stdin: "ignore",
    });
    const events = all.split("\n").map(parseEvent);
    return {
      ok: exitCode === 0,
      text: events.map((event) => (event.type === "other" ? event.line : event["@message"])).join("\n"),
      events,
      diagnostics: events.flatMap((event) => (event.type === "diagnostic" ? [event.diagnostic] : [])),
    };
  }

  /** What the engine remembers, by address. */
  objects(): StoredObject[] {
    const { resources } = JSON.parse(this.storedState()) as StateText;
    return resources.flatMap(({ mode, module, type, name, instances }) =>
      instances.map(({ index_key: key, status, attributes }) => ({
        address: [module, mode === "data" ? "data" : undefined, type, `${name}${shownKey(key)}`]
          .filter(Boolean)
          .join("."),
        tainted: status === "tainted",
        values: attributes,
      })),
    );
  }

  /** The attributes of an object that the engine remembers. */
  object(address: string): Readonly<Record<string, unknown>> {
    const found = this.objects().find((object) => object.address === address);
    expect(found, `${address} in the state`).toBeDefined();
    return found?.values ?? {};
  }

  /** The text of the stored state. */
  storedState(): string {
    return readFileSync(join(this.folder, "terraform.tfstate"), "utf8");
  }

  async close(): Promise<void> {
    await this.#detach();
    rmSync(this.folder, { recursive: true });
  }
}

interface StateText {
  readonly resources: readonly {
    readonly mode: string;
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly status?: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

function shownKey(key: string | number | undefined): string {
  return key === undefined ? "" : `[${JSON.stringify(key)}]`;
}

export interface WorkspaceOptions {
  readonly world?: World;
  /** Served beside, or in place of, the simulated ones. */
  readonly providers?: readonly AttachableProvider[];
}

/** Opens a workspace with a configuration in it, until the test is over. */
export async function open(configuration: string, options: WorkspaceOptions = {}): Promise<Workspace> {
  const { world = World.inMemory(), providers = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), "workspace-"));
  const environment = { PATH: process.env.PATH ?? "", ...administratorOf(world) };
  const actor = { stack: "simulate", run: "simulate" };
  const attached = await attachProviders([...simulatedProviders({ world, actor, folder, environment }), ...providers]);
  const workspace = new Workspace(
    world,
    folder,
    await findEngine(process.env.PATH ?? ""),
    rehearsalEnvironment(process.env, { reattach: attached.reattach }),
    attached.close,
  );
  onTestFinished(() => workspace.close());
  workspace.configure(configuration);
  return workspace;
}

/** Opens a workspace in which the configuration is applied already. */
export async function applied(configuration: string, options: WorkspaceOptions = {}): Promise<Workspace> {
  const workspace = await open(configuration, options);
  succeed(await workspace.apply());
  return workspace;
}

/** Fails with the engine's words unless the command succeeded. */
export function succeed(ended: Ended): Ended {
  expect(ended.ok, ended.text).toBe(true);
  return ended;
}

/** What a plan would do, as `action address`, in the order of addresses. */
export function planned({ events }: Ended): string[] {
  return events
    .flatMap((event) =>
      event.type === "planned_change" && event.change.action !== "noop"
        ? [`${event.change.action} ${event.change.resource.addr}`]
        : [],
    )
    .sort();
}

/** What an apply has done, as `action address`, in the order in which it ended. */
export function done({ events }: Ended): string[] {
  return events.flatMap((event) =>
    event.type === "apply_complete" ? [`${event.hook.action} ${event.hook.resource.addr}`] : [],
  );
}

/** Errors and warnings of a command, as `severity: summary`. */
export function said({ diagnostics }: Ended): string[] {
  return diagnostics.map(({ severity, summary, detail }) => `${severity}: ${summary}${detail ? ` ${detail}` : ""}`);
}
