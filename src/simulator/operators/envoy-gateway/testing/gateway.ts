import type { Manifest } from "../../../kubernetes/object.ts";
import type { TestCluster } from "../../../kubernetes/testing/cluster.ts";
import type { JsonObject } from "../../../world/json.ts";
import { install, operatorCluster } from "../../testing/operator-cluster.ts";

/** The namespace of Envoy Gateway and of the Gateway `eg` in tests. */
export const home = "envoy-gateway";

/** The class `eg`, of this controller. */
export const gatewayClass: Manifest = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: "eg" },
  spec: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
};

/** Listeners of the platform's Gateway: HTTPS for one host, and HTTP for everything. */
export const listeners: readonly JsonObject[] = [
  {
    name: "https",
    protocol: "HTTPS",
    port: 443,
    hostname: "data.sagedpe.org",
    tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: "eg-https" }] },
  },
  { name: "http", protocol: "HTTP", port: 80 },
];

/** The Gateway `eg`, with other listeners or annotations. */
export function gateway(spec: JsonObject = {}, annotations: Readonly<Record<string, string>> = {}): Manifest {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: "eg", namespace: home, annotations },
    spec: { gatewayClassName: "eg", listeners, ...spec },
  };
}

/** A route of the Gateway `eg`, in its namespace. */
export function route(name: string, spec: JsonObject, namespace = home): Manifest {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name, namespace },
    spec: { parentRefs: [{ name: "eg", namespace: home }], ...spec },
  };
}

/** A Service with one port. */
export function backend(name: string, namespace: string, port = 4318): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ port }] },
  };
}

/** A secret with a certificate. */
export function tlsSecret(name: string, namespace = home): Manifest {
  const data = { "tls.crt": "Y2VydA==", "tls.key": "a2V5" };
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, type: "kubernetes.io/tls", data };
}

/** A cluster in which Envoy Gateway runs. */
export function running(edition: "reference" | "newest" = "newest"): TestCluster {
  const world = operatorCluster();
  install(world, "gateway-helm", { namespace: home, edition });
  world.run(120);
  return world;
}

/** A cluster in which Envoy Gateway runs, with the class and the Gateway `eg`. */
export function withGateway(spec: JsonObject = {}, { certificate = false } = {}): TestCluster {
  const world = running();
  world.api.create(gatewayClass);
  if (certificate) world.api.create(tlsSecret("eg-https"));
  world.api.create(gateway(spec));
  world.run(120);
  return world;
}
