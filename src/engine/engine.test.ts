import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EksStackError, type Problem } from "../errors.ts";
import { Engine, type EngineSettings } from "./engine.ts";
import { rehearsalEnvironment } from "./environment.ts";
import type { EngineEvent } from "./events.ts";
import { type EngineBinary, findEngine } from "./find.ts";
import { resourcesOf } from "./plan-file.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function settingsFor(binary: EngineBinary): EngineSettings {
  return { binary, folder, environment: rehearsalEnvironment(process.env, { reattach: "{}" }), lock: false };
}

/** An engine whose every command runs this shell script. */
function fake(script: string, settings: Partial<EngineSettings> = {}): Engine {
  const path = join(folder, "tofu");
  writeFileSync(path, `#!/bin/bash\n${script}\n`);
  chmodSync(path, 0o755);
  return new Engine({ ...settingsFor({ name: "tofu", path, version: "1.12.6" }), ...settings });
}

async function problemOf(action: Promise<unknown>): Promise<Problem | undefined> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof EksStackError ? error.problems[0] : undefined;
}

describe("the engine of this machine", () => {
  async function real(configuration: string, settings: Partial<EngineSettings> = {}): Promise<Engine> {
    writeFileSync(join(folder, "main.tf"), configuration);
    return new Engine({ ...settingsFor(await findEngine(process.env.PATH ?? "")), ...settings });
  }

  test("plans, applies without a second change, shows and destroys", async () => {
    const events: EngineEvent[] = [];
    const engine = await real(
      'resource "terraform_data" "one" { input = "a" }\noutput "one" { value = terraform_data.one.output }\n',
      { onEvent: (event) => events.push(event), parallelism: 2 },
    );
    expect(await engine.init()).toMatchObject({ ok: true, diagnostics: [] });
    expect(await engine.plan({ out: "saved" })).toMatchObject({ ok: true, changes: true });
    const plan = await engine.show("saved");
    expect(plan.resource_changes?.[0]).toMatchObject({
      address: "terraform_data.one",
      change: { actions: ["create"], after_unknown: { id: true, output: true } },
    });
    expect(await engine.apply("saved")).toMatchObject({ ok: true, interrupted: false });
    expect(await engine.plan()).toMatchObject({ ok: true, changes: false });
    expect((await engine.outputs()).one?.value).toBe("a");
    expect(resourcesOf((await engine.state()).values).map(({ address }) => address)).toEqual(["terraform_data.one"]);
    expect(await engine.destroy()).toMatchObject({ ok: true });
    expect(resourcesOf((await engine.state()).values)).toEqual([]);
    expect(events.filter(({ type }) => type === "other")).toEqual([]);
    expect(events.map(({ type }) => type)).toContain("apply_complete");
  });

  test("a wrong configuration is a failure with its place, not a crash", async () => {
    const engine = await real('resource "terraform_data" "one" {\n  input = var.missing\n}\n');
    const result = await engine.plan();
    expect(result.ok).toBe(false);
    expect(result.diagnostics[0]?.range).toMatchObject({ filename: "main.tf", start: { line: 2 } });
    expect(await engine.validate()).toMatchObject({ valid: false, error_count: 1 });
  });

  test("a provider that is not attached is refused without asking a registry", async () => {
    const engine = await real('data "http" "page" { url = "https://example.org" }\n');
    const { ok, diagnostics } = await engine.init();
    expect(ok).toBe(false);
    expect(diagnostics[0]?.detail).toContain("no available releases");
  });

  test("a plan file that is none is refused with the engine's words", async () => {
    const engine = await real("");
    writeFileSync(join(folder, "saved"), "not a plan");
    expect(await problemOf(engine.show("saved"))).toMatchObject({ code: "ES0304" });
  });
});

