import { expect, test } from "vitest";
import { at, objectAt, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import { countsByKind, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import { trivyOperator } from "./trivy-operator.ts";

const { reference, newest } = versionsOf(trivyOperator);

/** What the reference system sets. Source: its overrides of chart 0.24.1. */
const overrides = {
  operator: { accessGlobalSecretsAndServiceAccount: false },
  trivyOperator: { excludeImages: "amazon-k8s-cni:*,eks/coredns:*" },
  trivy: { ignoreUnfixed: true },
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: 1, memory: "1Gi" } },
};

test("the reference values give as many objects as the real chart", () => {
  expect(countsByKind(renderChart(reference, overrides))).toEqual({
    ClusterComplianceReport: 4,
    ClusterRole: 4,
    ClusterRoleBinding: 1,
    ConfigMap: 3,
    CustomResourceDefinition: 12,
    Deployment: 1,
    Role: 2,
    RoleBinding: 2,
    Secret: 2,
    Service: 1,
    ServiceAccount: 1,
  });
});

test("the kinds are left by Helm, with all reports", () => {
  expect(renderChart(newest).crds.length).toBe(12);
});

test("scan jobs can be kept from the Secrets of other namespaces", () => {
  const seen = (values: JsonObject) => {
    const rules = objectsAt(objectOf(renderChart(reference, values), "ClusterRole", "trivy-operator"), "rules");
    return JSON.stringify(rules).includes('"secrets"');
  };
  expect(seen({})).toBe(true);
  expect(seen(overrides)).toBe(false);
  expect(settings("trivy-operator-config", overrides).OPERATOR_ACCESS_GLOBAL_SECRETS_SERVICE_ACCOUNTS).toBe("false");
});

test("images that are not scanned, and what is not reported, reach the settings", () => {
  expect(settings("trivy-operator", overrides)["scanJob.excludeImages"]).toBe("amazon-k8s-cni:*,eks/coredns:*");
  expect(settings("trivy-operator", {})).not.toHaveProperty("scanJob.excludeImages");
  expect(settings("trivy-operator-trivy-config", overrides)["trivy.ignoreUnfixed"]).toBe("true");
});

test("resources and replicas of the operator are those of the values", () => {
  const deployment = objectOf(
    renderChart(newest, { ...overrides, operator: { replicas: 2 } }),
    "Deployment",
    "trivy-operator",
  );
  expect(at(deployment, "spec.replicas")).toBe(2);
  expect(objectsAt(deployment, "spec.template.spec.containers")[0]?.resources).toEqual(overrides.resources);
});

test("the newer chart takes its images from another registry", () => {
  const image = (chart: typeof newest) =>
    textAt(
      objectsAt(objectOf(renderChart(chart), "Deployment", "trivy-operator"), "spec.template.spec.containers")[0],
      "image",
    );
  expect(image(reference)).toBe("ghcr.io/aquasecurity/trivy-operator:0.22.0");
  expect(image(newest)).toBe("mirror.gcr.io/aquasec/trivy-operator:0.32.0");
});

test("standards are checked only when asked for", () => {
  const off = { operator: { clusterComplianceEnabled: false } };
  expect(namesOf(renderChart(newest, off), "ClusterComplianceReport")).toEqual([]);
});

test("the server that the simulator does not make is refused", () => {
  expect(() => renderChart(newest, { operator: { builtInTrivyServer: true } })).toThrow(ChartError);
});

function settings(name: string, values: JsonObject): JsonObject {
  return objectAt(objectOf(renderChart(reference, values), "ConfigMap", name), "data");
}
