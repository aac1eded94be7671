import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EksStackError, type Problem } from "../../errors.ts";
import { openWorld, readWorld } from "./storage.ts";

const actor = { stack: "development", run: "run-1" };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "world-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function problemOf(action: () => unknown): Problem | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (!(error instanceof EksStackError)) throw error;
    return error.problems[0];
  }
}

function codeOf(action: () => unknown): string | undefined {
  return problemOf(action)?.code;
}

function copyWithoutClosing(): string {
  const copy = mkdtempSync(join(tmpdir(), "world-"));
  for (const name of ["changes.ndjson", "world.json"])
    writeFileSync(join(copy, name), readFileSync(join(folder, name)));
  return copy;
}

test("a closed world comes back with its records, clock and identifiers", () => {
  const first = openWorld(folder);
  first.world.table("aws/vpc").put("vpc-1", { cidr: "10.0.0.0/16" });
  first.world.commit(actor);
  first.world.advanceTo(new Date("2027-01-01T00:00:00Z"));
  const drawn = first.world.ids.hex(8, "vpc", {});
  first.close();

  const second = openWorld(folder);
  expect(second.world.table("aws/vpc").get("vpc-1")).toEqual({ cidr: "10.0.0.0/16" });
  expect(second.world.now.toISOString()).toBe("2027-01-01T00:00:00.000Z");
  expect(second.world.ids.hex(8, "vpc", {})).not.toBe(drawn);
  second.close();
});

test("a killed process loses no committed change", () => {
  const { world } = openWorld(folder);
  world.table("aws/vpc").put("vpc-1", { cidr: "10.0.0.0/16" });
  world.table("aws/vpc").put("vpc-2", { cidr: "10.1.0.0/16" });
  world.commit(actor);
  world.table("aws/vpc").delete("vpc-2");
  world.commit(actor);

  const reopened = openWorld(copyWithoutClosing());
  expect([...reopened.world.table("aws/vpc").keys()]).toEqual(["vpc-1"]);
  expect(reopened.world.ledger()).toMatchObject([{ id: "vpc-1", origin: { stack: "development" } }]);
});

test("a commit cut short by a kill never happened", () => {
  const { world } = openWorld(folder);
  world.table("aws/vpc").put("vpc-1", { cidr: "10.0.0.0/16" });
  world.commit(actor);
  const copy = copyWithoutClosing();
  appendFileSync(join(copy, "changes.ndjson"), '{"sequence":2,"changes":[{"table":"aws/v');

  const reopened = openWorld(copy);
  expect(reopened.world.table("aws/vpc").size).toBe(1);
  reopened.world.table("aws/vpc").put("vpc-3", { cidr: "10.3.0.0/16" });
  reopened.world.commit(actor);
  reopened.close();
  expect([...openWorld(copy).world.table("aws/vpc").keys()]).toEqual(["vpc-1", "vpc-3"]);
});

test("a damaged line in the middle names the file and the line", () => {
  writeFileSync(join(folder, "changes.ndjson"), 'garbage\n{"sequence":2}\n');
  expect(codeOf(() => openWorld(folder))).toBe("ES0503");
});

test("a world of another format is refused and stays as it is", () => {
  writeFileSync(join(folder, "world.json"), '{"format":99}');
  expect(codeOf(() => openWorld(folder))).toBe("ES0502");
  expect(readFileSync(join(folder, "world.json"), "utf8")).toBe('{"format":99}');
});

test("a second opener of the same world is told who holds it", () => {
  const first = openWorld(folder);
  expect(codeOf(() => openWorld(folder))).toBe("ES0501");
  first.close();
  openWorld(folder).close();
});

test("the lock of a process that is gone is taken over", () => {
  writeFileSync(join(folder, "lock"), "999999999\n");
  expect(() => openWorld(folder).close()).not.toThrow();
});

test("a folder that cannot be made is a coded error", () => {
  writeFileSync(join(folder, "file"), "");
  expect(codeOf(() => openWorld(join(folder, "file", "world")))).toBe("ES0504");
});

test("looking at a file where the folder of a world should be is a coded error, not an empty world", () => {
  writeFileSync(join(folder, "file"), "");
  expect(codeOf(() => readWorld(join(folder, "file"), "seed"))).toBe("ES0504");
});

