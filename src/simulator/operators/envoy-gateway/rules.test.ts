import { expect, test } from "vitest";
import type { Manifest } from "../../kubernetes/object.ts";
import { kindKey } from "../../kubernetes/object.ts";
import type { DefinitionCheck } from "../../kubernetes/server/definition-check.ts";
import { refusalOf, testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import { install, operatorCluster } from "../testing/operator-cluster.ts";
import { stored } from "../testing/review.ts";
import { gatewayChecks } from "./gateway-checks.ts";
import { policyChecks } from "./policy-checks.ts";
import { rules } from "./rules.ts";
import { gateway, gatewayClass, home, route } from "./testing/gateway.ts";

const checks: readonly DefinitionCheck[] = [...gatewayChecks, ...policyChecks];

function review(manifest: Manifest, previous?: Manifest): void {
  for (const { kind, check } of checks) {
    if (kind === kindKey(manifest)) check(stored(manifest), previous && stored(previous));
  }
}

/** Cases that differ in one object. */
const cases = (refused: Manifest, accepted: Manifest) => ({
  refused: () => review(refused),
  accepted: () => review(accepted),
});

const http = (changes: JsonObject = {}): JsonObject => ({ name: "http", protocol: "HTTP", port: 80, ...changes });
const https = (tls: JsonObject): JsonObject => ({ name: "https", protocol: "HTTPS", port: 443, tls });
const certificateRefs = [{ name: "eg-https" }];
const withListeners = (...listeners: readonly JsonObject[]): Manifest => gateway({ listeners });
const withRule = (rule: JsonObject): Manifest => route("a", { rules: [rule] });

const redirect = { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } };
const backendRefs = [{ name: "collector", port: 4318 }];
const prefix = (field: string, type: string) => ({
  type,
  [field]: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/v1" } },
});
const exact = [{ path: { type: "Exact", value: "/telemetry" } }];
const begin = [{ path: { type: "PathPrefix", value: "/telemetry" } }];

const policy = (kind: string, spec: JsonObject): Manifest => ({
  apiVersion: "gateway.envoyproxy.io/v1alpha1",
  kind,
  metadata: { name: "policy", namespace: home },
  spec,
});
const target = (kind: string, group = "gateway.networking.k8s.io") => ({ targetRefs: [{ group, kind, name: "eg" }] });
const provider = (sets: JsonObject) => ({ ...target("Gateway"), jwt: { providers: [{ name: "auth0", ...sets }] } });
const remote = { remoteJWKS: { uri: "https://example.auth0.com/.well-known/jwks.json" } };
const authorization = { rules: [{ principal: { jwt: { provider: "auth0" } } }] };

testRules(rules, () => undefined, {
  listenerName: cases(
    withListeners(http(), http({ port: 8080 })),
    withListeners(http(), http({ name: "b", port: 8080 })),
  ),
  listenerTwice: cases(
    withListeners(http(), http({ name: "b" })),
    withListeners(http(), http({ name: "b", hostname: "a.sagedpe.org" })),
  ),
  listenerTls: cases(withListeners(http({ tls: { certificateRefs } })), withListeners(http())),
  listenerMode: cases(
    withListeners(https({ mode: "Passthrough" })),
    withListeners({ ...https({ mode: "Passthrough" }), protocol: "TLS" }),
  ),
  listenerHost: cases(
    withListeners(http({ protocol: "TCP", hostname: "a.sagedpe.org" })),
    withListeners(http({ protocol: "TCP" })),
  ),
  noListener: cases(withListeners(), withListeners(http())),
  listenerPort: cases(withListeners(http({ port: 65_536 })), withListeners(http({ port: 65_535 }))),
  certificates: cases(withListeners(https({ mode: "Terminate" })), withListeners(https({ certificateRefs }))),
  controllerChanged: {
    refused: () => review({ ...gatewayClass, spec: { controllerName: "example.com/other" } }, gatewayClass),
    accepted: () => review(gatewayClass, gatewayClass),
  },
  redirectWithBackend: cases(withRule({ filters: [redirect], backendRefs }), withRule({ filters: [redirect] })),
  rewritePrefix: cases(
    withRule({ matches: exact, filters: [prefix("urlRewrite", "URLRewrite")], backendRefs }),
    withRule({ matches: begin, filters: [prefix("urlRewrite", "URLRewrite")], backendRefs }),
  ),
  redirectPrefix: cases(
    withRule({ matches: [...begin, ...exact], filters: [prefix("requestRedirect", "RequestRedirect")] }),
    withRule({ matches: begin, filters: [prefix("requestRedirect", "RequestRedirect")] }),
  ),
  backendPort: cases(withRule({ backendRefs: [{ name: "collector" }] }), withRule({ backendRefs })),
  filterSettings: cases(withRule({ filters: [{ type: "RequestRedirect" }] }), withRule({ filters: [redirect] })),
  redirectStatus: cases(
    withRule({ filters: [{ ...redirect, requestRedirect: { statusCode: 300 } }] }),
    withRule({ filters: [{ ...redirect, requestRedirect: { statusCode: 308 } }] }),
  ),
  noTarget: cases(policy("ClientTrafficPolicy", {}), policy("ClientTrafficPolicy", target("Gateway"))),
  clientTarget: cases(
    policy("ClientTrafficPolicy", target("HTTPRoute")),
    policy("SecurityPolicy", target("HTTPRoute")),
  ),
  securityTarget: cases(policy("SecurityPolicy", target("TCPRoute")), policy("SecurityPolicy", target("GRPCRoute"))),
  targetGroup: cases(policy("SecurityPolicy", target("Gateway", "")), policy("SecurityPolicy", target("Gateway"))),
  keySets: cases(
    policy("SecurityPolicy", provider({ ...remote, localJWKS: {} })),
    policy("SecurityPolicy", provider(remote)),
  ),
  authorisationWithoutToken: cases(
    policy("SecurityPolicy", { ...target("Gateway"), authorization }),
    policy("SecurityPolicy", { ...provider(remote), authorization }),
  ),
});

test("the API server refuses by them from when the definitions are there", () => {
  const world = operatorCluster();
  install(world, "gateway-helm", { namespace: home });
  const refusal = refusalOf(() => world.api.create(withListeners(http(), http({ port: 8080 }))));
  expect(refusal?.message).toBe(
    'Gateway.gateway.networking.k8s.io "eg" is invalid: spec.listeners: Invalid value: "array": Listener name must be unique within the Gateway',
  );
});
