import { expect, test } from "vitest";
import { TestProvider } from "../testing/provider.ts";
import { World } from "../world/world.ts";
import { nullProvider } from "./provider.ts";

function provider() {
  const world = World.inMemory();
  const service = nullProvider(world, { stack: "test", run: "test" });
  return new TestProvider(world, service, service.configure({}, {}));
}

test("each null_resource has an integer of its own", () => {
  const nothing = provider();
  const [first, second] = [nothing.create("null_resource", {}), nothing.create("null_resource", {})];
  expect(first.id).toMatch(/^\d+$/);
  expect(second.id).not.toBe(first.id);
});

test("a null_resource is replaced when its triggers change, and only then", () => {
  const nothing = provider();
  const state = nothing.create("null_resource", { triggers: { a: "1" } });
  expect(nothing.plan("null_resource", state, { triggers: { a: "1" } }).action).toBe("none");
  expect(nothing.plan("null_resource", state, { triggers: { a: "2" } }).action).toBe("replace");
});

test("null_data_source hands its inputs on", () => {
  expect(provider().data("null_data_source", { inputs: { a: "b" } })).toMatchObject({
    id: "static",
    outputs: { a: "b" },
    has_computed_default: "default",
  });
});
