import { describe, expect, test } from "vitest";
import { objectsAt } from "../../kubernetes/fields.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { objectIn } from "../testing/operator-cluster.ts";
import { kinds } from "./kinds.ts";
import { home, withGateway } from "./testing/gateway.ts";

describe("a policy", () => {
  test("for a Gateway is accepted", () => {
    const world = withGateway();
    world.api.create(clientPolicy("first"));
    world.run(5);
    expect(policyConditions(world, "first")[0]).toMatchObject({ type: "Accepted", status: "True" });
  });

  test("that is newer than another for the same Gateway is in conflict with it", () => {
    const world = withGateway();
    world.api.create(clientPolicy("first"));
    world.run(5);
    world.api.create(clientPolicy("another"));
    world.run(5);
    expect(policyConditions(world, "another")[0]).toMatchObject({ status: "False", reason: "Conflicted" });
    expect(policyConditions(world, "first")[0]).toMatchObject({ status: "True" });
  });

  test("for something that is not there says so", () => {
    const world = withGateway();
    world.api.create(
      clientPolicy("lost", { targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "other" }] }),
    );
    world.run(5);
    expect(policyConditions(world, "lost")[0]).toMatchObject({ reason: "TargetNotFound" });
  });

  test("in an old form works, and newer controllers warn of it", () => {
    const world = withGateway();
    const targetRef = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "eg" };
    world.api.create(clientPolicy("old", { targetRefs: undefined, targetRef, enableProxyProtocol: true }));
    world.run(5);
    expect(policyConditions(world, "old")).toMatchObject([
      { type: "Accepted", status: "True" },
      { type: "Warning", reason: "DeprecatedField" },
    ]);
  });
});

function policyConditions(world: TestCluster, name: string): readonly JsonObject[] {
  return objectsAt(objectsAt(objectIn(world, kinds.clientPolicy, name, home).status, "ancestors")[0], "conditions");
}

function clientPolicy(name: string, spec: JsonObject = {}) {
  const targetRefs = [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "eg" }];
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "ClientTrafficPolicy",
    metadata: { name, namespace: home },
    spec: { targetRefs, tls: { minVersion: "1.3" }, ...spec },
  };
}
