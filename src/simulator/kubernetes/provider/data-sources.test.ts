import { expect, test } from "vitest";
import { providerCluster } from "../../testing/provider-cluster.ts";
import { openDynamic } from "./dynamic.ts";
import { named, providerOn } from "./testing/provider.ts";

test("a secret is looked up with its values as text", () => {
  const provider = providerOn(providerCluster());
  provider.create("kubernetes_secret_v1", { ...named("login"), data: { password: "swordfish" } });
  expect(provider.data("kubernetes_secret_v1", named("login"))).toMatchObject({
    data: { password: "swordfish" },
    type: "Opaque",
  });
  expect(provider.data("kubernetes_secret", named("login")).id).toBe("team/login");
});

test("a config map, a namespace and a storage class are looked up", () => {
  const provider = providerOn(providerCluster());
  provider.create("kubernetes_config_map_v1", { ...named("settings"), data: { a: "1" } });
  expect(provider.data("kubernetes_config_map_v1", named("settings"))).toMatchObject({ data: { a: "1" } });
  expect(provider.data("kubernetes_namespace_v1", { metadata: [{ name: "team" }] })).toMatchObject({
    id: "team",
    spec: [{ finalizers: ["kubernetes"] }],
  });
  expect(provider.data("kubernetes_storage_class_v1", { metadata: [{ name: "gp2" }] })).toMatchObject({
    storage_provisioner: "kubernetes.io/aws-ebs",
    volume_binding_mode: "WaitForFirstConsumer",
  });
});

test("a service is looked up with its addresses", () => {
  const provider = providerOn(providerCluster());
  provider.create("kubernetes_service_v1", {
    ...named("web"),
    spec: [{ selector: { app: "web" }, port: [{ port: 80 }] }],
  });
  expect(provider.data("kubernetes_service_v1", named("web"))).toMatchObject({
    spec: [{ type: "ClusterIP", selector: { app: "web" }, port: [{ port: 80 }] }],
  });
});

test("what is not there is an error", () => {
  expect(() => providerOn(providerCluster()).data("kubernetes_secret_v1", named("missing"))).toThrow(
    'secrets "missing" not found',
  );
});

test("all namespaces are listed", () => {
  const { namespaces } = providerOn(providerCluster()).data("kubernetes_all_namespaces", {});
  expect(namespaces).toEqual(["default", "kube-node-lease", "kube-public", "kube-system", "team"]);
});

test("any object is looked up, and any objects by their labels", () => {
  const provider = providerOn(providerCluster());
  provider.create("kubernetes_config_map_v1", {
    metadata: [{ name: "settings", namespace: "team", labels: { app: "web" } }],
    data: { a: "1" },
  });
  const asked = { api_version: "v1", kind: "ConfigMap" };
  expect(openDynamic(provider.data("kubernetes_resource", { ...asked, ...named("settings") }).object)).toMatchObject({
    data: { a: "1" },
  });
  const found = openDynamic(
    provider.data("kubernetes_resources", { ...asked, namespace: "team", label_selector: "app=web" }).objects,
  );
  expect(found).toMatchObject([{ metadata: { name: "settings" } }]);
});

test("the version of the server is that of the cluster", () => {
  expect(providerOn(providerCluster()).data("kubernetes_server_version", {})).toMatchObject({
    major: "1",
    minor: "35",
    version: "1.35.0",
  });
});
