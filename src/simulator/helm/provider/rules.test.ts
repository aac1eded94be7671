import type { Values } from "../../planning/values.ts";
import { chartOf, configMap } from "../../testing/helm.ts";
import { TestProvider } from "../../testing/provider.ts";
import { providerCluster } from "../../testing/provider-cluster.ts";
import { testRules } from "../../testing/rule-test.ts";
import type { Chart } from "../chart.ts";
import { chartIn } from "../find-chart.ts";
import { helmProvider } from "./provider.ts";
import { releaseClient } from "./release-client.ts";
import { helmProviderRules } from "./rules.ts";

const charts = [chartOf([configMap("settings")]), chartOf([configMap("settings")], { version: "1.5.0" })];
const find = (repository: string, name: string, version?: string): Chart =>
  chartIn(charts, { repository, name, version });

function apply(config: Values, block: Values = {}): void {
  const cluster = providerCluster();
  const { exec, ...rest } = cluster.block(block);
  const kubernetes = { ...rest, exec: Array.isArray(exec) ? (exec[0] ?? null) : null };
  const client = releaseClient(cluster.surroundings, find, { kubernetes }, cluster.environment);
  const provider = new TestProvider(cluster.world, helmProvider(cluster.surroundings, find), client);
  const place = { name: "web", namespace: "team", repository: "https://charts.example.com", chart: "app" };
  provider.create("helm_release", { ...place, ...config });
}

testRules(helmProviderRules, () => undefined, {
  locateChart: {
    refused: () => apply({ chart: "missing" }),
    accepted: () => apply({ chart: "app" }),
  },
  plannedVersion: {
    refused: () => apply({ version: "1.x" }),
    accepted: () => apply({ version: "v1.5.0" }),
  },
  unreachable: {
    refused: () => apply({}, { token: "k8s-aws-v1.bm9uc2Vuc2U", exec: null }),
    accepted: () => apply({}),
  },
});
