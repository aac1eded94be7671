import { expect, test } from "vitest";
import { at, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import { hooksOf, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import { flux2 } from "./flux2.ts";

const { reference, newest } = versionsOf(flux2);

test("it checks the cluster before it is installed", () => {
  expect(hooksOf(renderChart(newest, {}, { release: "flux" }))).toEqual({
    "Job/flux-flux-check": "pre-install",
    "ServiceAccount/flux-flux-check": "pre-install",
  });
});

test("its kinds are templates that go with the release", () => {
  const rendered = renderChart(newest);
  expect(rendered.crds).toEqual([]);
  const kind = objectOf(rendered, "CustomResourceDefinition", "helmreleases.helm.toolkit.fluxcd.io");
  expect(kind.metadata.annotations).toBeUndefined();
});

test.each([
  ["reference", reference, ["v1beta2"]],
  ["newest", newest, ["v1"]],
] as const)("the %s version serves OCIRepository in one version only", (_name, chart, versions) => {
  const rendered = renderChart(chart);
  const kind = objectOf(rendered, "CustomResourceDefinition", "ocirepositories.source.toolkit.fluxcd.io");
  expect(objectsAt(kind, "spec.versions").map((version) => textAt(version, "name"))).toEqual(versions);
});

test("a controller that is switched off leaves with its account", () => {
  const rendered = renderChart(newest, {
    imageAutomationController: { create: false, serviceAccount: { create: false } },
  });
  expect(namesOf(rendered, "Deployment")).not.toContain("image-automation-controller");
  expect(namesOf(rendered, "ServiceAccount")).not.toContain("image-automation-controller");
});

test("kinds can be left to somebody else", () => {
  expect(namesOf(renderChart(newest, { installCRDs: false }), "CustomResourceDefinition")).toEqual([]);
});

test("kinds can be kept when the release goes", () => {
  const rendered = renderChart(newest, { crds: { annotations: { "helm.sh/resource-policy": "keep" } } });
  const kind = objectOf(rendered, "CustomResourceDefinition", "kustomizations.kustomize.toolkit.fluxcd.io");
  expect(kind.metadata.annotations).toEqual({ "helm.sh/resource-policy": "keep" });
});

test("image, resources and node selector of a controller are those of the values", () => {
  const resources = { requests: { cpu: "1", memory: "1Gi" }, limits: {} };
  const nodeSelector = { "kubernetes.io/arch": "arm64" };
  const rendered = renderChart(newest, { helmController: { tag: "v9", resources, nodeSelector } });
  const spec = at(objectOf(rendered, "Deployment", "helm-controller"), "spec.template.spec");
  expect(objectsAt(spec, "containers")[0]).toMatchObject({ image: "ghcr.io/fluxcd/helm-controller:v9", resources });
  expect(at(spec, "nodeSelector")).toEqual(nodeSelector);
});

test("stored objects are migrated before an upgrade only when asked", () => {
  const migrate = { crds: { migration: { enabled: true } } };
  expect(hooksOf(renderChart(newest, migrate))).toMatchObject({ "Job/flux2-flux-migrate": "pre-upgrade" });
  expect(hooksOf(renderChart(reference, migrate))).not.toHaveProperty("Job/flux2-flux-migrate");
});
