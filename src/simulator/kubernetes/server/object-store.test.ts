import { expect, test } from "vitest";
import { World } from "../../world/world.ts";
import { clusterTables } from "../cluster.ts";
import type { KubernetesObject } from "../object.ts";
import { ObjectStore, storeOf } from "./object-store.ts";

test("objects stand in the order of their namespaces and names, whatever the order in which they were written", () => {
  const store = new ObjectStore(World.inMemory(), "test/");
  for (const name of ["c", "a", "b"]) store.put("/ConfigMap", object(name));
  store.put("/ConfigMap", object("d", "another"));
  expect(names(store)).toEqual(["d", "a", "b", "c"]);
  store.remove("/ConfigMap", object("a"));
  store.put("/ConfigMap", object("b"));
  expect(names(store)).toEqual(["d", "b", "c"]);
});

test("a list that somebody reads does not change under him", () => {
  const store = new ObjectStore(World.inMemory(), "test/");
  store.put("/ConfigMap", object("a"));
  const before = store.list("/ConfigMap");
  store.put("/ConfigMap", object("b"));
  expect(before).toHaveLength(1);
  expect(store.list("/ConfigMap")).toHaveLength(2);
});

test("the same list is given until an object of the kind is written", () => {
  const store = new ObjectStore(World.inMemory(), "test/");
  store.put("/ConfigMap", object("a"));
  const before = store.list("/ConfigMap");
  store.put("/Secret", { ...object("a"), kind: "Secret" });
  expect(store.list("/ConfigMap")).toBe(before);
});

test("a store reads what another process left in the records, and goes on with its versions", () => {
  const world = World.inMemory();
  const first = new ObjectStore(world, "test/");
  first.put("/Secret", { ...object("a"), kind: "Secret", data: { key: "dmFsdWU=" } });
  const second = new ObjectStore(new World(world.snapshot()), "test/");
  expect(second.find("/Secret", "default", "a")?.data).toEqual({ key: "dmFsdWU=" });
  expect(Number(second.nextVersion())).toBeGreaterThan(7);
});

test("what a secret holds is sealed in the records", () => {
  const world = World.inMemory();
  const store = new ObjectStore(world, "test/");
  const data = { password: "b3BlbiBzZXNhbWU=" };
  store.put("/Secret", { ...object("a"), kind: "Secret", data });
  expect(store.list("/Secret")[0]?.data).toEqual(data);
  expect(JSON.stringify(world.snapshot())).not.toContain(data.password);
});

test("everybody who works on a cluster shares its store, and a cluster that was forgotten has nothing", () => {
  const world = World.inMemory();
  const place = clusterTables({ account: "1", region: "us-east-1", name: "test" });
  const store = storeOf(world, place);
  expect(storeOf(world, place)).toBe(store);
  store.put("/ConfigMap", object("a"));
  const version = store.version("/ConfigMap");
  store.table("/ConfigMap").delete("default/a");
  store.forget();
  expect(store.list("/ConfigMap")).toEqual([]);
  expect(store.version("/ConfigMap")).toBeGreaterThan(version);
});

function object(name: string, namespace = "default"): KubernetesObject {
  const creationTimestamp = "2026-11-24T08:00:00.000Z";
  const metadata = {
    name,
    namespace,
    uid: `${namespace}/${name}`,
    resourceVersion: "7",
    generation: 1,
    creationTimestamp,
  };
  return { apiVersion: "v1", kind: "ConfigMap", metadata };
}

function names(store: ObjectStore): readonly string[] {
  return store.list("/ConfigMap").map(({ metadata }) => metadata.name);
}
