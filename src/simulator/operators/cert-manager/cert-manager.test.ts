import { describe, expect, test } from "vitest";
import { pointHostOf, promiseHost } from "../../dns/domain-keeper.ts";
import { at, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isObject, type KubernetesObject, type Manifest } from "../../kubernetes/object.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { gateway, gatewayClass, home, listeners } from "../envoy-gateway/testing/gateway.ts";
import { conditionIn, install, objectIn, operatorCluster } from "../testing/operator-cluster.ts";
import { kinds } from "./kinds.ts";

const host = "data.sagedpe.org";
const loadBalancer = "envoy-envoy-gateway-eg-f8b463ac.elb.amazonaws.com";
const annotated = { "cert-manager.io/cluster-issuer": "lets-encrypt" };

describe("the webhook", () => {
  test("is trusted once the injector has copied its authority", () => {
    const world = operatorCluster();
    install(world, "cert-manager", { namespace: "cert-manager", values: { crds: { enabled: true } } });
    expect(authorities(world)).toEqual([undefined, undefined]);
    world.run(120);
    const authority = at(objectIn(world, "/Secret", "cert-manager-webhook-ca", "cert-manager"), "data");
    expect(authorities(world)).toEqual(isObject(authority) ? [authority["ca.crt"], authority["ca.crt"]] : []);
  });
});

describe("the controller with the Gateway switch", () => {
  test("crashes until the kinds of the Gateway API are there, and heals by itself", () => {
    const world = operatorCluster();
    installCertManager(world);
    world.run(300);
    expect(controllerState(world)).toContain("the Gateway API CRDs do not seem to be present");
    install(world, "gateway-helm", { namespace: home });
    world.run(600);
    expect(objectIn(world, "apps/Deployment", "cert-manager", "cert-manager").status?.availableReplicas).toBe(1);
  });

  test("starts at once without the switch", () => {
    const world = operatorCluster();
    install(world, "cert-manager", { namespace: "cert-manager", values: { crds: { enabled: true } } });
    world.run(120);
    expect(objectIn(world, "apps/Deployment", "cert-manager", "cert-manager").status?.availableReplicas).toBe(1);
  });
});

describe("an ACME issuer", () => {
  test("registers its account and keeps the key beside cert-manager", () => {
    const world = platform();
    expect(conditionIn(world, kinds.clusterIssuer, "lets-encrypt", "", "Ready")).toMatchObject({
      status: "True",
      reason: "ACMEAccountRegistered",
    });
    expect(world.api.find("/Secret", "lets-encrypt-account-key", "cert-manager")).toBeDefined();
  });

  test("with a contact at a forbidden domain is refused by the server", () => {
    const world = platform();
    world.api.create(issuer("wrong", { email: "me@example.com" }));
    world.run(30);
    expect(conditionIn(world, kinds.clusterIssuer, "wrong", "", "Ready")).toMatchObject({
      status: "False",
      reason: "ErrRegisterACMEAccount",
    });
  });
});

