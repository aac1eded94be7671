import { expect, test } from "vitest";
import { objectAt, objectsAt } from "../../kubernetes/fields.ts";
import { countsByKind, namesOf, objectOf, renderChart, versionsOf } from "../../testing/chart.ts";
import { trivyPolrAdapter } from "./trivy-operator-polr-adapter.ts";

const { reference, newest } = versionsOf(trivyPolrAdapter);
const name = "trivy-operator-polr-adapter";
const resources = { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "100m", memory: "128Mi" } };

/** What the reference system sets. Source: its overrides of chart 0.8.0. */
const overrides = { crds: { install: true }, adapters: { complianceReports: { enabled: true } }, resources };

test("the reference values give as many objects as the real chart", () => {
  expect(countsByKind(renderChart(reference, overrides))).toEqual({
    ClusterRole: 1,
    ClusterRoleBinding: 1,
    ConfigMap: 1,
    CustomResourceDefinition: 2,
    Deployment: 1,
    ServiceAccount: 1,
  });
});

test("the kinds of policy reports come only when asked for, as templates", () => {
  expect(namesOf(renderChart(newest), "CustomResourceDefinition")).toEqual([]);
  const rendered = renderChart(newest, overrides);
  expect(rendered.crds).toEqual([]);
  expect(namesOf(rendered, "CustomResourceDefinition")).toEqual([
    "clusterpolicyreports.wgpolicyk8s.io",
    "policyreports.wgpolicyk8s.io",
  ]);
});

test("the newer chart also brings the newer kinds", () => {
  const install = { openreports: { install: true } };
  expect(namesOf(renderChart(newest, install), "CustomResourceDefinition")).toContain("reports.openreports.io");
  expect(namesOf(renderChart(reference, install), "CustomResourceDefinition")).toEqual([]);
});

test("each adapter reaches the configuration", () => {
  const config = (values: object) =>
    JSON.parse(
      String(
        objectAt(objectOf(renderChart(reference, { ...values }), "ConfigMap", `${name}-config`), "data")["config.yaml"],
      ),
    );
  expect(config({}).complianceReports.enabled).toBe(false);
  expect(config(overrides).complianceReports.enabled).toBe(true);
});

test("resources are those of the values", () => {
  const deployment = objectOf(renderChart(reference, overrides), "Deployment", name);
  expect(objectsAt(deployment, "spec.template.spec.containers")[0]?.resources).toEqual(resources);
});
