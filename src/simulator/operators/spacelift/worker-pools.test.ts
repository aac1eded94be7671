import { describe, expect, test } from "vitest";
import { eventsOf } from "../../kubernetes/events.ts";
import { numberAt, textAt } from "../../kubernetes/fields.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { install, objectIn, operatorCluster } from "../testing/operator-cluster.ts";
import { apiVersion, kinds } from "./kinds.ts";

const namespace = "spacelift";

/** A cluster with the controller, and a pool that names a secret. */
function withPool(data: JsonObject | null, values: JsonObject = {}): TestCluster {
  const world = operatorCluster();
  install(world, "spacelift-workerpool-controller", { namespace, values });
  world.run(120);
  if (data) world.api.create({ apiVersion: "v1", kind: "Secret", metadata: { name: "pool", namespace }, data });
  const key = (name: string): JsonObject => ({ secretKeyRef: { name: "pool", key: name } });
  world.api.create({
    apiVersion,
    kind: "WorkerPool",
    metadata: { name: "pool", namespace },
    spec: { poolSize: 2, token: key("token"), privateKey: key("privateKey") },
  });
  world.run(60);
  return world;
}

const whole = { token: "dG9rZW4=", privateKey: "a2V5" };
const pool = (world: TestCluster) => objectIn(world, kinds.pool, "pool", namespace);
const workers = (world: TestCluster) => world.api.list(kinds.worker, { namespace });
const warnings = (world: TestCluster) => eventsOf(world.api, pool(world)).map((event) => textAt(event, "message"));

describe("a worker pool", () => {
  test("gets as many workers as it is to have, without pods that wait", () => {
    const world = withPool(whole);
    expect(workers(world).map(({ metadata }) => metadata.name)).toEqual(["pool-0", "pool-1"]);
    expect(numberAt(pool(world).status, "actualPoolSize", 0)).toBe(2);
    expect(world.api.list("/Pod", { namespace })).toHaveLength(1);
  });

  test("grows and shrinks", () => {
    const world = withPool(whole);
    world.api.patch(pool(world), { spec: { poolSize: 3 } });
    world.run(60);
    expect(workers(world)).toHaveLength(3);
    world.api.patch(pool(world), { spec: { poolSize: 1 } });
    world.run(60);
    expect(workers(world)).toHaveLength(1);
  });

  test("takes its workers along", () => {
    const world = withPool(whole);
    world.api.delete(pool(world));
    world.run(60);
    expect(workers(world)).toEqual([]);
  });

  // Defect 115: the secret was made by hand between two steps.
  test.each([
    ["without its secret", null, 'Secret "pool" not found'],
    ["with half of its credentials", { token: "dG9rZW4=" }, 'key "privateKey" not found in Secret "pool"'],
  ])("has no workers %s, says why, and gets them when the rest is there", (_what, data, says) => {
    const world = withPool(data);
    expect(workers(world)).toEqual([]);
    expect(warnings(world)).toEqual([says]);
    world.api.apply({ apiVersion: "v1", kind: "Secret", metadata: { name: "pool", namespace }, data: whole });
    world.run(60);
    expect(workers(world)).toHaveLength(2);
  });
});