describe("a certificate of an annotated Gateway", () => {
  test("waits while the host is not in the DNS, and says so", () => {
    const world = withGateway();
    world.run(3600);
    expect(challengeReason(world)).toContain(`lookup ${host} on 172.20.0.10:53: no such host`);
    expect(conditionIn(world, kinds.certificate, "eg-https", home, "Ready")).toMatchObject({
      status: "False",
      reason: "DoesNotExist",
    });
  });

  test("waits while the host points somewhere else", () => {
    const world = withGateway();
    pointHostOf(world.cluster, host, "old.elb.amazonaws.com");
    world.run(600);
    expect(challengeReason(world)).toContain("wrong status code '404', expected '200'");
  });

  test("is issued within two minutes once the host points at the load balancer", () => {
    const world = withGateway();
    world.run(300);
    pointHostOf(world.cluster, host, loadBalancer);
    const waited = world.run(120, () => isReady(world));
    expect(waited.met).toBe(true);
    expect(waited.seconds).toBeGreaterThan(5);
    expect(objectIn(world, "/Secret", "eg-https", home).type).toBe("kubernetes.io/tls");
    expect(Object.keys(dataOf(objectIn(world, "/Secret", "eg-https", home))).sort()).toEqual(["tls.crt", "tls.key"]);
  });

  test("is issued when a person keeps the DNS of the host", () => {
    const world = withGateway();
    promiseHost(world.cluster.world, host);
    world.api.patch(objectIn(world, "gateway.networking.k8s.io/Gateway", "eg", home), {
      metadata: { labels: { a: "b" } },
    });
    expect(world.run(900, () => isReady(world)).met).toBe(true);
  });

  test("heals the listener that needs it", () => {
    const world = issued();
    world.run(60);
    const [https] = objectsAt(objectIn(world, "gateway.networking.k8s.io/Gateway", "eg", home).status, "listeners");
    expect(https?.conditions).toContainEqual(expect.objectContaining({ type: "Programmed", status: "True" }));
  });

  test("leaves no solver, challenge or key for later behind", () => {
    const world = issued();
    world.run(60);
    expect(world.api.list(kinds.challenge)).toEqual([]);
    expect(
      world.api.list("/Pod", { namespace: home, labels: { "acme.cert-manager.io/http01-solver": "true" } }),
    ).toEqual([]);
    expect(
      world.api.list("/Secret", { namespace: home, labels: { "cert-manager.io/next-private-key": "true" } }),
    ).toEqual([]);
  });

  test("asks anew when the host changes before it is issued", () => {
    const world = withGateway();
    world.run(300);
    const renamed = listeners.map((one) => (one.name === "https" ? { ...one, hostname: `new.${host}` } : one));
    world.api.patch(objectIn(world, "gateway.networking.k8s.io/Gateway", "eg", home), { spec: { listeners: renamed } });
    pointHostOf(world.cluster, host, loadBalancer);
    world.run(600);
    expect(isReady(world)).toBe(false);
    expect(world.api.list(kinds.challenge).map(({ spec }) => textAt(spec, "dnsName"))).toEqual([`new.${host}`]);
    pointHostOf(world.cluster, `new.${host}`, loadBalancer);
    expect(world.run(600, () => isReady(world)).met).toBe(true);
  });

  test("uses a secret that is still there instead of asking for a new one", () => {
    const world = issued();
    const secret = dataOf(objectIn(world, "/Secret", "eg-https", home));
    world.api.delete(objectIn(world, kinds.certificate, "eg-https", home));
    world.run(600);
    expect(isReady(world)).toBe(true);
    expect(dataOf(objectIn(world, "/Secret", "eg-https", home))).toEqual(secret);
  });

  test("is not made for a listener without a host", () => {
    const world = platform();
    const tls = { certificateRefs: [{ name: "eg-https" }] };
    world.api.create(gateway({ listeners: [{ name: "https", protocol: "HTTPS", port: 443, tls }] }, annotated));
    world.run(120);
    expect(world.api.list(kinds.certificate)).toEqual([]);
  });

  test("names an issuer that is not there", () => {
    const world = platform();
    world.api.create(gateway({}, { "cert-manager.io/cluster-issuer": "other" }));
    world.run(120);
    expect(conditionIn(world, kinds.request, "eg-https-1", home, "Ready")).toMatchObject({
      reason: "Pending",
      message: 'Referenced "ClusterIssuer" not found: clusterissuer.cert-manager.io "other" not found',
    });
  });
});

describe("a challenge", () => {
  test("cannot go without the controller, and does with it", () => {
    const world = withGateway();
    world.run(60);
    const [challenge] = world.api.list(kinds.challenge);
    expect(challenge?.metadata.finalizers).toEqual(["acme.cert-manager.io/finalizer"]);
    if (challenge) expect(world.api.delete(challenge)).toBe(false);
    world.run(5);
    expect(world.api.list(kinds.challenge)).toEqual([]);
  });
});

