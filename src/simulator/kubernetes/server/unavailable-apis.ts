import type { Cluster } from "../cluster.ts";
import { textAt } from "../fields.ts";
import { readyEndpoints } from "../workloads/pods/running.ts";

/** Aggregated APIs, as `group/version`, whose Service has no ready pod: nobody can tell what kinds they have. */
export function unavailableApis(cluster: Cluster): readonly string[] {
  return cluster.store.list("apiregistration.k8s.io/APIService").flatMap((api) => {
    const service = { namespace: textAt(api, "spec.service.namespace"), name: textAt(api, "spec.service.name") };
    if (service.name === "" || readyEndpoints(cluster, service).length > 0) return [];
    return [`${textAt(api, "spec.group")}/${textAt(api, "spec.version")}`];
  });
}
