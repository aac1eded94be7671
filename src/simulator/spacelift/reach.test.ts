import fc from "fast-check";
import { expect, test } from "vitest";
import { byId, spaceRecord } from "../testing/account-records.ts";
import { isReachable, reachableSpaces, spaceLine } from "./reach.ts";

const spaces = byId(
  spaceRecord("root", { parentSpaceId: null }),
  spaceRecord("team"),
  spaceRecord("project", { parentSpaceId: "team" }),
  spaceRecord("island", { parentSpaceId: "team", inheritEntities: false }),
  spaceRecord("beach", { parentSpaceId: "island" }),
);

test("a line leads from a space up to the root", () => {
  expect(spaceLine(spaces, "beach").map(({ id }) => id)).toEqual(["beach", "island", "team", "root"]);
  expect(spaceLine(spaces, "nowhere")).toEqual([]);
});

test("a space reaches up to the first link that does not inherit", () => {
  expect(reachableSpaces(spaces, "project")).toEqual(["project", "team", "root"]);
  expect(reachableSpaces(spaces, "beach")).toEqual(["beach", "island"]);
});

test("nothing is reached downward or sideways", () => {
  expect(isReachable(spaces, "team", "project")).toBe(false);
  expect(isReachable(spaces, "project", "island")).toBe(false);
});

test("what a space reaches begins its line, and reach is passed on", () => {
  const links = fc.array(fc.record({ parent: fc.nat(), inherits: fc.boolean() }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(links, (tree) => {
      const rows = tree.map(({ parent, inherits }, index) =>
        spaceRecord(`s${index + 1}`, { parentSpaceId: `s${parent % (index + 1)}`, inheritEntities: inherits }),
      );
      const all = byId(spaceRecord("s0", { parentSpaceId: null }), ...rows);
      for (const id of all.keys()) {
        const reached = reachableSpaces(all, id);
        expect(
          spaceLine(all, id)
            .map((space) => space.id)
            .slice(0, reached.length),
        ).toEqual(reached);
        for (const other of reached) {
          for (const further of reachableSpaces(all, other)) expect(reached).toContain(further);
        }
      }
    }),
  );
});
