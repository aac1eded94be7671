import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { runHooks } from "./hooks.ts";

async function run(...hooks: string[]) {
  const lines: string[] = [];
  const result = await runHooks(hooks, {
    folder: tmpdir(),
    environment: { PATH: process.env.PATH ?? "", REGION: "us-east-1" },
    onLine: (line) => lines.push(line),
    signal: new AbortController().signal,
  });
  return { ...result, lines };
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
