import { gatewayNamespace } from "../envoy-gateway/names.ts";
import { type PlatformApplication, selfContained } from "../gitops/application.ts";

/**
 * The kinds of the Gateway API and of Envoy Gateway, by themselves and first: cert-manager watches the ones, and Helm would never
 * upgrade them in the folder `crds/` of Envoy Gateway's own chart.
 */
export function gatewayApi(): PlatformApplication {
  return {
    ...selfContained,
    name: "gateway-api",
    engine: "argo-cd",
    namespace: gatewayNamespace,
    sharesNamespaceWith: ["envoy-gateway"],
    project: "ingress",
    wave: 0,
    chart: {
      chart: "gateway-crds-helm",
      release: "gateway-api",
      values: { crds: { gatewayAPI: { enabled: true }, envoyGateway: { enabled: true } } },
    },
  };
}
