import { expect, test } from "vitest";
import { type Chart, ChartError } from "./chart.ts";
import { chartIn } from "./find-chart.ts";

function chart(name: string, version: string, repositories: readonly string[]): Chart {
  return { name, version, appVersion: version, repositories, defaults: {}, render: () => ({ crds: [], objects: [] }) };
}

const offered = [
  chart("app", "1.0.0", ["https://charts.example.com"]),
  chart("app", "1.9.0", ["https://charts.example.com"]),
  chart("app", "2.0.0", ["https://charts.example.com", "oci://registry.example.com/charts/app"]),
  chart("tool", "v1.2.3", ["https://charts.example.com"]),
];

const repository = "https://charts.example.com";

test("without a version the newest is taken, with one exactly that", () => {
  expect(chartIn(offered, { repository, name: "app" }).version).toBe("2.0.0");
  expect(chartIn(offered, { repository: `${repository}/`, name: "app", version: "1.0.0" }).version).toBe("1.0.0");
});

test("a range takes the newest in it", () => {
  expect(chartIn(offered, { repository, name: "app", version: "1.x" }).version).toBe("1.9.0");
});

test("a version may be written with or without its v", () => {
  expect(chartIn(offered, { repository, name: "tool", version: "1.2.3" }).version).toBe("v1.2.3");
});

test("a registry takes the address of the chart whole or in two parts", () => {
  const whole = { repository: "", name: "oci://registry.example.com/charts/app", version: "2.0.0" };
  expect(chartIn(offered, whole).version).toBe("2.0.0");
  expect(chartIn(offered, { repository: "oci://registry.example.com/charts", name: "app" }).version).toBe("2.0.0");
});

test.each([
  [{ repository: "https://nowhere.example.com", name: "app" }, "is not a valid chart repository or cannot be reached"],
  [{ repository, name: "missing" }, `chart "missing" not found in ${repository} repository`],
  [{ repository, name: "app", version: "9.9.9" }, `chart "app" version "9.9.9" not found in ${repository} repository`],
  [{ repository: "", name: "oci://registry.example.com/charts/app", version: "1.0.0" }, "charts/app:1.0.0: not found"],
  [{ repository: "", name: "stable/app" }, "repo stable not found"],
])("what is not there is said in Helm's words: %j", (query, words) => {
  expect(() => chartIn(offered, query)).toThrow(ChartError);
  expect(() => chartIn(offered, query)).toThrow(words);
});
