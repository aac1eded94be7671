import { expect, test } from "vitest";
import { groupOf, type Manifest } from "../../kubernetes/object.ts";
import { refusalOf } from "../../kubernetes/server/kubernetes-error.ts";
import { testCluster } from "../../kubernetes/testing/cluster.ts";
import { renderChart } from "../../testing/chart.ts";
import type { JsonObject } from "../../world/json.ts";
import { platformCharts } from "./platform-charts.ts";

const rendered = platformCharts.map((chart) => ({
  chart: `${chart.name} ${chart.version}`,
  ...renderChart(chart, requiredValues(chart.name)),
}));

const definitions = rendered
  .flatMap(({ crds, objects }) => [...crds, ...objects])
  .filter(({ kind }) => kind === "CustomResourceDefinition");

test.each(rendered)("an API server accepts every object of $chart", ({ objects }) => {
  const { api } = testCluster({ namespaces: ["test", ...new Set(namespacesOf(objects))] });
  for (const definition of definitions) refusalOf(() => api.create(definition));
  const refusals = inOrder(objects).flatMap((object) => {
    const refusal = refusalOf(() => api.create(object));
    return refusal ? [`${object.kind} ${object.metadata.name}: ${refusal.message}`] : [];
  });
  expect(refusals.filter((text) => !text.includes("already exists"))).toEqual([]);
});

function namespacesOf(objects: readonly Manifest[]): readonly string[] {
  const own = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
  return own.filter((name) => !["default", "kube-system", "test"].includes(name));
}

/** Webhooks last: nobody serves them here. */
function inOrder(objects: readonly Manifest[]): readonly Manifest[] {
  const isWebhook = ({ apiVersion }: Manifest) => groupOf(apiVersion) === "admissionregistration.k8s.io";
  return [...objects.filter((object) => !isWebhook(object)), ...objects.filter(isWebhook)];
}

/** What a chart cannot be rendered without. */
function requiredValues(chart: string): JsonObject {
  return chart.startsWith("ocean") ? { spotinst: { token: "t", account: "act-1", clusterIdentifier: "c" } } : {};
}