test("a self-signed certificate needs nobody", () => {
  const world = platform();
  world.api.create({
    apiVersion: "cert-manager.io/v1",
    kind: "Issuer",
    metadata: { name: "own", namespace: home },
    spec: { selfSigned: {} },
  });
  world.api.create(certificate("inner", "own"));
  expect(world.run(60, () => isReady(world, "inner")).met).toBe(true);
  expect(Object.keys(dataOf(objectIn(world, "/Secret", "inner", home))).sort()).toEqual([
    "ca.crt",
    "tls.crt",
    "tls.key",
  ]);
});

test("an issuer of a CA needs its key pair", () => {
  const world = platform();
  const spec = { ca: { secretName: "ca" } };
  world.api.create({
    apiVersion: "cert-manager.io/v1",
    kind: "Issuer",
    metadata: { name: "own", namespace: home },
    spec,
  });
  world.run(10);
  expect(conditionIn(world, kinds.issuer, "own", home, "Ready")).toMatchObject({ reason: "ErrGetKeyPair" });
});

function installCertManager(world: TestCluster): void {
  const config = {
    apiVersion: "controller.config.cert-manager.io/v1alpha1",
    kind: "ControllerConfiguration",
    enableGatewayAPI: true,
  };
  install(world, "cert-manager", { namespace: "cert-manager", values: { crds: { enabled: true }, config } });
}

/** Envoy Gateway and cert-manager at work, with the class `eg` and the issuer `lets-encrypt`. */
function platform(): TestCluster {
  const world = operatorCluster();
  install(world, "gateway-helm", { namespace: home });
  installCertManager(world);
  world.run(180);
  world.api.create(gatewayClass);
  world.api.create(issuer("lets-encrypt"));
  world.run(30);
  return world;
}

function withGateway(): TestCluster {
  const world = platform();
  world.api.create(gateway({}, annotated));
  return world;
}

function issued(): TestCluster {
  const world = withGateway();
  world.run(120);
  pointHostOf(world.cluster, host, loadBalancer);
  world.run(300, () => isReady(world));
  return world;
}

function issuer(name: string, acme: JsonObject = {}): Manifest {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name },
    spec: {
      acme: {
        server: "https://acme-v02.api.letsencrypt.org/directory",
        email: "dpe@sagebase.org",
        privateKeySecretRef: { name: `${name}-account-key` },
        solvers: [{ http01: { gatewayHTTPRoute: { parentRefs: [{ kind: "Gateway", name: "eg", namespace: home }] } } }],
        ...acme,
      },
    },
  };
}

function certificate(name: string, issuerName: string): Manifest {
  const spec = { secretName: name, dnsNames: ["inner.svc"], issuerRef: { name: issuerName, kind: "Issuer" } };
  return { apiVersion: "cert-manager.io/v1", kind: "Certificate", metadata: { name, namespace: home }, spec };
}

function isReady(world: TestCluster, name = "eg-https"): boolean {
  const found = world.api.find(kinds.certificate, name, home);
  return objectsAt(found?.status, "conditions").some(({ type, status }) => type === "Ready" && status === "True");
}

function challengeReason(world: TestCluster): string {
  return textAt(world.api.list(kinds.challenge)[0]?.status, "reason");
}

function dataOf(secret: KubernetesObject): JsonObject {
  return isObject(secret.data) ? secret.data : {};
}

function authorities(world: TestCluster): readonly (string | undefined)[] {
  const kind = (prefix: string) => `admissionregistration.k8s.io/${prefix}WebhookConfiguration`;
  return ["Mutating", "Validating"].map((prefix) => {
    const [webhook] = objectsAt(objectIn(world, kind(prefix), "cert-manager-webhook"), "webhooks");
    return textAt(webhook, "clientConfig.caBundle") || undefined;
  });
}

function controllerState(world: TestCluster): string {
  const pod = world.api
    .list("/Pod", { namespace: "cert-manager" })
    .find(({ metadata }) => /^cert-manager-[0-9a-z]+-[0-9a-z]+$/.test(metadata.name));
  return textAt(objectsAt(pod?.status, "containerStatuses")[0], "state.waiting.message");
}
