import { textAt } from "../../kubernetes/fields.ts";
import type { Condition, KubernetesObject } from "../../kubernetes/object.ts";

/** Kinds that Envoy Gateway watches, as `group/Kind`. */
export const kinds = {
  class: "gateway.networking.k8s.io/GatewayClass",
  gateway: "gateway.networking.k8s.io/Gateway",
  httpRoute: "gateway.networking.k8s.io/HTTPRoute",
  grpcRoute: "gateway.networking.k8s.io/GRPCRoute",
  grant: "gateway.networking.k8s.io/ReferenceGrant",
  envoyProxy: "gateway.envoyproxy.io/EnvoyProxy",
  clientPolicy: "gateway.envoyproxy.io/ClientTrafficPolicy",
  backendPolicy: "gateway.envoyproxy.io/BackendTrafficPolicy",
  securityPolicy: "gateway.envoyproxy.io/SecurityPolicy",
} as const;

/** `spec.controllerName` of the classes that Envoy Gateway takes. */
export const controllerName = "gateway.envoyproxy.io/gatewayclass-controller";

/** A condition of an object of the Gateway API: it says which generation of the object it is about. */
export type GatewayCondition = Condition & { readonly observedGeneration: number };

/** Makes the conditions of one object. */
export function conditionsOf(object: KubernetesObject) {
  const observedGeneration = object.metadata.generation;
  return {
    yes: (type: string, reason: string, message: string): GatewayCondition => ({
      type,
      status: "True",
      reason,
      message,
      observedGeneration,
    }),
    no: (type: string, reason: string, message: string): GatewayCondition => ({
      type,
      status: "False",
      reason,
      message,
      observedGeneration,
    }),
  };
}

/** `<namespace>/<name>`. */
export function fullName({ metadata }: Pick<KubernetesObject, "metadata">): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

/** The class that a Gateway names. */
export function classNameOf(gateway: KubernetesObject): string {
  return textAt(gateway.spec, "gatewayClassName");
}

/** Oldest first, then by name: how the Gateway API decides who came first. */
export function byAge(left: KubernetesObject, right: KubernetesObject): number {
  return (
    left.metadata.creationTimestamp.localeCompare(right.metadata.creationTimestamp) ||
    fullName(left).localeCompare(fullName(right))
  );
}
