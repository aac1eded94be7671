import type { Manifest, ManifestMeta } from "../../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../../world/json.ts";
import { compact } from "./compact.ts";

/** Name of each port to its number, or to the number and the pods' port. */
export type ServicePorts = Readonly<
  Record<string, number | { readonly port: number; readonly targetPort: number | string }>
>;

interface ServiceOptions {
  /** Labels of the pods behind it. */
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: ServicePorts;
  readonly headless?: boolean;
  readonly type?: string;
  readonly publishNotReadyAddresses?: boolean;
}

/** A Service; a port targets the container port of its own name unless said otherwise. */
export function service(metadata: ManifestMeta, options: ServiceOptions): Manifest {
  const { selector, ports, headless = false, type = "ClusterIP", publishNotReadyAddresses } = options;
  const list = Object.entries(ports).map(([name, port]) => {
    const { port: number, targetPort } = typeof port === "number" ? { port, targetPort: name } : port;
    return { name, port: number, targetPort, protocol: "TCP" };
  });
  const spec = { type, selector, ports: list, ...compact({ publishNotReadyAddresses }) };
  return { apiVersion: "v1", kind: "Service", metadata, spec: headless ? { ...spec, clusterIP: "None" } : spec };
}

/** A policy that lets traffic into the chosen pods, from the sources of each rule. */
export function networkPolicy(
  metadata: ManifestMeta,
  options: { readonly podSelector: JsonObject; readonly ingress?: readonly Json[]; readonly egress?: readonly Json[] },
): Manifest {
  const { podSelector, ingress, egress } = options;
  const policyTypes = [...(ingress ? ["Ingress"] : []), ...(egress ? ["Egress"] : [])];
  const spec = { podSelector, policyTypes, ...(ingress ? { ingress } : {}), ...(egress ? { egress } : {}) };
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata, spec };
}
