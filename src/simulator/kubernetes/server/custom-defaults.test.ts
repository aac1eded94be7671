import { expect, test } from "vitest";
import type { KubernetesObject } from "../object.ts";
import { withCustomDefaults } from "./custom-defaults.ts";

const metadata = { name: "web", namespace: "default", uid: "1", resourceVersion: "1" };

function filledSpec(key: string, spec: KubernetesObject["spec"]): unknown {
  const object = { apiVersion: "example.org/v1", kind: "Any", metadata, spec } as KubernetesObject;
  return withCustomDefaults(key, object).spec;
}

// What kube-apiserver 1.35.3 stored of the same specification.
test("a route says what its references are to, and that it is for every path", () => {
  const spec = { parentRefs: [{ name: "eg" }], rules: [{ backendRefs: [{ name: "web", port: 80 }] }] };
  expect(filledSpec("gateway.networking.k8s.io/HTTPRoute", spec)).toEqual({
    parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "eg" }],
    rules: [
      {
        matches: [{ path: { type: "PathPrefix", value: "/" } }],
        backendRefs: [{ group: "", kind: "Service", name: "web", port: 80, weight: 1 }],
      },
    ],
  });
});

test("what is said stays", () => {
  const listener = { name: "http", allowedRoutes: { namespaces: { from: "All" } } };
  expect(filledSpec("gateway.networking.k8s.io/Gateway", { listeners: [listener] })).toEqual({ listeners: [listener] });
});

test("what a default would stand in is not made", () => {
  expect(filledSpec("cert-manager.io/ClusterIssuer", { acme: { solvers: [{ dns01: {} }] } })).toEqual({
    acme: { solvers: [{ dns01: {} }] },
  });
});
