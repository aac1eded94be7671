import { expect, test } from "vitest";
import { World } from "../../simulator/world/world.ts";
import { emitter, type PipelineEvent } from "../events.ts";
import { parseState } from "../state.ts";
import { type ManagedObject, managedObjects, removeUnrecorded, unrecordedObjects } from "./recovery.ts";

const object = (id: string): ManagedObject => ({ type: "aws_vpc", id, values: { id }, place: null });

function recovered(
  objects: readonly ManagedObject[],
  remove: (id: string) => string | null,
): PipelineEvent | undefined {
  const events: PipelineEvent[] = [];
  const emit = emitter(
    (event) => void events.push(event),
    () => new Date(0),
  );
  removeUnrecorded({ emit }, "network", objects, { remove: ({ id }) => remove(id) });
  return events[0];
}

test("what the state holds is recorded; what a provider made beside it is not", () => {
  const world = World.inMemory();
  for (const id of ["vpc-1", "vpc-2"]) managedObjects(world, "network").put(`aws_vpc ${id}`, object(id));
  const state = parseState({
    resources: [{ mode: "managed", type: "aws_vpc", name: "vpc", instances: [{ attributes: { id: "vpc-1" } }] }],
  });
  expect(unrecordedObjects(world, "network", state).map(({ id }) => id)).toEqual(["vpc-2"]);
});

test("objects that need each other are removed in rounds", () => {
  const left = new Set(["vpc-1", "subnet-1"]);
  const remove = (id: string): string | null => {
    if (id === "vpc-1" && left.has("subnet-1")) return "DependencyViolation";
    left.delete(id);
    return null;
  };
  expect(recovered([object("vpc-1"), object("subnet-1")], remove)).toMatchObject({
    removed: ["aws_vpc subnet-1", "aws_vpc vpc-1"],
    kept: [],
  });
});

test("what was made last is removed first, since it may need what was made before it", () => {
  const asked: string[] = [];
  recovered([object("vpc-1"), object("subnet-1"), object("instance-1")], (id) => {
    asked.push(id);
    return null;
  });
  expect(asked).toEqual(["instance-1", "subnet-1", "vpc-1"]);
});

test("what cannot be removed is told with the reason", () => {
  expect(recovered([object("vpc-1")], () => "UnauthorizedOperation")).toMatchObject({
    removed: [],
    kept: [{ object: "aws_vpc vpc-1", reason: "UnauthorizedOperation" }],
  });
});
