import { describe, expect, test } from "vitest";
import { application, type Change, object, objectsOf } from "../gitops/testing/rendered.ts";

const gatewayKind = { group: "gateway.networking.k8s.io", kind: "Gateway" };

describe("the Gateway", () => {
  // Defect 25: a classic load balancer, open to everybody, that hid who came.
  test("stands behind a network load balancer that keeps the client's address", () => {
    expect(object("EnvoyProxy", "load-balancer").spec).toMatchObject({
      provider: {
        kubernetes: {
          envoyService: {
            annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" },
            externalTrafficPolicy: "Local",
          },
        },
      },
    });
  });

  // Defect 25: whoever knew the address could come in.
  test("answers named networks alone where there are any, with every route; challenges of ACME still get through", () => {
    const named: Change = ({ development }) => {
      development.ingress.allow = ["vpn", "office"];
    };
    const clientCIDRs = ["52.0.0.1/32", "52.0.1.0/24"];
    expect(object("SecurityPolicy", "named-networks-only", named).spec).toEqual({
      targetRefs: [{ ...gatewayKind, name: "eg", sectionName: "https" }],
      authorization: {
        defaultAction: "Deny",
        rules: [{ name: "named-networks", action: "Allow", principal: { clientCIDRs } }],
      },
    });
    // A policy of a route stands in for that of the listener, and does not add to it.
    for (const { spec } of objectsOf("SecurityPolicy", named)) {
      expect(spec).toMatchObject({ authorization: { defaultAction: "Deny", rules: [{ principal: { clientCIDRs } }] } });
    }
    expect(JSON.stringify(objectsOf("SecurityPolicy"))).not.toContain("clientCIDRs");
  });

  test("speaks TLS 1.3 and nothing older", () => {
    expect(object("ClientTrafficPolicy", "tls-1.3").spec).toEqual({
      targetRefs: [{ ...gatewayKind, name: "eg" }],
      tls: { minVersion: "1.3" },
    });
  });

  // Defects 55 and 56: a patch twice, a namespace that stayed, and production's certificates for tests.
  test("gets certificates for its host, of the staging directory unless it is production", () => {
    expect(objectsOf("ClusterIssuer")).toHaveLength(1);
    const acme = (change?: Change, name = "lets-encrypt-staging") =>
      (object("ClusterIssuer", name, change).spec as never as { acme: { server: string; email: string } }).acme;
    expect(acme().server).toBe("https://acme-staging-v02.api.letsencrypt.org/directory");
    expect(acme().email).toBe("platform@example.org");
    const production = acme(({ development }) => {
      development.ingress.certificates = "production";
    }, "lets-encrypt-production");
    expect(production.server).toBe("https://acme-v02.api.letsencrypt.org/directory");
    expect(production).not.toMatchObject({
      privateKeySecretRef: { name: "lets-encrypt-staging-account-key" },
    });
    expect(production).toMatchObject({
      solvers: [{ http01: { gatewayHTTPRoute: { parentRefs: [{ name: "eg", namespace: "envoy-gateway" }] } } }],
    });
    expect(object("Gateway", "eg").metadata.namespace).toBe("envoy-gateway");
  });

  test("names another issuer for the other directory, without which the certificate of tests would stay", () => {
    const issuer = (change?: Change) => object("Gateway", "eg", change).metadata.annotations;
    const production: Change = ({ development }) => {
      development.ingress.certificates = "production";
    };
    expect(issuer()).toMatchObject({ "cert-manager.io/cluster-issuer": "lets-encrypt-staging" });
    expect(issuer(production)).toMatchObject({ "cert-manager.io/cluster-issuer": "lets-encrypt-production" });
  });

  // Defect 57: a redirect for one domain only, and for now only.
  test("sends everything unencrypted to the encrypted port, for good", () => {
    expect(object("HTTPRoute", "tls-redirect").spec).toEqual({
      parentRefs: [{ ...gatewayKind, name: "eg", sectionName: "http" }],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
        },
      ],
    });
  });

  // Argo CD takes the defaults of a custom resource in a list for a change, at every sync again.
  test("says in its lists what the API server would fill in", () => {
    const certificateRefs = [{ group: "", kind: "Secret", name: "eg-https" }];
    expect(object("Gateway", "eg").spec).toMatchObject({
      listeners: [{ tls: { certificateRefs } }, { name: "http" }],
    });
    const parentRefs = [{ ...gatewayKind, name: "eg", namespace: "envoy-gateway" }];
    expect(object("ClusterIssuer", "lets-encrypt-staging").spec).toMatchObject({
      acme: { solvers: [{ http01: { gatewayHTTPRoute: { parentRefs } } }] },
    });
  });

  // Defect 58: cert-manager came before the kinds that it watches.
  test("has its kinds in the first wave, by themselves", () => {
    expect(application("gateway-api").wave).toBeLessThan(application("cert-manager").wave);
    expect(application("envoy-gateway").chart?.values).toMatchObject({ crds: { enabled: false } });
  });

  // Defect 68: one replica that nothing protected.
  test("is run by two controllers, of which one stays", () => {
    expect(application("envoy-gateway").chart?.values).toMatchObject({
      deployment: { replicas: 2 },
      podDisruptionBudget: { minAvailable: 1 },
    });
  });
});
