import { describe, expect, test } from "vitest";
import { chartFacts } from "../../../charts/chart-facts.ts";
import { countsByKind, renderChart } from "../../testing/chart.ts";
import type { JsonObject } from "../../world/json.ts";
import { platformCharts } from "./platform-charts.ts";

type Counts = Readonly<Record<string, number>>;

interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly helm_hook?: string;
}

/** Objects that the simulated charts do not make, and why: by chart and version, the kind and how many. */
const leftOut: Readonly<Record<string, Counts>> = {
  // Dashboards of Grafana, which nothing depends on.
  "victoria-metrics-k8s-stack 0.24.5": { ConfigMap: 10 },
};

/** Values without which a chart does not render. */
const needed: Readonly<Record<string, JsonObject>> = {
  "ocean-kubernetes-controller": { spotinst: { token: "token", account: "act-1", clusterIdentifier: "test" } },
};

describe.each(platformCharts.map((chart) => [`${chart.name} ${chart.version}`, chart] as const))("%s", (id, chart) => {
  const facts = chartFacts(chart.name);
  const isReference = chart.version === facts.reference.version;
  const counts = facts.object_counts as Readonly<Record<string, Counts>>;
  const workloads = facts[isReference ? "workloads_reference" : "workloads"] as readonly Workload[];

  test("makes as many objects of each kind as the real chart with its own values", () => {
    const made = countsByKind(render());
    for (const [kind, missing] of Object.entries(leftOut[id] ?? {})) made[kind] = (made[kind] ?? 0) + missing;
    expect(made).toEqual(counts[isReference ? "reference" : "newest"]);
  });

  test("its workloads are named as in the real chart", () => {
    const made = [...render().objects].map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(made).toEqual(
      expect.arrayContaining(workloads.map(({ kind, name }) => `${kind}/${name.replace("<release>", "a")}`)),
    );
  });

  test("its hooks run when those of the real chart do", () => {
    const hooks = workloads.filter(({ helm_hook }) => helm_hook !== undefined);
    for (const { kind, name, helm_hook } of hooks) {
      const hook = render().objects.find(
        (object) => object.kind === kind && object.metadata.name === name.replace("<release>", "a"),
      );
      expect(hook?.metadata.annotations?.["helm.sh/hook"]).toBe(helm_hook);
    }
  });

  test("says the same whenever it is rendered", () => {
    expect(render()).toEqual(render());
  });

  function render(): ReturnType<typeof renderChart> {
    return renderChart(chart, needed[chart.name] ?? {}, { release: "a" });
  }
});
