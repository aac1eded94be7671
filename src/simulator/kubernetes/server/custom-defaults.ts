import type { Json, JsonObject } from "../../world/json.ts";
import { isObject, type KubernetesObject } from "../object.ts";

/** Where defaults stand: names separated by dots, `[]` behind a list for each of its members. */
interface Default {
  readonly place: string;
  readonly fields: JsonObject;
}

const gateway: JsonObject = { group: "gateway.networking.k8s.io", kind: "Gateway" };
const everything: Json = [{ path: { type: "PathPrefix", value: "/" } }];
const issuer: readonly Default[] = [
  { place: "spec.acme.solvers[].http01.gatewayHTTPRoute.parentRefs[]", fields: gateway },
];

/**
 * Defaults that the schemas of custom resources give and that people leave out. Source: the definitions of Gateway API v1.6.1, Envoy
 * Gateway v1.9.0 and cert-manager v1.21.1, as kube-apiserver 1.35.3 applies them.
 */
const defaults: Readonly<Record<string, readonly Default[]>> = {
  "gateway.networking.k8s.io/HTTPRoute": [
    { place: "spec.parentRefs[]", fields: gateway },
    { place: "spec.rules[]", fields: { matches: everything } },
    { place: "spec.rules[].backendRefs[]", fields: { group: "", kind: "Service", weight: 1 } },
  ],
  "gateway.networking.k8s.io/Gateway": [
    { place: "spec.listeners[]", fields: { allowedRoutes: { namespaces: { from: "Same" } } } },
    { place: "spec.listeners[].tls.certificateRefs[]", fields: { group: "", kind: "Secret" } },
  ],
  "gateway.envoyproxy.io/SecurityPolicy": [
    { place: "spec.jwt.providers[].remoteJWKS", fields: { cacheDuration: "300s" } },
  ],
  "cert-manager.io/ClusterIssuer": issuer,
  "cert-manager.io/Issuer": issuer,
};

/** A custom resource with the defaults of its schema; the same object where there are none. */
export function withCustomDefaults(key: string, object: KubernetesObject): KubernetesObject {
  return (defaults[key] ?? []).reduce(
    (filled, { place, fields }) => fillAt(filled, place.split("."), fields) as KubernetesObject,
    object,
  );
}

function fillAt(value: Json | undefined, place: readonly string[], fields: JsonObject): Json | undefined {
  if (!isObject(value)) return value;
  const [step, ...rest] = place;
  if (step === undefined) return { ...fields, ...value };
  const name = step.replace("[]", "");
  const member = value[name];
  if (member === undefined) return value;
  const fill = (one: Json): Json => fillAt(one, rest, fields) ?? one;
  if (!step.endsWith("[]")) return { ...value, [name]: fill(member) };
  return Array.isArray(member) ? { ...value, [name]: member.map(fill) } : value;
}
