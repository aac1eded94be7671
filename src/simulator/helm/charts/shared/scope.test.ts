import { expect, test } from "vitest";
import { type ScopeOptions, scopeOf } from "./scope.ts";

test("objects are named by release and chart", () => expect(fullName("web")).toBe("web-trivy-operator"));

test("a release that holds the chart's name is enough", () =>
  expect(fullName("my-trivy-operator")).toBe("my-trivy-operator"));

test("the name can be overridden in part and as a whole", () => {
  expect(fullName("web", { nameOverride: "scanner" })).toBe("web-scanner");
  expect(fullName("web", { nameOverride: "scanner", fullnameOverride: "scan" })).toBe("scan");
});

test("a sub-chart is named by its own values", () => {
  const values = { grafana: { fullnameOverride: "charts" } };
  expect(fullName("web", values, { chart: "grafana", below: "grafana" })).toBe("charts");
});

test("no name is longer than a DNS label", () => expect(fullName("a".repeat(70)).length).toBe(63));

function fullName(release: string, values = {}, options: ScopeOptions = {}): string {
  const rendering = {
    release,
    namespace: "test",
    values,
    isUpgrade: false,
    kubernetesVersion: "1.35",
    serves: () => false,
    random: () => "",
    chart: "trivy-operator",
    version: "0.24.1",
    appVersion: "0.22.0",
    edition: "reference",
    definitions: [],
  } as const;
  return scopeOf(rendering, options).fullName;
}
