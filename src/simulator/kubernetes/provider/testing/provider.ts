import type { Values } from "../../../planning/values.ts";
import { TestProvider } from "../../../testing/provider.ts";
import type { ProviderCluster } from "../../../testing/provider-cluster.ts";
import { kubernetesClient } from "../kubernetes-client.ts";
import { kubernetesProvider } from "../provider.ts";

/** The `kubernetes` provider on a cluster, its block changed. */
export function providerOn(cluster: ProviderCluster, changes: Values = {}) {
  const client = kubernetesClient(cluster.surroundings, cluster.block(changes), cluster.environment);
  return new TestProvider(cluster.world, kubernetesProvider(cluster.surroundings), client);
}

/** Metadata of an object in the namespace `team`. */
export const named = (name: string, more: Values = {}): Values => ({
  metadata: [{ name, namespace: "team", ...more }],
});
