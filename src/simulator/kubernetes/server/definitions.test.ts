import { expect, test } from "vitest";
import { conditionOf, type KubernetesObject, type Manifest } from "../object.ts";
import { type TestCluster, testCluster } from "../testing/cluster.ts";
import { definition } from "../testing/manifests.ts";
import { refusalOf } from "./kubernetes-error.ts";

const widgets = definition({ group: "example.com", kind: "Widget", plural: "widgets", versions: ["v1", "v2"] });

test("a definition is established at once, with the version that objects are stored in", () => {
  const { api } = testCluster();
  const made = api.create(widgets);
  expect(conditionOf(made, "NamesAccepted")).toMatchObject({ status: "True", reason: "NoConflicts" });
  expect(conditionOf(made, "Established")).toMatchObject({ status: "True", reason: "InitialNamesAccepted" });
  expect(made.status?.storedVersions).toEqual(["v1"]);
});

test("an object can be read whatever served version it was written in", () => {
  const { api } = testCluster();
  api.create(widgets);
  api.create({ ...widget("a"), apiVersion: "example.com/v2" });
  expect(refusalOf(() => api.create(widget("a")))?.reason).toBe("AlreadyExists");
  expect(api.find("example.com/Widget", "a", "default")).toBeDefined();
});

test("a version that is not served any more is not found", () => {
  const { api } = testCluster();
  const made = api.create(widgets);
  const versions = [
    { name: "v1", served: false, storage: false },
    { name: "v2", served: true, storage: true },
  ];
  const changed = api.patch(made, { spec: { versions } });
  expect(changed.status?.storedVersions).toEqual(["v1", "v2"]);
  expect(refusalOf(() => api.create(widget("a")))?.message).toBe("the server could not find the requested resource");
});

test("a definition whose names are taken is not served until they are free", () => {
  const world = testCluster();
  const first = world.api.create(widgets);
  const clash = definition({ group: "example.com", kind: "Widget", plural: "gadgets" });
  const second = world.api.create({
    ...clash,
    spec: { ...(clash.spec as object), names: { kind: "Widget", plural: "gadgets", singular: "gadget" } },
  });
  expect(conditionOf(second, "NamesAccepted")).toMatchObject({
    status: "False",
    reason: "KindConflict",
    message: '"Widget" is already in use',
  });
  expect(conditionOf(second, "Established")).toMatchObject({ status: "False", reason: "NotAccepted" });
  world.api.delete(first);
  world.run(0);
  expect(conditionOf(found(world, "gadgets.example.com"), "Established")?.status).toBe("True");
});

test("deleting a definition deletes every object of it", () => {
  const world = testCluster({ namespaces: ["app"] });
  const made = world.api.create(widgets);
  world.api.create(widget("a"));
  world.api.create(widget("b", "app"));
  expect(world.api.delete(made)).toBe(false);
  world.run(0);
  expect(world.api.find(definitions, "widgets.example.com")).toBeUndefined();
  expect(world.cluster.kinds()).not.toContain("example.com/Widget");
});

test("an object whose finalizer nobody serves keeps the definition terminating", () => {
  const world = testCluster();
  const made = world.api.create(widgets);
  const held = world.api.create(widget("a", "default", ["example.com/cleanup"]));
  world.api.delete(made);
  expect(world.run(600)).toEqual({ met: true, seconds: 0 });
  expect(conditionOf(found(world, "widgets.example.com"), "Terminating")).toMatchObject({
    status: "True",
    reason: "InstanceDeletionInProgress",
  });
  world.api.setFinalizers(held, []);
  world.run(0);
  expect(world.api.find(definitions, "widgets.example.com")).toBeUndefined();
});

const definitions = "apiextensions.k8s.io/CustomResourceDefinition";

function widget(name: string, namespace = "default", finalizers: readonly string[] = []): Manifest {
  return { apiVersion: "example.com/v1", kind: "Widget", metadata: { name, namespace, finalizers } };
}

function found({ api }: TestCluster, name: string): KubernetesObject {
  const object = api.find(definitions, name);
  if (!object) throw new RangeError(`there is no definition ${name}`);
  return object;
}
