import { expect, test } from "vitest";
import { at, objectAt, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import { countsByKind, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import { oceanController } from "./ocean-kubernetes-controller.ts";

const { reference, newest } = versionsOf(oceanController);
const name = "ocean-kubernetes-controller";
const spotinst = { token: "token", account: "act-1", clusterIdentifier: "test", disableAutoUpdate: true };

/** What the reference system sets. Source: its overrides of chart 0.1.52. */
const overrides = {
  spotinst,
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "1000m", memory: "512Mi" } },
  logShipping: { enabled: false },
};

test("the reference values give as many objects as the real chart", () => {
  expect(countsByKind(renderChart(reference, overrides))).toEqual({
    APIService: 1,
    ClusterRole: 3,
    ClusterRoleBinding: 3,
    ConfigMap: 1,
    Deployment: 2,
    ResourceQuota: 1,
    RoleBinding: 1,
    Secret: 1,
    Service: 1,
    ServiceAccount: 2,
  });
});

test("two replicas run with the priority of the system", () => {
  const deployment = objectOf(renderChart(newest, overrides), "Deployment", name);
  expect(at(deployment, "spec.replicas")).toBe(2);
  expect(at(deployment, "spec.template.spec.priorityClassName")).toBe("system-node-critical");
});

test.each(["token", "account", "clusterIdentifier"])("without %s nothing is rendered", (key) => {
  const render = () => renderChart(newest, { spotinst: { ...spotinst, [key]: "" } });
  expect(render).toThrow(ChartError);
  expect(render).toThrow(`\`spotinst.${key}\` must be specified`);
});

test("token and account can come from a Secret of somebody else", () => {
  const values = { spotinst: { clusterIdentifier: "test" }, secret: { create: false, name: "spot" } };
  const rendered = renderChart(newest, values);
  expect(namesOf(rendered, "Secret")).toEqual([]);
  expect(secretOf(objectsAt(objectOf(rendered, "Deployment", name), "spec.template.spec.containers")[0])).toBe("spot");
});

test("the sidecar that ships logs can be left out", () => {
  const containers = (values: JsonObject) =>
    objectsAt(objectOf(renderChart(newest, values), "Deployment", name), "spec.template.spec.containers").length;
  expect(containers({ spotinst })).toBe(2);
  expect(containers(overrides)).toBe(1);
});

test("a controller that updates itself has an account for it", () => {
  const updating = { ...overrides, spotinst: { ...spotinst, disableAutoUpdate: false } };
  expect(namesOf(renderChart(newest, updating), "ServiceAccount")).toContain(`${name}-auto-updater`);
  const config = objectAt(objectOf(renderChart(newest, updating), "ConfigMap", name), "data");
  expect(config["disable-auto-update"]).toBe("false");
});

test("the quota for the system's priorities is needed outside kube-system only", () => {
  expect(namesOf(renderChart(newest, overrides, { namespace: "kube-system" }), "ResourceQuota")).toEqual([]);
});

test("metrics-server can be left to somebody else", () => {
  const rendered = renderChart(newest, { ...overrides, "metrics-server": { deployChart: false } });
  expect(namesOf(rendered, "Deployment")).toEqual([name]);
  expect(namesOf(rendered, "APIService")).toEqual([]);
});

function secretOf(container: JsonObject | undefined): string {
  return textAt(objectsAt(container, "env")[0], "valueFrom.secretKeyRef.name");
}
