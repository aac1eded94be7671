import { expect, test } from "vitest";
import { namesOf, objectOf, renderChart, versionsOf } from "../../testing/chart.ts";
import { ChartError } from "../chart.ts";
import { spaceliftWorkerpoolController } from "./spacelift-workerpool-controller.ts";

const { reference, newest } = versionsOf(spaceliftWorkerpoolController);
const name = "spacelift-workerpool-controller";
const workerPools = "workerpools.workers.spacelift.io";

test("the older chart leaves its kinds behind, whatever is said of them", () => {
  expect(renderChart(reference, { crds: { install: false } }).crds.length).toBe(2);
});

test("the kinds of the newer chart go with the release unless they are kept", () => {
  const keep = { "helm.sh/resource-policy": "keep" };
  const annotations = (values: object) =>
    objectOf(renderChart(newest, { ...values }), "CustomResourceDefinition", workerPools).metadata.annotations;
  expect(renderChart(newest).crds).toEqual([]);
  expect(annotations({})).toBeUndefined();
  expect(annotations({ crds: { annotations: keep } })).toEqual(keep);
});

test("the kinds of the newer chart can be left to somebody else", () => {
  expect(namesOf(renderChart(newest, { crds: { install: false } }), "CustomResourceDefinition")).toEqual([]);
});

test("a controller of some namespaces has no rights in the others", () => {
  const rendered = renderChart(newest, { controllerManager: { namespaces: ["pools"] } });
  expect(namesOf(rendered, "ClusterRole")).toEqual([]);
  expect(objectOf(rendered, "Role", `${name}-manager-role`).metadata.namespace).toBe("pools");
});

test("the exporter that the simulator does not make is refused", () => {
  expect(() => renderChart(newest, { "spacelift-promex": { enabled: true } })).toThrow(ChartError);
});
