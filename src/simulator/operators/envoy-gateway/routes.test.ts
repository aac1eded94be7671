import { describe, expect, test } from "vitest";
import { objectsAt } from "../../kubernetes/fields.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { objectIn } from "../testing/operator-cluster.ts";
import { kinds } from "./kinds.ts";
import { backend, home, listeners, route, withGateway } from "./testing/gateway.ts";

describe("a route", () => {
  const backendRefs = [{ name: "collector", namespace: "signoz", port: 4318 }];

  test("is accepted by the listeners that it fits, which count it", () => {
    const world = withGateway({}, { certificate: true });
    world.api.create(backend("collector", home));
    world.api.create(route("telemetry", { rules: [{ backendRefs: [{ name: "collector", port: 4318 }] }] }));
    world.run(5);
    expect(parentConditions(world, "telemetry")).toMatchObject([
      { type: "Accepted", status: "True" },
      { type: "ResolvedRefs", status: "True" },
    ]);
    const counts = objectsAt(objectIn(world, kinds.gateway, "eg", home).status, "listeners");
    expect(counts.map(({ attachedRoutes }) => attachedRoutes)).toEqual([1, 1]);
  });

  test.each([
    ["a section that does not exist", { parentRefs: [{ name: "eg", sectionName: "ftp" }] }, "NoMatchingParent"],
    [
      "another host than the listener's",
      { parentRefs: [{ name: "eg", sectionName: "https" }], hostnames: ["a.example.org"] },
      "NoMatchingListenerHostname",
    ],
  ])("for %s is not accepted", (_what, spec, reason) => {
    const world = withGateway({}, { certificate: true });
    world.api.create(route("lost", spec));
    world.run(5);
    expect(parentConditions(world, "lost")[0]).toMatchObject({ type: "Accepted", status: "False", reason });
  });

  test("from another namespace is accepted only where the listener says so", () => {
    const world = withGateway();
    world.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "signoz" } });
    world.api.create(route("foreign", {}, "signoz"));
    world.run(5);
    expect(parentConditions(world, "foreign", "signoz")[0]).toMatchObject({ reason: "NotAllowedByListeners" });
    const open = listeners.map((listener) => ({ ...listener, allowedRoutes: { namespaces: { from: "All" } } }));
    world.api.patch(objectIn(world, kinds.gateway, "eg", home), { spec: { listeners: open } });
    world.run(5);
    expect(parentConditions(world, "foreign", "signoz")[0]).toMatchObject({ status: "True" });
  });

  test("from namespaces that a selector takes is accepted, by labels and by expressions", () => {
    const world = withGateway();
    const purpose = { key: "purpose", operator: "In", values: ["telemetry"] };
    for (const [name, labels] of Object.entries({ signoz: { purpose: "telemetry" }, airflow: { purpose: "work" } })) {
      world.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
      world.api.create(route("foreign", {}, name));
    }
    for (const selector of [{ matchLabels: { purpose: "telemetry" } }, { matchExpressions: [purpose] }]) {
      const allowedRoutes = { namespaces: { from: "Selector", selector } };
      const chosen = listeners.map((listener) => ({ ...listener, allowedRoutes }));
      world.api.patch(objectIn(world, kinds.gateway, "eg", home), { spec: { listeners: chosen } });
      world.run(5);
      expect(parentConditions(world, "foreign", "signoz")[0]).toMatchObject({ status: "True" });
      expect(parentConditions(world, "foreign", "airflow")[0]).toMatchObject({ reason: "NotAllowedByListeners" });
    }
  });

  test("to another namespace needs a grant that lies there", () => {
    const world = withGateway();
    world.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "signoz" } });
    world.api.create(backend("collector", "signoz"));
    world.api.create(route("telemetry", { rules: [{ backendRefs }] }));
    world.run(5);
    expect(parentConditions(world, "telemetry")[1]).toMatchObject({ status: "False", reason: "RefNotPermitted" });
    world.api.create(grant("signoz"));
    world.run(5);
    expect(parentConditions(world, "telemetry")[1]).toMatchObject({ status: "True" });
  });

  test("to a Service or port that is not there says so", () => {
    const world = withGateway();
    world.api.create(route("telemetry", { rules: [{ backendRefs: [{ name: "collector", port: 4318 }] }] }));
    world.run(5);
    expect(parentConditions(world, "telemetry")[1]).toMatchObject({
      reason: "BackendNotFound",
      message: "Service envoy-gateway/collector not found",
    });
    world.api.create(backend("collector", home, 4317));
    world.run(5);
    expect(parentConditions(world, "telemetry")[1]).toMatchObject({ reason: "PortNotFound" });
  });
});

function parentConditions(world: TestCluster, name: string, namespace = home): readonly JsonObject[] {
  return objectsAt(objectsAt(objectIn(world, kinds.httpRoute, name, namespace).status, "parents")[0], "conditions");
}

function grant(namespace: string) {
  return {
    apiVersion: "gateway.networking.k8s.io/v1beta1",
    kind: "ReferenceGrant",
    metadata: { name: "allow-access-to-service", namespace },
    spec: {
      from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: home }],
      to: [{ group: "", kind: "Service", name: "collector" }],
    },
  };
}