describe("an engine that misbehaves", () => {
  test("ends without a diagnostic: a crash with its last words", async () => {
    const problem = await problemOf(fake('echo "panic: nil map" >&2; exit 11').plan());
    expect(problem).toMatchObject({ code: "ES0303" });
    expect(problem?.problem).toContain("panic: nil map");
  });

  test("is killed: a crash, even after an event", async () => {
    const engine = fake('echo \'{"type":"version","ui":"1.2"}\'; kill -SEGV $$');
    expect((await problemOf(engine.plan()))?.problem).toContain("SIGSEGV");
  });

  test("cannot be started: a crash with the reason", async () => {
    const engine = new Engine(settingsFor({ name: "tofu", path: join(folder, "gone"), version: "1.12.6" }));
    expect((await problemOf(engine.init()))?.problem).toContain("ENOENT");
  });

  test("fails with a diagnostic: no crash", async () => {
    const diagnostic = { severity: "error", summary: "no", detail: "" };
    const engine = fake(`echo '${JSON.stringify({ type: "diagnostic", diagnostic })}'; exit 1`);
    expect(await engine.plan()).toMatchObject({ ok: false, diagnostics: [diagnostic] });
  });

  test("a plan's exit code for changes is a failure of any other command", async () => {
    const script = `echo '{"type":"version","ui":"1.2"}'; exit 2`;
    expect(await fake(script).plan()).toMatchObject({ ok: true, changes: true });
    expect(await problemOf(fake(script).init())).toMatchObject({ code: "ES0303" });
  });

  test.each(["", "echo all good", "echo '{\"done\": true}'"])(
    "ends well without one event: %j is no success",
    async (script) => {
      const problem = await problemOf(fake(script).plan());
      expect(problem).toMatchObject({ code: "ES0303", file: folder });
      expect(problem?.problem).toContain("none of an engine's events");
    },
  );

  test("is killed while it prints a document: a crash", async () => {
    expect(await problemOf(fake("kill -KILL $$").state())).toMatchObject({ code: "ES0303", file: folder });
  });

  test("prints a document that is none: refused with what it printed", async () => {
    const problem = await problemOf(fake("echo '<html>'").outputs());
    expect(problem).toMatchObject({ code: "ES0304", file: folder });
    expect(problem?.problem).toContain("<html>");
  });

  test("is started in a folder that is gone: a crash that names the folder", async () => {
    const gone = join(folder, "gone");
    const problem = await problemOf(fake("exit 0", { folder: gone }).plan());
    expect(problem).toMatchObject({ code: "ES0303", file: gone });
  });

  test("prints garbage between its events: the garbage is nobody's event and no failure", async () => {
    const lines: string[] = [];
    const engine = fake(`echo '{"type":"version","ui":"1.2"}'; echo; echo "\x1b[31m{half"; echo '{"type":3}'`, {
      onEvent: (event) => lines.push(event.type),
    });
    expect(await engine.init()).toMatchObject({ ok: true });
    expect(lines).toEqual(["version", "other", "other", "other"]);
  });
});

describe("an interruption", () => {
  test("lets the engine finish what it has begun", async () => {
    const interrupt = new AbortController();
    const lines: string[] = [];
    const engine = fake("trap 'echo saved; exit 1' INT; echo ready; while :; do sleep 0.02; done", {
      signal: interrupt.signal,
      onEvent: (event) => {
        if (event.type === "other") lines.push(event.line);
        if (lines.at(-1) === "ready") interrupt.abort();
      },
    });
    expect(await engine.apply("saved")).toMatchObject({ ok: false, interrupted: true });
    expect(lines).toEqual(["ready", "saved"]);
  });

  test("kills an engine that does not end within the grace", async () => {
    const interrupt = new AbortController();
    const engine = fake("trap '' INT; echo ready; while :; do sleep 0.02; done", {
      signal: interrupt.signal,
      grace: 100,
      onEvent: () => interrupt.abort(),
    });
    expect(await engine.apply("saved")).toMatchObject({ ok: false, interrupted: true });
  });
});
