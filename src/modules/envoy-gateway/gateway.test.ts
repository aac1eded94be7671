import { describe, expect, test } from "vitest";
import { application, type Change, object, objectsOf } from "../gitops/testing/rendered.ts";

describe("the Gateway", () => {
  // Defect 25: a classic load balancer, open to everybody, that hid who came.
  test("stands behind a network load balancer that keeps the client's address and admits named networks", () => {
    const service = (change?: Change) =>
      (
        object("EnvoyProxy", "load-balancer", change).spec as never as {
          provider: { kubernetes: { envoyService: unknown } };
        }
      ).provider.kubernetes.envoyService;
    expect(service()).toEqual({
      annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" },
      externalTrafficPolicy: "Local",
    });
    expect(
      service(({ development }) => {
        development.ingress.allow = ["vpn", "office"];
      }),
    ).toMatchObject({ loadBalancerSourceRanges: ["52.0.0.1/32", "52.0.1.0/24"] });
  });

  // Defects 55 and 56: a patch twice, a namespace that stayed, and production's certificates for tests.
  test("gets certificates for its host, of the staging directory unless it is production", () => {
    expect(objectsOf("ClusterIssuer")).toHaveLength(1);
    const acme = (change?: Change) =>
      (object("ClusterIssuer", "lets-encrypt", change).spec as never as { acme: { server: string; email: string } })
        .acme;
    expect(acme().server).toBe("https://acme-staging-v02.api.letsencrypt.org/directory");
    expect(acme().email).toBe("platform@example.org");
    const production = acme(({ development }) => {
      development.ingress.certificates = "production";
    });
    expect(production.server).toBe("https://acme-v02.api.letsencrypt.org/directory");
    expect(production).not.toMatchObject({
      privateKeySecretRef: { name: "lets-encrypt-staging-account-key" },
    });
  });

  // Defect 57: a redirect for one domain only, and for now only.
  test("sends everything unencrypted to the encrypted port, for good", () => {
    expect(object("HTTPRoute", "tls-redirect").spec).toEqual({
      parentRefs: [{ name: "eg", sectionName: "http" }],
      rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
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
