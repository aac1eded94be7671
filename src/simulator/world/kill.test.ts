import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EksStackError } from "../../errors.ts";
import { openWorld, readWorld } from "./storage.ts";

/**
 * A process that commits one record after the other and says so; unless it is to hold the world, it closes and opens it every
 * few commits, so that it may be killed while it writes a snapshot.
 */
const program = `
import { writeSync } from "node:fs";
import { openWorld } from "./storage.ts";
const [folder, from, hold] = process.argv.slice(2);
let stored = openWorld(folder);
writeSync(1, "open\\n");
for (let number = Number(from); ; number += 1) {
  try {
    stored.world.table("test/record").put(String(number), { number, text: "x".repeat(2_000) });
    stored.world.commit({ stack: "test", run: "test" });
  } catch (error) {
    writeSync(1, \`failed \${error.problems?.[0]?.code}\\n\`);
    break;
  }
  writeSync(1, \`\${number}\\n\`);
  if (hold !== "hold" && number % 5 === 0) {
    stored.close();
    stored = openWorld(folder);
  }
}
`;

let home: string;
let script: string;
let folder: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "kill-"));
  script = join(home, "child.mjs");
  await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    outfile: script,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
  });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(home, "world-"));
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

interface Worker {
  readonly pid: number;
  /** Waits for a line that the process prints; undefined when it ends before. */
  next(): Promise<string | undefined>;
  /** Kills the process at once and returns what it printed since it was last asked. */
  kill(): Promise<string[]>;
}

function start(from: number, { command = [process.execPath], hold = false } = {}): Worker {
  const [program = "", ...parameters] = command;
  const child = spawn(program, [...parameters, script, folder, String(from), hold ? "hold" : ""], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "exit");
  const next = async (): Promise<string | undefined> => {
    const { value, done } = await lines.next();
    return done ? undefined : value;
  };
  return {
    pid: child.pid ?? 0,
    next,
    async kill() {
      child.kill("SIGKILL");
      await ended;
      const rest: string[] = [];
      for (let line = await next(); line !== undefined; line = await next()) rest.push(line);
      return rest;
    },
  };
}

function numbersIn(world: ReturnType<typeof readWorld>["snapshot"]): number[] {
  return (world.tables["test/record"] ?? []).map(([id]) => Number(id)).sort((left, right) => left - right);
}

describe("a process that is killed with SIGKILL", () => {
  test("loses no commit that it acknowledged, at whatever moment, again and again", async () => {
    let acknowledged = 0;
    for (const after of [0, 1, 4, 5, 6, 9, 10, 15]) {
      const worker = start(acknowledged + 1);
      const said: string[] = [];
      for (let line = await worker.next(); line !== undefined; line = await worker.next()) {
        said.push(line);
        if (said.length > after) break;
      }
      said.push(...(await worker.kill()));
      acknowledged = Math.max(acknowledged, ...said.map(Number).filter(Number.isInteger));

      const numbers = numbersIn(readWorld(folder, "").snapshot);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      expect([acknowledged, acknowledged + 1]).toContain(numbers.length);
      acknowledged = numbers.length;
      const opened = openWorld(folder);
      expect(opened.world.table("test/record").size).toBe(acknowledged);
      opened.close();
    }
  });
});

describe("two processes on one world", () => {
  function problemOfOpening(): { code: string; problem: string; hint: string } | undefined {
    try {
      openWorld(folder).close();
      return undefined;
    } catch (error) {
      if (!(error instanceof EksStackError)) throw error;
      return error.problems[0];
    }
  }

  test("cannot be: the second is told the id of the first, and may have it once the first is gone", async () => {
    const worker = start(1, { hold: true });
    expect(await worker.next()).toBe("open");
    expect(problemOfOpening()).toMatchObject({
      code: "ES0501",
      problem: expect.stringContaining(`Process ${worker.pid} `),
      hint: expect.stringContaining("--world"),
    });
    await worker.kill();
    expect(problemOfOpening()).toBeUndefined();
  });
});

describe.runIf(process.platform === "linux")("a disk that is full", () => {
  test("is a coded error, and the commits before it are there", async () => {
    const worker = start(1, { command: ["/bin/bash", "-c", 'ulimit -f 9; exec "$0" "$@"', process.execPath] });
    let last = 0;
    let line = await worker.next();
    for (; line !== undefined && !line.startsWith("failed"); line = await worker.next()) last = Number(line) || last;
    expect(line).toBe("failed ES0504");
    await worker.kill();
    expect(numbersIn(readWorld(folder, "").snapshot)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    openWorld(folder).close();
  });
});
