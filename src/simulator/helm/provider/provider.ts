import type { ClusterSurroundings } from "../../kubernetes/provider/kubernetes-client.ts";
import type { Service } from "../../planning/service.ts";
import { findChart } from "../charts.ts";
import { type FindChart, type ReleaseClient, releaseClient, releaseRecovery } from "./release-client.ts";
import { releaseResource } from "./release-resource.ts";
import { templateData } from "./template-data.ts";

/** The provider `hashicorp/helm` on the simulated clusters; charts are those that the simulator knows unless others are given. */
export function helmProvider(surroundings: ClusterSurroundings, charts: FindChart = findChart): Service<ReleaseClient> {
  return {
    provider: "helm",
    sources: ["hashicorp/helm"],
    resources: [releaseResource],
    dataSources: [templateData],
    ephemeralResources: [],
    functions: [],
    durations: { helm_release: { create: 2, update: 2, delete: 2 } },
    configure: (config, environment) => releaseClient(surroundings, charts, config, environment),
    recovery: releaseRecovery(surroundings, charts),
  };
}
