import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EksStackError } from "../../errors.ts";
import { drawFaults } from "./faults.ts";
import { openWorld, readWorld } from "./storage.ts";
import { World } from "./world.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "worlds-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const table = fc.constantFrom("aws/vpc", "aws/subnet", "spacelift/stack");
const id = fc.constantFrom("a", "b", "c", "d");

/** Values as JSON gives them back, which knows no negative zero. */
const value = fc.jsonValue().map((made): unknown => JSON.parse(JSON.stringify(made)));

/** One thing done to a world. */
type Step = (world: World) => void;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(table, id, value).map(
      ([name, key, value]): Step =>
        (world) => {
          world.table(name).put(key, { value });
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(table, id).map(
      ([name, key]): Step =>
        (world) =>
          void world.table(name).delete(key),
    ),
  },
  fc.nat({ max: 1_000_000_000 }).map(
    (seconds): Step =>
      (world) =>
        world.advanceTo(new Date(1_764_000_000_000 + seconds)),
  ),
  id.map(
    (kind): Step =>
      (world) =>
        void world.ids.hex(8, kind, {}),
  ),
  id.map(
    (seed): Step =>
      (world) =>
        world.planFaults(drawFaults(seed, ["ec2:CreateVpc"], 2)),
  ),
);

/** What happens after a commit: the process goes on, ends, or is killed. */
const ending = fc.constantFrom("go on", "close", "kill");

const runs = { seed: 7, numRuns: 200 };

test("a world that is loaded again is the world in memory, whatever was done and however its process ended", () => {
  let count = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(step, { maxLength: 6 }), ending), { maxLength: 8 }), (life) => {
      count += 1;
      let folder = join(home, `world-${count}`);
      const memory = World.inMemory();
      let stored = openWorld(folder);
      for (const [index, [steps, how]] of life.entries()) {
        const actor = { stack: `stack-${index % 3}`, run: `run-${index}` };
        for (const world of [memory, stored.world]) {
          for (const each of steps) each(world);
          // A change of the clock alone is kept with the next commit.
          world.table("mark").put("last", { index });
          world.commit(actor);
        }
        if (how === "close") {
          stored.close();
          stored = openWorld(folder);
        } else if (how === "kill") {
          const copy = `${folder}-${index}`;
          cpSync(folder, copy, { recursive: true });
          stored.close();
          folder = copy;
          stored = openWorld(folder);
        }
      }
      expect(stored.world.snapshot()).toEqual(memory.snapshot());
      expect(readWorld(folder, "").snapshot).toEqual(memory.snapshot());
      stored.close();
    }),
    runs,
  );
});

/** A closed world with some commits after its snapshot. */
function worldWithCommits(): string {
  const folder = join(home, "whole");
  const { world } = openWorld(folder);
  for (let index = 0; index < 4; index += 1) {
    world.table("aws/vpc").put(`vpc-${index}`, { cidr: `10.${index}.0.0/16`, name: "ü" });
    world.commit({ stack: "s", run: "r" });
  }
  return folder;
}

/** The folder under another name, as another process would find it after this one was killed. */
function copyOf(folder: string, name: string): string {
  const copy = join(home, name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  return copy;
}

test("changes that are cut short anywhere are those of the commits before", () => {
  const folder = worldWithCommits();
  const whole = readFileSync(join(folder, "changes.ndjson"));
  const lines = whole.toString("utf8").split("\n");
  fc.assert(
    fc.property(fc.nat({ max: whole.length }), (length) => {
      const copy = copyOf(folder, "cut");
      truncateSync(join(copy, "changes.ndjson"), length);
      const complete = whole.subarray(0, length).toString("utf8").split("\n").length - 1;
      const opened = openWorld(copy);
      expect(opened.world.table("aws/vpc").size).toBe(complete);
      opened.world.table("aws/vpc").put("vpc-new", {});
      opened.world.commit({ stack: "s", run: "r" });
      opened.close();
      expect(readWorld(copy, "").snapshot.tables["aws/vpc"]).toHaveLength(complete + 1);
    }),
    runs,
  );
  expect(lines).toHaveLength(5);
});

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (!(error instanceof EksStackError)) throw error;
    return error.problems[0]?.code;
  }
}

test("a snapshot that is cut short anywhere is a coded error with the way out, and stays as it is", () => {
  const folder = join(home, "closed");
  const stored = openWorld(folder);
  stored.world.table("aws/vpc").put("vpc-1", { cidr: "10.0.0.0/16" });
  stored.world.planFaults(drawFaults("a", ["ec2:CreateVpc"], 1));
  stored.world.commit({ stack: "s", run: "r" });
  stored.close();
  const whole = readFileSync(join(folder, "world.json"), "utf8");
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), (length) => {
      writeFileSync(join(folder, "world.json"), whole.slice(0, length));
      expect(codeOf(() => openWorld(folder))).toBe("ES0503");
      expect(readFileSync(join(folder, "world.json"), "utf8")).toBe(whole.slice(0, length));
    }),
    runs,
  );
  writeFileSync(join(folder, "world.json"), whole);
  expect(codeOf(() => openWorld(folder).close())).toBeUndefined();
});

test("whatever stands in a world's files by somebody's hand is read or is a coded error, never a crash", () => {
  const folder = worldWithCommits();
  fc.assert(
    fc.property(fc.constantFrom("world.json", "changes.ndjson"), fc.jsonValue(), (file, value) => {
      const copy = copyOf(folder, "edited");
      if (file === "world.json") writeFileSync(join(copy, file), JSON.stringify(value));
      else appendFileSync(join(copy, file), `${JSON.stringify(value)}\n`);
      expect(["ES0502", "ES0503"]).toContain(codeOf(() => openWorld(copy)));
    }),
    runs,
  );
});
