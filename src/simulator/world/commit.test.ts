import { expect, test } from "vitest";
import { type Commit, emptySnapshot, World } from "./world.ts";

const actor = { stack: "test", run: "test" };

test("of a record that changes several times before it is written, only the last state is", () => {
  const { world, commits } = written();
  world.atomically(() => {
    for (const value of [1, 2, 3]) {
      world.table("thing").put("a", { value });
      world.commit(actor);
    }
    world.table("thing").put("b", { value: 1 });
    world.table("thing").delete("b");
    world.commit(actor);
  });
  expect(commits.map(({ changes }) => changes.map(({ id, row }) => [id, row]))).toEqual([
    [
      ["a", { value: 3 }],
      ["b", null],
    ],
  ]);
});

test("a record that went and came again is of who made it last", () => {
  const { world, commits } = written();
  world.table("thing").put("a", { value: 1 });
  world.commit(actor);
  world.atomically(() => {
    world.table("thing").delete("a");
    world.commit(actor);
    world.table("thing").put("a", { value: 2 });
    world.commit({ stack: "other", run: "other" });
  });
  expect(commits.at(-1)?.changes).toMatchObject([
    { id: "a", row: null },
    { id: "a", row: { value: 2 }, origin: { stack: "other" } },
  ]);
});

function written() {
  const commits: Commit[] = [];
  const storage = { commit: (commit: Commit) => void commits.push(commit), journal: () => {} };
  return { world: new World(emptySnapshot("test"), storage), commits };
}
