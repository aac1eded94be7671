import { describe, expect, test } from "vitest";
import { at, objectsAt } from "../../kubernetes/fields.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { conditionIn, install, objectIn, operatorCluster } from "../testing/operator-cluster.ts";
import { infrastructureName } from "./infrastructure-name.ts";
import { kinds } from "./kinds.ts";
import { backend, gateway, gatewayClass, home, listeners, route, tlsSecret } from "./test-gateway.ts";

const proxy = {
  apiVersion: "gateway.envoyproxy.io/v1alpha1",
  kind: "EnvoyProxy",
  metadata: { name: "custom-proxy-config", namespace: home },
  spec: {},
};
const envoy = "envoy-envoy-gateway-eg-f8b463ac";

test("names of an Envoy's objects are those of the real controller", () => {
  expect(infrastructureName("envoy-gateway/eg")).toBe(envoy);
});

describe("a class", () => {
  test("of this controller is accepted", () => {
    const world = running();
    world.api.create(gatewayClass);
    world.run(5);
    expect(conditionIn(world, kinds.class, "eg", "", "Accepted")).toMatchObject({ status: "True", reason: "Accepted" });
  });

  test("is refused while its EnvoyProxy is missing, and accepted when it comes", () => {
    const world = running();
    const parametersRef = {
      group: "gateway.envoyproxy.io",
      kind: "EnvoyProxy",
      name: "custom-proxy-config",
      namespace: home,
    };
    world.api.create({ ...gatewayClass, spec: { ...(gatewayClass.spec as JsonObject), parametersRef } });
    world.run(5);
    expect(conditionIn(world, kinds.class, "eg", "", "Accepted")).toMatchObject({
      status: "False",
      reason: "InvalidParameters",
    });
    world.api.create(proxy);
    world.run(5);
    expect(conditionIn(world, kinds.class, "eg", "", "Accepted")?.status).toBe("True");
  });

  test("of another controller is left alone", () => {
    const world = running();
    world.api.create({ ...gatewayClass, spec: { controllerName: "example.com/other" } });
    world.run(60);
    expect(at(objectIn(world, kinds.class, "eg"), "status.conditions")).toBeUndefined();
  });

  test("stays until no Gateway uses it any more", () => {
    const world = withGateway();
    expect(world.api.delete(objectIn(world, kinds.class, "eg"))).toBe(false);
    world.api.delete(objectIn(world, kinds.gateway, "eg", home));
    world.run(60);
    expect(world.api.find(kinds.class, "eg")).toBeUndefined();
  });
});

describe("a Gateway", () => {
  test("gets an Envoy beside the controller, and the address of its load balancer", () => {
    const world = withGateway({}, { certificate: true });
    const service = objectIn(world, "/Service", envoy, home);
    expect(service.spec).toMatchObject({ type: "LoadBalancer", externalTrafficPolicy: "Local" });
    expect(objectsAt(service.spec, "ports").map(({ port }) => port)).toEqual([80, 443]);
    expect(at(objectIn(world, kinds.gateway, "eg", home), "status.addresses")).toEqual([
      { type: "Hostname", value: `${envoy}.elb.amazonaws.com` },
    ]);
    expect(conditionIn(world, kinds.gateway, "eg", home, "Programmed")).toMatchObject({
      status: "True",
      message: "Address assigned to the Gateway, 1/1 envoy replicas available",
    });
  });

  test("without its certificate serves what needs none, and says what is missing", () => {
    const world = withGateway();
    const [https, http] = objectsAt(objectIn(world, kinds.gateway, "eg", home).status, "listeners");
    expect(https?.conditions).toContainEqual(
      expect.objectContaining({
        type: "ResolvedRefs",
        status: "False",
        reason: "InvalidCertificateRef",
        message: "Secret envoy-gateway/eg-https does not exist.",
      }),
    );
    expect(http?.conditions).toContainEqual(expect.objectContaining({ type: "Programmed", status: "True" }));
    expect(objectsAt(objectIn(world, "/Service", envoy, home).spec, "ports").map(({ port }) => port)).toEqual([80]);
    world.api.create(tlsSecret("eg-https"));
    world.run(60);
    expect(objectsAt(objectIn(world, "/Service", envoy, home).spec, "ports").map(({ port }) => port)).toEqual([
      80, 443,
    ]);
  });

  test("has no address before its load balancer has one", () => {
    const world = running();
    world.api.create(gatewayClass);
    world.api.create(gateway());
    world.run(5);
    expect(conditionIn(world, kinds.gateway, "eg", home, "Programmed")).toMatchObject({
      status: "False",
      reason: "AddressNotAssigned",
    });
  });

  test("with two protocols on one port refuses the second listener", () => {
    const second = { name: "tcp", protocol: "TCP", port: 80 };
    const world = withGateway({ listeners: [...listeners, second] });
    const tcp = objectsAt(objectIn(world, kinds.gateway, "eg", home).status, "listeners")[2];
    expect(tcp?.conditions).toContainEqual(
      expect.objectContaining({ type: "Conflicted", status: "True", reason: "ProtocolConflict" }),
    );
  });

  test("takes its Envoy and load balancer with it while the controller runs", () => {
    const world = withGateway();
    world.api.delete(objectIn(world, kinds.gateway, "eg", home));
    world.run(60);
    expect(world.api.find("/Service", envoy, home)).toBeUndefined();
    expect(world.api.find("apps/Deployment", envoy, home)).toBeUndefined();
  });

  test("leaves its Envoy and load balancer behind when the controller went first", () => {
    const world = withGateway();
    world.api.delete(objectIn(world, "apps/Deployment", "envoy-gateway", home));
    for (const set of world.api.list("apps/ReplicaSet", { namespace: home })) {
      if (set.metadata.name.startsWith("envoy-gateway")) world.api.delete(set);
    }
    for (const pod of world.api.list("/Pod", { namespace: home, labels: { "control-plane": "envoy-gateway" } })) {
      world.api.delete(pod);
    }
    world.run(60);
    world.api.delete(objectIn(world, kinds.gateway, "eg", home));
    world.run(60);
    expect(world.api.find("/Service", envoy, home)).toBeDefined();
  });
});

