import { describe, expect, test } from "vitest";
import { at, objectsAt, textsAt } from "../../../kubernetes/fields.ts";
import { countsByKind, hooksOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import { ChartError } from "../../chart.ts";
import { certManager } from "./cert-manager.ts";

const { reference, newest } = versionsOf(certManager);

/** What the reference system sets. Source: its overrides of chart 1.15.1. */
const overrides = {
  crds: { enabled: true },
  config: {
    apiVersion: "controller.config.cert-manager.io/v1alpha1",
    kind: "ControllerConfiguration",
    enableGatewayAPI: true,
  },
  prometheus: { enabled: false },
};

test("the reference values give what the real chart renders", () => {
  expect(countsByKind(renderChart(reference, overrides))).toEqual({
    ClusterRole: 13,
    ClusterRoleBinding: 10,
    ConfigMap: 1,
    CustomResourceDefinition: 6,
    Deployment: 3,
    Job: 1,
    MutatingWebhookConfiguration: 1,
    Role: 4,
    RoleBinding: 4,
    Service: 1,
    ServiceAccount: 4,
    ValidatingWebhookConfiguration: 1,
  });
});

test("the kinds stay when the release goes, unless told otherwise", () => {
  const kind = (crds: object) =>
    objectOf(
      renderChart(newest, { crds: { enabled: true, ...crds } }),
      "CustomResourceDefinition",
      "issuers.cert-manager.io",
    );
  expect(kind({}).metadata.annotations).toEqual({ "helm.sh/resource-policy": "keep" });
  expect(kind({ keep: false }).metadata.annotations).toBeUndefined();
});

test("the check of the webhook runs after the installation", () => {
  expect(hooksOf(renderChart(newest))).toMatchObject({ "Job/cert-manager-startupapicheck": "post-install" });
});

test("the webhook configurations wait for an authority and fail closed", () => {
  const configuration = objectOf(
    renderChart(newest, {}, { namespace: "certs" }),
    "ValidatingWebhookConfiguration",
    "cert-manager-webhook",
  );
  expect(configuration.metadata.annotations).toEqual({
    "cert-manager.io/inject-ca-from-secret": "certs/cert-manager-webhook-ca",
  });
  expect(objectsAt(configuration, "webhooks")[0]).toMatchObject({
    name: "webhook.cert-manager.io",
    failurePolicy: "Fail",
  });
});

test("images are those of the version", () => {
  const image = (chart: typeof newest) =>
    objectsAt(objectOf(renderChart(chart), "Deployment", "cert-manager"), "spec.template.spec.containers")[0]?.image;
  expect(image(reference)).toBe("quay.io/jetstack/cert-manager-controller:v1.15.1");
  expect(image(newest)).toBe("quay.io/jetstack/cert-manager-controller:v1.21.1");
});

test("the election of a leader can be kept out of kube-system", () => {
  const rendered = renderChart(newest, { global: { leaderElection: { namespace: "cert-manager" } } });
  expect(objectOf(rendered, "Role", "cert-manager:leaderelection").metadata.namespace).toBe("cert-manager");
  const [main] = objectsAt(objectOf(rendered, "Deployment", "cert-manager"), "spec.template.spec.containers");
  expect(textsAt(main, "args")).toContain("--leader-election-namespace=cert-manager");
});

describe("the controller's file", () => {
  test("needs its kind and version in the older chart only", () => {
    const values = { config: { enableGatewayAPI: true } };
    expect(() => renderChart(reference, values)).toThrow(".Values.config.apiVersion must be set !");
    expect(at(objectOf(renderChart(newest, values), "ConfigMap", "cert-manager"), "data")).toBeDefined();
  });
});

describe("the schema of the newest chart", () => {
  test.each([
    [{ unknown: true }, "at '': additional properties 'unknown' not allowed"],
    [
      { prometheus: { podmonitor: { path: "/metrics" } } },
      "at '/prometheus/podmonitor': additional properties 'path' not allowed",
    ],
  ])("refuses %j", (values, words) => {
    expect(() => renderChart(newest, values)).toThrow(ChartError);
    expect(() => renderChart(newest, values)).toThrow(words);
  });

  test("is not there in the older one", () => {
    expect(() => renderChart(reference, { unknown: true })).not.toThrow();
  });
});
