import { describe, expect, test } from "vitest";
import { chartFacts } from "../../../../charts/chart-facts.ts";
import { at, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import { countsByKind, hooksOf, namesOf, objectOf, renderChart } from "../../../testing/chart.ts";
import { flux2 } from "./flux2.ts";

const counts = chartFacts("flux2").object_counts as Readonly<Record<string, Readonly<Record<string, number>>>>;

describe.each([
  ["reference", flux2[0]],
  ["newest", flux2[1]],
] as const)("the %s version", (edition, chart) => {
  if (!chart) throw new RangeError("flux2 has two versions");

  test("makes as many objects of each kind as the real chart", () => {
    expect(countsByKind(renderChart(chart))).toEqual(counts[edition]);
  });

  test("checks the cluster before it is installed", () => {
    const rendered = renderChart(chart, {}, { release: "flux" });
    expect(hooksOf(rendered)).toEqual({
      "Job/flux-flux-check": "pre-install",
      "ServiceAccount/flux-flux-check": "pre-install",
    });
  });

  test("its kinds are templates that go with the release", () => {
    const rendered = renderChart(chart);
    expect(rendered.crds).toEqual([]);
    const kind = objectOf(rendered, "CustomResourceDefinition", "helmreleases.helm.toolkit.fluxcd.io");
    expect(kind.metadata.annotations).toBeUndefined();
  });
});

test.each([
  [0, ["v1beta2"]],
  [1, ["v1"]],
])("version %i serves OCIRepository as %j", (index, versions) => {
  const rendered = renderChart(chartAt(index));
  const kind = objectOf(rendered, "CustomResourceDefinition", "ocirepositories.source.toolkit.fluxcd.io");
  expect(objectsAt(kind, "spec.versions").map((version) => textAt(version, "name"))).toEqual(versions);
});

test("a controller that is switched off leaves with its account", () => {
  const rendered = renderChart(chartAt(1), {
    imageAutomationController: { create: false, serviceAccount: { create: false } },
  });
  expect(namesOf(rendered, "Deployment")).not.toContain("image-automation-controller");
  expect(namesOf(rendered, "ServiceAccount")).not.toContain("image-automation-controller");
});

test("kinds can be left to somebody else", () => {
  expect(namesOf(renderChart(chartAt(1), { installCRDs: false }), "CustomResourceDefinition")).toEqual([]);
});

test("kinds can be kept when the release goes", () => {
  const rendered = renderChart(chartAt(1), { crds: { annotations: { "helm.sh/resource-policy": "keep" } } });
  const kind = objectOf(rendered, "CustomResourceDefinition", "kustomizations.kustomize.toolkit.fluxcd.io");
  expect(kind.metadata.annotations).toEqual({ "helm.sh/resource-policy": "keep" });
});

test("image, resources and node selector of a controller are those of the values", () => {
  const resources = { requests: { cpu: "1", memory: "1Gi" }, limits: {} };
  const nodeSelector = { "kubernetes.io/arch": "arm64" };
  const rendered = renderChart(chartAt(1), { helmController: { tag: "v9", resources, nodeSelector } });
  const spec = at(objectOf(rendered, "Deployment", "helm-controller"), "spec.template.spec");
  expect(objectsAt(spec, "containers")[0]).toMatchObject({ image: "ghcr.io/fluxcd/helm-controller:v9", resources });
  expect(at(spec, "nodeSelector")).toEqual(nodeSelector);
});

test("stored objects are migrated before an upgrade only when asked", () => {
  const migrate = { crds: { migration: { enabled: true } } };
  expect(hooksOf(renderChart(chartAt(1), migrate))).toMatchObject({ "Job/flux2-flux-migrate": "pre-upgrade" });
  expect(hooksOf(renderChart(chartAt(0), migrate))).not.toHaveProperty("Job/flux2-flux-migrate");
});

function chartAt(index: number) {
  const chart = flux2[index];
  if (!chart) throw new RangeError(`flux2 has no version ${index}`);
  return chart;
}
