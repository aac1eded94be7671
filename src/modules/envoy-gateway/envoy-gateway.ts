import type { Environment } from "../../configuration/environment.ts";
import type { PlatformApplication } from "../gitops/application.ts";
import { gatewayManifests, issuerName } from "./gateway.ts";
import { gatewayName, gatewayNamespace, sections } from "./names.ts";

/** The way into the cluster: controller, one Gateway, its certificate. */
export function envoyGateway(environment: Environment): PlatformApplication {
  return {
    name: "envoy-gateway",
    engine: "argo-cd",
    namespace: gatewayNamespace,
    sharesNamespaceWith: ["gateway-api"],
    project: "ingress",
    wave: 2,
    chart: {
      chart: "gateway-helm",
      release: "gateway-helm",
      values: {
        // The application gateway-api brings them, first.
        crds: { enabled: false },
        deployment: { replicas: 2 },
        podDisruptionBudget: { minAvailable: 1 },
      },
    },
    manifests: gatewayManifests(environment),
    secrets: [],
    identities: [],
    buckets: [],
    uses: [{ kind: "cluster-issuer", name: issuerName(environment) }],
    gives: [
      { kind: "cluster-issuer", name: issuerName(environment) },
      { kind: "host", name: environment.ingress.host },
      ...Object.values(sections).map((section) => ({
        kind: "listener" as const,
        namespace: gatewayNamespace,
        gateway: gatewayName,
        section,
      })),
    ],
  };
}
