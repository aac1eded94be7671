import { type PlatformApplication, selfContained } from "../gitops/application.ts";

const name = "cert-manager";

/** Gets certificates for annotated Gateways. The kinds of the Gateway API are there first: without them its controller ends at once. */
export function certManager(): PlatformApplication {
  return {
    ...selfContained,
    name,
    engine: "argo-cd",
    namespace: name,
    project: "ingress",
    wave: 1,
    chart: {
      chart: "cert-manager",
      release: name,
      values: {
        crds: { enabled: true },
        config: { gatewayAPI: { enabled: true } },
        // Keeps every object in its namespace: the default would be kube-system.
        global: { leaderElection: { namespace: name } },
      },
    },
  };
}
