import { expect, test } from "vitest";
import type { Manifest } from "../../kubernetes/object.ts";
import { refusalOf, testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import { install, operatorCluster } from "../testing/operator-cluster.ts";
import { ask } from "../testing/review.ts";
import { certManagerReview } from "./review.ts";
import { rules } from "./rules.ts";

const certificate = (changes: JsonObject = {}): Manifest => ({
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "eg-https", namespace: "envoy-gateway" },
  spec: {
    secretName: "eg-https",
    dnsNames: ["data.sagedpe.org"],
    issuerRef: { name: "prod", kind: "ClusterIssuer" },
    ...changes,
  },
});

const issuer = (spec: JsonObject): Manifest => ({
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "prod" },
  spec,
});

const acme = (changes: JsonObject = {}): Manifest =>
  issuer({ acme: { server: "https://acme.example", privateKeySecretRef: { name: "key" }, ...changes } });

const solver = (http01: JsonObject): Manifest => acme({ solvers: [{ http01 }] });
const gateway = { gatewayHTTPRoute: { parentRefs: [{ name: "eg" }] } };

const request = (spec: JsonObject): Manifest => ({
  apiVersion: "cert-manager.io/v1",
  kind: "CertificateRequest",
  metadata: { name: "eg-https-1", namespace: "envoy-gateway" },
  spec,
});

const review = (manifest: Manifest, previous?: Manifest): void =>
  ask(certManagerReview, manifest, previous ? { previous } : {});

/** Cases that differ in one object. */
const cases = (refused: Manifest, accepted: Manifest) => ({
  refused: () => review(refused),
  accepted: () => review(accepted),
});

testRules(rules, () => undefined, {
  secretName: cases(certificate({ secretName: "" }), certificate({ secretName: "other" })),
  issuerName: cases(certificate({ issuerRef: { kind: "Issuer" } }), certificate({ issuerRef: { name: "own" } })),
  issuerKind: cases(
    certificate({ issuerRef: { name: "a", kind: "AWSPCAClusterIssuer" } }),
    certificate({ issuerRef: { name: "a", kind: "AWSPCAClusterIssuer", group: "awspca.cert-manager.io" } }),
  ),
  names: cases(certificate({ dnsNames: [] }), certificate({ dnsNames: [], commonName: "data.sagedpe.org" })),
  commonName: cases(certificate({ commonName: "a".repeat(65) }), certificate({ commonName: "a".repeat(64) })),
  duration: cases(certificate({ duration: "59m" }), certificate({ duration: "1h" })),
  renewBefore: cases(
    certificate({ duration: "24h", renewBefore: "24h" }),
    certificate({ duration: "24h", renewBefore: "23h59m" }),
  ),
  keySize: cases(
    certificate({ privateKey: { size: 1024 } }),
    certificate({ privateKey: { algorithm: "ECDSA", size: 256 } }),
  ),
  usage: cases(certificate({ usages: ["server"] }), certificate({ usages: ["server auth"] })),
  requestChanged: {
    refused: () => review(request({ request: "b" }), request({ request: "a" })),
    accepted: () => review(request({ request: "a" }), request({ request: "a" })),
  },
  noType: cases(issuer({}), issuer({ selfSigned: {} })),
  moreTypes: cases(issuer({ selfSigned: {}, ca: { secretName: "ca" } }), issuer({ ca: { secretName: "ca" } })),
  accountKey: cases(acme({ privateKeySecretRef: {} }), acme()),
  acmeServer: cases(acme({ server: "" }), acme({ solvers: [] })),
  noSolver: cases(acme({ solvers: [{ selector: {} }] }), acme({ solvers: [{ dns01: { route53: {} } }] })),
  moreSolvers: cases(
    acme({ solvers: [{ http01: gateway, dns01: {} }] }),
    acme({ solvers: [{ http01: gateway }, { dns01: {} }] }),
  ),
  noHttpSolver: cases(solver({}), solver({ ingress: {} })),
  moreHttpSolvers: cases(solver({ ...gateway, ingress: {} }), solver(gateway)),
  solverService: cases(
    solver({ gatewayHTTPRoute: { serviceType: "LoadBalancer" } }),
    solver({ gatewayHTTPRoute: { serviceType: "ClusterIP" } }),
  ),
  authorityName: cases(issuer({ ca: {} }), issuer({ ca: { secretName: "ca" } })),
});

test("refusals reach whoever writes, once the webhook answers", () => {
  const world = operatorCluster({ namespaces: ["envoy-gateway"] });
  install(world, "cert-manager", { namespace: "cert-manager", values: { crds: { enabled: true } } });
  world.run(120);
  const refusal = refusalOf(() => world.api.create(certificate({ duration: "30m" })));
  expect(refusal?.message).toBe(
    'admission webhook "webhook.cert-manager.io" denied the request: spec.duration: Invalid value: "30m0s": certificate duration must be greater than 1h0m0s',
  );
});

test("nothing is written before the webhook answers", () => {
  const world = operatorCluster({ namespaces: ["envoy-gateway"] });
  install(world, "cert-manager", { namespace: "cert-manager", values: { crds: { enabled: true } } });
  expect(refusalOf(() => world.api.create(certificate()))?.message).toContain("no endpoints available for service");
});
