import { expect, test } from "vitest";
import { at, objectAt, objectsAt, textsAt } from "../../../kubernetes/fields.ts";
import { countsByKind, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import { ChartError } from "../../chart.ts";
import { policyReporter } from "./policy-reporter.ts";

const { reference, newest } = versionsOf(policyReporter);
const resources = { requests: { cpu: "5m", memory: "75Mi" }, limits: { cpu: "10m", memory: "100Mi" } };

/** What the reference system sets. Source: its overrides of chart 2.24.1. */
const overrides = { ui: { enabled: true, displayMode: "dark", refreshInterval: 100_000 }, resources };

test("the reference values give as many objects as the real chart", () => {
  expect(countsByKind(renderChart(reference, overrides))).toEqual({
    ClusterRole: 1,
    ClusterRoleBinding: 1,
    ConfigMap: 1,
    Deployment: 2,
    Role: 2,
    RoleBinding: 2,
    Secret: 1,
    Service: 2,
    ServiceAccount: 2,
  });
});

test("the pages are set by a ConfigMap, in chart 3 by a Secret", () => {
  const config = objectAt(
    objectOf(renderChart(reference, overrides), "ConfigMap", "policy-reporter-ui-config"),
    "data",
  );
  expect(JSON.parse(String(config["config.yaml"]))).toMatchObject({ displayMode: "dark", refreshInterval: 100_000 });
  const rendered = renderChart(newest, overrides);
  expect(namesOf(rendered, "ConfigMap")).toEqual([]);
  expect(namesOf(rendered, "Secret")).toEqual([
    "policy-reporter-config",
    "policy-reporter-ui-config",
    "policy-reporter-ui-default-cluster",
  ]);
});

test("the selector of the pages, which cannot be changed, is another in chart 3", () => {
  const selector = (chart: typeof newest) =>
    at(objectOf(renderChart(chart, overrides), "Deployment", "policy-reporter-ui"), "spec.selector.matchLabels");
  expect(selector(reference)).not.toEqual(selector(newest));
});

test("chart 3 does not name its objects by the release", () => {
  expect(namesOf(renderChart(newest, {}, { release: "reports" }), "Deployment")).toEqual(["policy-reporter"]);
  expect(namesOf(renderChart(reference, {}, { release: "reports" }), "Deployment")).toEqual([
    "reports-policy-reporter",
  ]);
});

test("the pages need the interface of the reporter", () => {
  const args = (values: object) => {
    const deployment = objectOf(renderChart(reference, { ...values }), "Deployment", "policy-reporter");
    return textsAt(objectsAt(deployment, "spec.template.spec.containers")[0], "args");
  };
  expect(args({})).toContain("--rest-enabled=false");
  expect(args(overrides)).toContain("--rest-enabled=true");
});

test("kinds come only when asked for", () => {
  expect(namesOf(renderChart(newest, { target: { crd: true } }), "CustomResourceDefinition")).toEqual([
    "targetconfigs.policyreporter.kyverno.io",
  ]);
});

test("plugins that the simulator does not make are refused", () => {
  expect(() => renderChart(newest, { plugin: { kyverno: { enabled: true } } })).toThrow(ChartError);
});
