import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { type HookSettings, runHooks } from "./hooks.ts";

async function run(...hooks: string[]) {
  const lines: string[] = [];
  const result = await runHooks(
    hooks,
    settings((line) => lines.push(line)),
  );
  return { ...result, lines };
}

function settings(onLine: HookSettings["onLine"], signal = new AbortController().signal): HookSettings {
  return { folder: tmpdir(), environment: { PATH: process.env.PATH ?? "", REGION: "us-east-1" }, onLine, signal };
}

test("hooks see the run's variables and nothing of the caller's environment", async () => {
  const { lines } = await run('echo "$REGION [$HOME]"');
  expect(lines).toEqual(["us-east-1 []"]);
});

test("what a hook exports is there for the next hook and for the phases that follow", async () => {
  const { environment, lines } = await run("export COLOUR=green", 'echo "$COLOUR"');
  expect(lines).toEqual(["green"]);
  expect(environment.COLOUR).toBe("green");
});

test("a failing hook stops those after it", async () => {
  const { exitCode, lines } = await run("echo one", "exit 7", "echo three");
  expect(exitCode).toBe(7);
  expect(lines).toEqual(["one"]);
});

test("a masked word is hidden from then on", async () => {
  const { lines } = await run("echo '::add-mask hunter2'; echo 'password hunter2'");
  expect(lines).toEqual(["password *****"]);
});

test("no hooks leave the environment as it is", async () => {
  expect((await run()).environment.REGION).toBe("us-east-1");
});

test("a stopped hook ends with everything that it started", async () => {
  const stop = new AbortController();
  // Were the inner program left alone, it would outlive the time that a test may take.
  const hooks = runHooks(
    ["echo begun; sleep 60; echo over"],
    settings((line) => line === "begun" && stop.abort(), stop.signal),
  );
  expect((await hooks).exitCode).not.toBe(0);
});

test("hooks of a run that was stopped before end at once", async () => {
  const lines: string[] = [];
  await runHooks(
    ["sleep 60; echo over"],
    settings((line) => lines.push(line), AbortSignal.abort()),
  );
  expect(lines).toEqual([]);
});
