import type { Durations, Service } from "../../planning/service.ts";
import { dataSources } from "./data-sources.ts";
import {
  type ClusterSurroundings,
  type KubernetesClient,
  kubernetesClient,
  kubernetesRecovery,
} from "./kubernetes-client.ts";
import { manifestResource } from "./manifest-resource.ts";
import { partialResources } from "./partial-resources.ts";
import { typedKinds } from "./typed-kinds.ts";
import { typedResource } from "./typed-resource.ts";

/** Seconds that one call of an API server takes; waits come on top. */
const oneCall: Durations = { create: 0.2, update: 0.2, delete: 0.2 };

/** The provider `hashicorp/kubernetes` on the simulated clusters. */
export function kubernetesProvider(surroundings: ClusterSurroundings): Service<KubernetesClient> {
  const typed = typedKinds.flatMap((kind) =>
    [`kubernetes_${kind.type}`, `kubernetes_${kind.type}_v1`].map((type) => typedResource(type, kind)),
  );
  const resources = [...typed, ...partialResources, manifestResource];
  return {
    provider: "kubernetes",
    sources: ["hashicorp/kubernetes"],
    resources,
    dataSources: dataSources(),
    ephemeralResources: [],
    functions: [],
    durations: Object.fromEntries(resources.map(({ type }) => [type, oneCall])),
    configure: (config, environment) => kubernetesClient(surroundings, config, environment),
    recovery: kubernetesRecovery(surroundings),
  };
}
