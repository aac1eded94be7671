import { expect, test } from "vitest";
import { at, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import { countsByKind, hooksOf, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import { gatewayHelm } from "./gateway-helm.ts";

const { reference, newest } = versionsOf(gatewayHelm);

test("certificates are made before the installation and at every upgrade", () => {
  expect(hooksOf(renderChart(reference))).toEqual({
    "Job/gateway-helm-certgen": "pre-install, pre-upgrade",
    "Role/gateway-helm-certgen": "pre-install",
    "RoleBinding/gateway-helm-certgen": "pre-install",
    "ServiceAccount/gateway-helm-certgen": "pre-install",
  });
});

// Real chart v1.9.0: an engine that makes hooks again at every synchronization needs the rights in time.
test("the newer chart makes the rights of that Job before it, at every upgrade", () => {
  const rendered = renderChart(newest);
  const { "Job/gateway-helm-certgen": job, ...rights } = hooksOf(rendered);
  expect([job, ...new Set(Object.values(rights))]).toEqual(["pre-install, pre-upgrade", "pre-install, pre-upgrade"]);
  expect(objectOf(rendered, "Role", "gateway-helm-certgen").metadata.annotations).toMatchObject({
    "helm.sh/hook-weight": "-1",
  });
});

test("controller, Service and account have the same names in every release", () => {
  const rendered = renderChart(newest, {}, { release: "ingress" });
  expect(namesOf(rendered, "Deployment")).toEqual(["envoy-gateway"]);
  expect(namesOf(rendered, "Service")).toEqual(["envoy-gateway"]);
  expect(namesOf(rendered, "Job")).toEqual(["ingress-gateway-helm-certgen"]);
});

test("the kinds can be left to another chart, and with them the policy that guards them", () => {
  const counts = countsByKind(renderChart(newest, { crds: { enabled: false } }));
  expect(counts.CustomResourceDefinition).toBeUndefined();
  expect(counts.ValidatingAdmissionPolicy).toBeUndefined();
});

test("a budget for disruptions is made when it protects a replica", () => {
  expect(namesOf(renderChart(newest), "PodDisruptionBudget")).toEqual([]);
  const rendered = renderChart(newest, { podDisruptionBudget: { minAvailable: 1 }, deployment: { replicas: 2 } });
  expect(at(objectOf(rendered, "PodDisruptionBudget", "envoy-gateway"), "spec.minAvailable")).toBe(1);
  expect(at(objectOf(rendered, "Deployment", "envoy-gateway"), "spec.replicas")).toBe(2);
});

test("pull secrets reach the controller and the Job", () => {
  const values = { global: { images: { envoyGateway: { pullSecrets: [{ name: "docker-cfg" }] } } } };
  const rendered = renderChart(newest, values);
  for (const [kind, name] of [
    ["Deployment", "envoy-gateway"],
    ["Job", "gateway-helm-certgen"],
  ] as const) {
    const secrets = objectsAt(objectOf(rendered, kind, name), "spec.template.spec.imagePullSecrets");
    expect(secrets.map((secret) => textAt(secret, "name"))).toEqual(["docker-cfg"]);
  }
});
