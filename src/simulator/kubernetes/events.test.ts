import { expect, test } from "vitest";
import { eventsOf, recordEvent } from "./events.ts";
import { testCluster } from "./testing/cluster.ts";
import { configMap } from "./testing/manifests.ts";

const failed = { type: "Warning", reason: "Failed", message: "it did not work" } as const;

test("an event tells of an object, in its namespace, with its source", () => {
  const { api } = testCluster();
  const object = api.create(configMap("a"));
  recordEvent({ api }, object, failed);
  expect(eventsOf(api, object)).toMatchObject([
    {
      ...failed,
      metadata: { namespace: "default" },
      involvedObject: { kind: "ConfigMap", name: "a", uid: object.metadata.uid },
      count: 1,
      source: { component: "test" },
    },
  ]);
});

test("an event that is repeated later is counted instead of kept twice", () => {
  const { api, cluster } = testCluster();
  const object = api.create(configMap("a"));
  recordEvent({ api }, object, failed);
  cluster.advanceTo(new Date(cluster.now.getTime() + 10_000));
  recordEvent({ api }, object, failed);
  recordEvent({ api }, object, { ...failed, reason: "Other" });
  expect(eventsOf(api, object).map(({ reason, count }) => [reason, count])).toEqual([
    ["Failed", 2],
    ["Other", 1],
  ]);
});

test("repeating an event at the same moment writes nothing, so that nobody is woken by it again and again", () => {
  const { api, cluster } = testCluster();
  const object = api.create(configMap("a"));
  recordEvent({ api }, object, failed);
  const version = cluster.version("/Event");
  recordEvent({ api }, object, failed);
  expect(cluster.version("/Event")).toBe(version);
});

test("events wake nobody who watches everything", () => {
  const { api, cluster } = testCluster();
  const object = api.create(configMap("a"));
  const version = cluster.version("*");
  recordEvent({ api }, object, failed);
  expect(cluster.version("*")).toBe(version);
});

test("events are gone after an hour", () => {
  const { api, cluster } = testCluster();
  const object = api.create(configMap("a"));
  recordEvent({ api }, object, failed);
  cluster.advanceTo(new Date(cluster.now.getTime() + 3_700_000));
  recordEvent({ api }, object, { ...failed, reason: "Later" });
  expect(eventsOf(api, object).map(({ reason }) => reason)).toEqual(["Later"]);
});

test("nothing is told in a namespace that is going", () => {
  const { api } = testCluster({ namespaces: ["app"] });
  const object = api.create(configMap("a", { namespace: "app" }));
  api.delete({ apiVersion: "v1", kind: "Namespace", metadata: { ...object.metadata, name: "app" } });
  recordEvent({ api }, object, failed);
  expect(eventsOf(api, object)).toEqual([]);
});
