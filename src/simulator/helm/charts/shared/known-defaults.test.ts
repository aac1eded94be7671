import { expect, test } from "vitest";
import { at } from "../../../kubernetes/fields.ts";
import { knownDefaults } from "./known-defaults.ts";

test("values of the chart itself come before those of its sub-chart", () => {
  const defaults = knownDefaults("victoria-metrics-k8s-stack", "reference");
  expect(at(defaults, "grafana.enabled")).toBe(true);
  expect(at(defaults, "grafana.image.repository")).toBe("grafana/grafana");
});

test("texts that the facts leave out are left out", () => {
  expect(JSON.stringify(knownDefaults("argo-cd", "newest"))).not.toMatch(/<(text \d+ lines?|template)>/);
});
