import { expect, test } from "vitest";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import { countsByKind, namesOf, objectOf, renderChart, versionsOf } from "../../testing/chart.ts";
import { cloudNativePg } from "./cloudnative-pg.ts";

const { reference, newest } = versionsOf(cloudNativePg);

test("the reference values give what the real chart renders", () => {
  const rendered = renderChart(reference, { monitoring: { podMonitorEnabled: true } });
  expect(countsByKind(rendered)).toEqual({
    ClusterRole: 3,
    ClusterRoleBinding: 1,
    ConfigMap: 2,
    CustomResourceDefinition: 6,
    Deployment: 1,
    MutatingWebhookConfiguration: 1,
    PodMonitor: 1,
    Service: 1,
    ServiceAccount: 1,
    ValidatingWebhookConfiguration: 1,
  });
});

test("the operator's image is that of the version", () => {
  const image = (chart: typeof newest) =>
    textAt(
      objectsAt(objectOf(renderChart(chart), "Deployment", "cloudnative-pg"), "spec.template.spec.containers")[0],
      "image",
    );
  expect(image(reference)).toBe("ghcr.io/cloudnative-pg/cloudnative-pg:1.23.3");
  expect(image(newest)).toBe("ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0");
});

test("the newer operator also checks databases", () => {
  const webhooks = (chart: typeof newest) =>
    objectsAt(
      objectOf(renderChart(chart), "ValidatingWebhookConfiguration", "cnpg-validating-webhook-configuration"),
      "webhooks",
    ).map((webhook) => textAt(webhook, "name"));
  expect(webhooks(reference)).not.toContain("vdatabase.cnpg.io");
  expect(webhooks(newest)).toContain("vdatabase.cnpg.io");
});

test("the kinds can be left to somebody else", () => {
  expect(namesOf(renderChart(newest, { crds: { create: false } }), "CustomResourceDefinition")).toEqual([]);
});