describe("merged Gateways", () => {
  test("share one Envoy, and the older one keeps a host that both want", () => {
    const world = running();
    const parametersRef = {
      group: "gateway.envoyproxy.io",
      kind: "EnvoyProxy",
      name: "custom-proxy-config",
      namespace: home,
    };
    world.api.create({ ...proxy, spec: { mergeGateways: true } });
    world.api.create({ ...gatewayClass, spec: { ...(gatewayClass.spec as JsonObject), parametersRef } });
    world.api.create(gateway());
    world.run(30);
    const second = gateway({ listeners: [{ name: "http", protocol: "HTTP", port: 80 }] });
    world.api.create({ ...second, metadata: { name: "later", namespace: home } });
    world.run(120);
    const managed = { "app.kubernetes.io/managed-by": "envoy-gateway" };
    const names = world.api.list("/Service", { namespace: home, labels: managed }).map(({ metadata }) => metadata.name);
    expect(names).toEqual([infrastructureName("eg")]);
    expect(conditionIn(world, kinds.gateway, "eg", home, "Programmed")?.status).toBe("True");
    const [http] = objectsAt(objectIn(world, kinds.gateway, "later", home).status, "listeners");
    expect(http?.conditions).toContainEqual(
      expect.objectContaining({ type: "Conflicted", status: "True", reason: "HostnameConflict" }),
    );
  });
});

describe("a class that loses its EnvoyProxy", () => {
  const parametersRef = {
    group: "gateway.envoyproxy.io",
    kind: "EnvoyProxy",
    name: "custom-proxy-config",
    namespace: home,
  };

  test.each([
    ["newest", false],
    ["reference", true],
  ] as const)("of the %s controller: its Envoys stay is %s", (edition, stay) => {
    const world = running(edition);
    world.api.create(proxy);
    world.api.create({ ...gatewayClass, spec: { ...(gatewayClass.spec as JsonObject), parametersRef } });
    world.api.create(gateway());
    world.run(120);
    world.api.delete(objectIn(world, kinds.envoyProxy, "custom-proxy-config", home));
    world.run(60);
    expect(world.api.find("/Service", envoy, home) !== undefined).toBe(stay);
  });
});

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

/** A cluster in which Envoy Gateway runs. */
function running(edition: "reference" | "newest" = "newest"): TestCluster {
  const world = operatorCluster();
  install(world, "gateway-helm", { namespace: home, edition });
  world.run(120);
  return world;
}

/** … with the class and the Gateway `eg`. */
function withGateway(spec: JsonObject = {}, { certificate = false } = {}): TestCluster {
  const world = running();
  world.api.create(gatewayClass);
  if (certificate) world.api.create(tlsSecret("eg-https"));
  world.api.create(gateway(spec));
  world.run(120);
  return world;
}

function parentConditions(world: TestCluster, name: string, namespace = home): readonly JsonObject[] {
  return objectsAt(objectsAt(objectIn(world, kinds.httpRoute, name, namespace).status, "parents")[0], "conditions");
}

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
