import { expect, test } from "vitest";
import { kubectlProvider } from "../../kubectl/provider.ts";
import { SimulatedProvider } from "../../planning/provider.ts";
import { providerTables } from "../../planning/tables.ts";
import type { Values } from "../../planning/values.ts";
import { type ProviderCluster, providerCluster } from "../../testing/provider-cluster.ts";

function providerOn({ surroundings, environment }: ProviderCluster, config: Values) {
  const provider = new SimulatedProvider(kubectlProvider(surroundings), providerTables("kubectl"), { environment });
  expect(provider.configure(config).diagnostics).toEqual([]);
  return provider;
}

const manifest: Values = { api_version: "v1", kind: "ConfigMap", name: "kube-root-ca.crt", namespace: "team" };

test("a recovery reaches the cluster that the stack last reached", () => {
  const cluster = providerCluster();
  providerOn(cluster, cluster.block());
  const { diagnostics } = providerOn(cluster, { region: "us-east-1" }).applyResource(
    "kubectl_manifest",
    manifest,
    null,
    null,
  );
  expect(diagnostics).toEqual([]);
  expect(cluster.inside.api.find("/ConfigMap", "kube-root-ca.crt", "team")).toBeUndefined();
});

test("tokens are not kept for it", () => {
  const cluster = providerCluster();
  providerOn(cluster, cluster.block({ exec: [], token: "k8s-aws-v1.c2VjcmV0" }));
  expect(JSON.stringify(cluster.world.snapshot())).not.toContain("c2VjcmV0");
});
