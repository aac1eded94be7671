import { describe, expect, test } from "vitest";
import { at, objectsAt } from "../../kubernetes/fields.ts";
import type { JsonObject } from "../../world/json.ts";
import { conditionIn, objectIn } from "../testing/operator-cluster.ts";
import { infrastructureName } from "./infrastructure-name.ts";
import { kinds } from "./kinds.ts";
import { gateway, gatewayClass, home, listeners, running, tlsSecret, withGateway } from "./testing/gateway.ts";

const proxy = {
  apiVersion: "gateway.envoyproxy.io/v1alpha1",
  kind: "EnvoyProxy",
  metadata: { name: "custom-proxy-config", namespace: home },
  spec: {},
};
/** The class, configured by the EnvoyProxy. */
const configuredClass = {
  ...gatewayClass,
  spec: {
    ...(gatewayClass.spec as JsonObject),
    parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: "custom-proxy-config", namespace: home },
  },
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
    world.api.create(configuredClass);
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
    world.api.create({ ...proxy, spec: { mergeGateways: true } });
    world.api.create(configuredClass);
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
  test.each([
    ["newest", false],
    ["reference", true],
  ] as const)("of the %s controller: its Envoys stay is %s", (edition, stay) => {
    const world = running(edition);
    world.api.create(proxy);
    world.api.create(configuredClass);
    world.api.create(gateway());
    world.run(120);
    world.api.delete(objectIn(world, kinds.envoyProxy, "custom-proxy-config", home));
    world.run(60);
    expect(world.api.find("/Service", envoy, home) !== undefined).toBe(stay);
  });
});
