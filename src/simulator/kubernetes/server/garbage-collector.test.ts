import { expect, test } from "vitest";
import type { KubernetesApi } from "../api.ts";
import { type KubernetesObject, ownedBy } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap } from "../testing/manifests.ts";

test("dependents go after their owner, and theirs after them", () => {
  const { api, run } = withChain();
  const owner = found(api, "owner");
  api.delete(owner);
  expect(names(api)).toEqual(["child", "grandchild"]);
  run();
  expect(names(api)).toEqual([]);
});

test("an owner made again under the same name is another one", () => {
  const { api, run } = withChain();
  api.delete(found(api, "owner"));
  api.create(configMap("owner"));
  run();
  expect(names(api)).toEqual(["owner"]);
});

test("an object with two owners stays while one of them does, without the reference to the other", () => {
  const { api, run } = withChain();
  const second = ownedBy(api.create(configMap("second")), { controller: false });
  api.create(configMap("shared", { ownerReferences: [ownedBy(found(api, "owner")), second] }));
  api.delete(found(api, "owner"));
  run();
  expect(found(api, "shared").metadata.ownerReferences).toEqual([second]);
});

test("an owner in another namespace counts as missing", () => {
  const { api, run } = withChain();
  api.create(configMap("stray", { namespace: "app", ownerReferences: [ownedBy(found(api, "owner"))] }));
  run();
  expect(api.find("/ConfigMap", "stray", "app")).toBeUndefined();
});

test("a foreground deletion lets the owner go after those that block it", () => {
  const { api, run } = withChain();
  api.setFinalizers(found(api, "child"), ["example.com/busy"]);
  expect(api.delete(found(api, "owner"), "Foreground")).toBe(false);
  run();
  expect(names(api)).toEqual(["child", "owner"]);
  api.setFinalizers(found(api, "child"), []);
  run();
  expect(names(api)).toEqual([]);
});

test("orphaned dependents live on without their owner", () => {
  const { api, run } = withChain();
  api.delete(found(api, "owner"), "Orphan");
  run();
  expect(names(api)).toEqual(["child", "grandchild"]);
  expect(found(api, "child").metadata.ownerReferences).toEqual([]);
});

/** A ConfigMap that owns another, which owns a third. */
function withChain(): { readonly api: KubernetesApi; readonly run: () => void } {
  const cluster = testCluster({ namespaces: ["app"] });
  const { api } = cluster;
  const owner = api.create(configMap("owner"));
  const child = api.create(configMap("child", { ownerReferences: [ownedBy(owner)] }));
  api.create(configMap("grandchild", { ownerReferences: [ownedBy(child)] }));
  return { api, run: () => cluster.run(0) };
}

function found(api: KubernetesApi, name: string): KubernetesObject {
  const object = api.find("/ConfigMap", name, "default");
  if (!object) throw new RangeError(`there is no ConfigMap ${name}`);
  return object;
}

function names(api: KubernetesApi): readonly string[] {
  const all = api.list("/ConfigMap", { namespace: "default" }).map(({ metadata }) => metadata.name);
  return all.filter((name) => name !== "kube-root-ca.crt");
}