test("looking where no folder is yet finds an empty world", () => {
  expect(readWorld(join(folder, "none", "world"), "seed").isStored).toBe(false);
});

test("a lock that another process left under an id that has a new owner since is taken over", () => {
  // The parent of this process is alive, but it did not start at the first tick of the machine.
  writeFileSync(join(folder, "lock"), `${process.ppid} 1\n`);
  if (process.platform === "linux") expect(codeOf(() => openWorld(folder).close())).toBeUndefined();
  else expect(codeOf(() => openWorld(folder))).toBe("ES0501");
});

test("a lock under this process's own id that it did not take is taken over", () => {
  writeFileSync(join(folder, "lock"), `${process.pid}\n`);
  expect(codeOf(() => openWorld(folder).close())).toBeUndefined();
});

test("the lock of a living process is respected", () => {
  writeFileSync(join(folder, "lock"), `${process.ppid}\n`);
  expect(codeOf(() => openWorld(folder))).toBe("ES0501");
});

test("a world that was killed before it was ever closed keeps its seed", () => {
  const { world } = openWorld(folder, "first");
  world.table("aws/vpc").put("vpc-1", {});
  world.commit(actor);
  expect(openWorld(copyWithoutClosing(), "second").world.seed).toBe("first");
});

test("a commit that is missing between two others names the line where it should be", () => {
  const { world } = openWorld(folder);
  for (const id of ["a", "b", "c"]) {
    world.table("aws/vpc").put(id, {});
    world.commit(actor);
  }
  const copy = copyWithoutClosing();
  const [first, , third] = readFileSync(join(copy, "changes.ndjson"), "utf8").split("\n");
  writeFileSync(join(copy, "changes.ndjson"), `${first}\n${third}\n`);
  const error = problemOf(() => openWorld(copy));
  expect(error).toMatchObject({ code: "ES0503", file: `${join(copy, "changes.ndjson")}:2` });
  expect(error?.problem).toContain("commit 3 stands where commit 2 should");
});

test("calls that changed something are in the journal as soon as the change is", () => {
  const { world } = openWorld(folder);
  world.record({ time: "t", actor, principal: "p", action: "ec2:CreateVpc", resources: ["*"], request: {} });
  world.table("aws/vpc").put("vpc-1", {});
  world.commit(actor);
  expect(readFileSync(join(folder, "journal.ndjson"), "utf8")).toContain("ec2:CreateVpc");
});

test("a file of the world that is a folder is a coded error", () => {
  mkdirSync(join(folder, "world.json"));
  expect(codeOf(() => openWorld(folder))).toBe("ES0504");
});

test("identifiers that were drawn and nothing else are not drawn again by the next process", () => {
  const first = openWorld(folder);
  const drawn = first.world.ids.hex(8, "random", {});
  first.world.commit(actor);
  expect(openWorld(copyWithoutClosing()).world.ids.hex(8, "random", {})).not.toBe(drawn);
});

const linesOnDisk = (): number => readFileSync(join(folder, "changes.ndjson"), "utf8").split("\n").length - 1;

test("commits of one operation are on disk together when it ends, and not before", () => {
  const { world, close } = openWorld(folder);
  const before = linesOnDisk();
  world.atomically(() => {
    world.table("aws/cluster").put("dpe", {});
    world.commit(actor);
    world.table("aws/interface").put("eni-1", {});
    world.commit({ stack: "onboarding", run: "run-1" });
    expect(linesOnDisk()).toBe(before);
  });
  expect(linesOnDisk()).toBe(before + 1);
  expect(world.ledger().map(({ id }) => id)).toEqual(["dpe"]);
  close();
});

test("what an operation did before it failed is kept too", () => {
  const { world, close } = openWorld(folder);
  const failing = () =>
    world.atomically(() => {
      world.table("aws/vpc").put("vpc-1", {});
      world.commit(actor);
      throw new RangeError("refused");
    });
  expect(failing).toThrow("refused");
  close();
  expect(openWorld(folder).world.table("aws/vpc").has("vpc-1")).toBe(true);
});

test("a world whose snapshot was taken away from its states is refused", () => {
  mkdirSync(join(folder, "states"));
  expect(codeOf(() => openWorld(folder))).toBe("ES0503");
});
