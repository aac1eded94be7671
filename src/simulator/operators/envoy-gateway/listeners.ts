import type { KubernetesApi } from "../../kubernetes/api.ts";
import { at, numberAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isObject, type KubernetesObject } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { byAge, conditionsOf, fullName, type GatewayCondition } from "./kinds.ts";
import { isReferenceAllowed } from "./reference-grants.ts";

/** A listener of a Gateway with what Envoy Gateway says of it. */
export interface Listener {
  readonly gateway: KubernetesObject;
  readonly spec: JsonObject;
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string;
  readonly conditions: readonly GatewayCondition[];
  /** Envoy listens on it. */
  readonly isReady: boolean;
}

const routeKinds: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTPRoute", "GRPCRoute"],
  HTTPS: ["HTTPRoute", "GRPCRoute"],
  TLS: ["TLSRoute"],
  TCP: ["TCPRoute"],
  UDP: ["UDPRoute"],
};

/** Kinds of routes that a listener of that protocol takes, as its status lists them. */
export function supportedKinds(protocol: string): readonly JsonObject[] {
  return (routeKinds[protocol] ?? []).map((kind) => ({ group: "gateway.networking.k8s.io", kind }));
}

/** The listeners of Gateways that share one Envoy: older Gateways first, so that they win conflicts. */
export function listenersOf(api: KubernetesApi, gateways: readonly KubernetesObject[]): readonly Listener[] {
  const plain = [...gateways].sort(byAge).flatMap((gateway) =>
    objectsAt(gateway.spec, "listeners").map((spec) => ({
      gateway,
      spec,
      name: textAt(spec, "name"),
      port: numberAt(spec, "port", 0),
      protocol: textAt(spec, "protocol"),
      hostname: textAt(spec, "hostname"),
    })),
  );
  return plain.map((listener, index) => judged(api, listener, plain.slice(0, index)));
}

type PlainListener = Omit<Listener, "conditions" | "isReady">;

/** Messages: Envoy Gateway, internal/gatewayapi (validate.go, listener.go); partly general knowledge. */
function judged(api: KubernetesApi, listener: PlainListener, earlier: readonly PlainListener[]): Listener {
  const { yes, no } = conditionsOf(listener.gateway);
  const invalid = no("Programmed", "Invalid", "Listener is invalid, see other Conditions for details.");
  const resolved = yes("ResolvedRefs", "ResolvedRefs", "Listener references have been resolved");
  if (!(listener.protocol in routeKinds)) {
    const message = `Protocol ${listener.protocol} is unsupported, must be HTTP, HTTPS, TCP, TLS or UDP.`;
    return { ...listener, conditions: [no("Accepted", "UnsupportedProtocol", message), invalid], isReady: false };
  }
  const conflict = conflictOf(listener, earlier);
  if (conflict) {
    const conflicted = yes("Conflicted", conflict.reason, conflict.message);
    const refused = no("Accepted", conflict.reason, conflict.message);
    return { ...listener, conditions: [conflicted, refused, invalid, resolved], isReady: false };
  }
  const problem = certificateProblem(api, listener);
  if (problem) {
    const conditions = [no("ResolvedRefs", problem.reason, problem.message), invalid];
    return { ...listener, conditions, isReady: false };
  }
  const conditions = [
    yes("Programmed", "Programmed", "Sending translated listener configuration to the data plane"),
    yes("Accepted", "Accepted", "Listener has been successfully translated"),
    resolved,
  ];
  return { ...listener, conditions, isReady: true };
}

interface Problem {
  readonly reason: string;
  readonly message: string;
}

/** Protocols that Envoy serves on one port together. */
const layerOf = (protocol: string): string => (protocol === "UDP" ? "UDP" : protocol === "TLS" ? "HTTPS" : protocol);

function conflictOf(listener: PlainListener, earlier: readonly PlainListener[]): Problem | undefined {
  const samePort = earlier.filter(({ port }) => port === listener.port);
  if (samePort.some(({ protocol }) => layerOf(protocol) !== layerOf(listener.protocol))) {
    return { reason: "ProtocolConflict", message: "All listeners for a given port must use a compatible protocol" };
  }
  if (samePort.some(({ hostname }) => hostname === listener.hostname)) {
    return { reason: "HostnameConflict", message: "All listeners for a given port must use a unique hostname" };
  }
  return undefined;
}

function certificateProblem(api: KubernetesApi, { gateway, spec, protocol }: PlainListener): Problem | undefined {
  const tls = at(spec, "tls");
  if (protocol === "HTTPS" && !isObject(tls)) {
    return { reason: "InvalidCertificateRef", message: `Listener must have TLS set when protocol is ${protocol}.` };
  }
  if (!isObject(tls) || (textAt(tls, "mode") || "Terminate") !== "Terminate") return undefined;
  const references = objectsAt(tls, "certificateRefs");
  if (references.length === 0) {
    const message = "Listener must have at least 1 TLS certificate ref.";
    return { reason: "InvalidCertificateRef", message };
  }
  for (const reference of references) {
    const problem = secretProblem(api, gateway, reference);
    if (problem) return problem;
  }
  return undefined;
}

function secretProblem(api: KubernetesApi, gateway: KubernetesObject, reference: JsonObject): Problem | undefined {
  const own = gateway.metadata.namespace ?? "";
  const [namespace, name] = [textAt(reference, "namespace") || own, textAt(reference, "name")];
  const invalid = (message: string): Problem => ({ reason: "InvalidCertificateRef", message });
  if ((textAt(reference, "kind") || "Secret") !== "Secret" || textAt(reference, "group") !== "") {
    return invalid("Listener's TLS certificate ref must be to a Secret.");
  }
  const from = { group: "gateway.networking.k8s.io", kind: "Gateway", namespace: own };
  if (!isReferenceAllowed(api, { from, to: { group: "", kind: "Secret", namespace, name } })) {
    const message = `Certificate ref to secret ${namespace}/${name} not permitted by any ReferenceGrant.`;
    return { reason: "RefNotPermitted", message };
  }
  const secret = api.find("/Secret", name, namespace);
  if (!secret) return invalid(`Secret ${namespace}/${name} does not exist.`);
  if (!hasPair(secret)) return invalid(`Secret ${namespace}/${name} must contain tls.crt and tls.key.`);
  return undefined;
}

/** True for a secret with a certificate and its key. */
function hasPair(secret: KubernetesObject): boolean {
  const data = secret.data;
  return isObject(data) && Boolean(data["tls.crt"]) && Boolean(data["tls.key"]);
}

/** `<gateway>#<listener>`, by which routes are counted. */
export function listenerKey({ gateway, name }: Pick<Listener, "gateway" | "name">): string {
  return `${fullName(gateway)}#${name}`;
}
