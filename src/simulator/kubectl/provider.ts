import type { ClusterSurroundings } from "../kubernetes/provider/kubernetes-client.ts";
import type { Service } from "../planning/service.ts";
import { fileDocuments, filenameList, pathDocuments } from "./documents-data.ts";
import { type KubectlClient, kubectlClient, kubectlRecovery } from "./kubectl-client.ts";
import { manifestData, manifestEphemeral, serverVersionData, serverVersionResource } from "./lookups.ts";
import { manifestResource } from "./manifest-resource.ts";

/** The provider `alekc/kubectl` on the simulated clusters. */
export function kubectlProvider(surroundings: ClusterSurroundings): Service<KubectlClient> {
  return {
    provider: "kubectl",
    sources: ["alekc/kubectl"],
    resources: [manifestResource, serverVersionResource],
    dataSources: [fileDocuments, filenameList, manifestData, pathDocuments, serverVersionData],
    ephemeralResources: [manifestEphemeral],
    functions: [],
    durations: { kubectl_manifest: { create: 0.5, update: 0.5, delete: 0.5 } },
    configure: (config, environment) => kubectlClient(surroundings, config, environment),
    recovery: kubectlRecovery(surroundings),
  };
}
