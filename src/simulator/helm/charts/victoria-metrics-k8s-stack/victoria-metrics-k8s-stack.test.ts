import { describe, expect, test } from "vitest";
import { at, objectAt, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import { countsByKind, hooksOf, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import { victoriaMetricsStack } from "./victoria-metrics-k8s-stack.ts";

const { reference, newest } = versionsOf(victoriaMetricsStack);
const name = "victoria-metrics-k8s-stack";
const onDemand = { "spotinst.io/node-lifecycle": "od" };

/** What the reference system sets. Source: its overrides of chart 0.24.5. */
const overrides = {
  vmsingle: { spec: { nodeSelector: onDemand } },
  vmagent: { spec: { scrapeInterval: "30s", nodeSelector: onDemand } },
  alertmanager: { enabled: false },
  vmalert: { enabled: false },
  defaultRules: { groups: { alertmanager: { create: false } } },
  "prometheus-operator-crds": { enabled: true },
  "victoria-metrics-operator": { cleanupImage: { tag: "1.30.2" } },
  grafana: { dashboards: { default: { cnpg: { gnetId: 20417, revision: 3, datasource: "VictoriaMetrics" } } } },
};

describe("the reference values", () => {
  const rendered = renderChart(reference, overrides);

  test("give as many objects as the real chart, but for ten ConfigMaps of dashboards", () => {
    expect(countsByKind(rendered)).toEqual({
      ClusterRole: 4,
      ClusterRoleBinding: 4,
      ConfigMap: 5,
      CustomResourceDefinition: 25,
      DaemonSet: 1,
      Deployment: 3,
      Job: 1,
      Pod: 1,
      Role: 2,
      RoleBinding: 2,
      Secret: 1,
      Service: 8,
      ServiceAccount: 7,
      VMAgent: 1,
      VMNodeScrape: 3,
      VMRule: 34,
      VMServiceScrape: 9,
      VMSingle: 1,
    });
  });

  test("put store and agent on nodes that stay", () => {
    expect(at(objectOf(rendered, "VMSingle", name), "spec.nodeSelector")).toEqual(onDemand);
    expect(at(objectOf(rendered, "VMAgent", name), "spec.nodeSelector")).toEqual(onDemand);
    expect(at(objectOf(rendered, "VMAgent", name), "spec.scrapeInterval")).toBe("30s");
  });

  test("bring the kinds of the Prometheus operator", () => {
    expect(namesOf(rendered, "CustomResourceDefinition")).toContain("podmonitors.monitoring.coreos.com");
    expect(namesOf(renderChart(reference), "CustomResourceDefinition")).not.toContain(
      "podmonitors.monitoring.coreos.com",
    );
  });

  test("choose the image of the job that cleans up", () => {
    const job = objectOf(rendered, "Job", `${name}-victoria-metrics-operator-cleanup-ho`);
    expect(textAt(objectsAt(job, "spec.template.spec.containers")[0], "image")).toBe("bitnami/kubectl:1.30.2");
  });

  test("reach the script that downloads dashboards", () => {
    const script = objectAt(objectOf(rendered, "ConfigMap", `${name}-grafana`), "data")["download_dashboards.sh"];
    expect(script).toContain("dashboards/20417/revisions/3");
  });
});

test("the kinds are in the folder that Helm never upgrades", () => {
  expect(renderChart(newest).crds.length).toBe(25);
});

test("the kinds can be templates, which go with the release unless they are kept", () => {
  const keep = { "helm.sh/resource-policy": "keep" };
  const rendered = renderChart(newest, { "victoria-metrics-operator": { crds: { plain: false, annotations: keep } } });
  expect(rendered.crds).toEqual([]);
  const kind = objectOf(rendered, "CustomResourceDefinition", "vmsingles.operator.victoriametrics.com");
  expect(kind.metadata.annotations).toEqual(keep);
});

test("the agent writes to the store, at another port in the newer chart", () => {
  const target = (chart: typeof newest) =>
    textAt(objectsAt(objectOf(renderChart(chart), "VMAgent", name), "spec.remoteWrite")[0], "url");
  expect(target(reference)).toBe(`http://vmsingle-${name}.test.svc:8429/api/v1/write`);
  expect(target(newest)).toBe(`http://vmsingle-${name}.test.svc:8428/api/v1/write`);
});

test("Grafana takes its administrator from a Secret that exists already", () => {
  const values = { grafana: { admin: { existingSecret: "grafana-admin", userKey: "user", passwordKey: "password" } } };
  const rendered = renderChart(newest, values);
  expect(namesOf(rendered, "Secret")).not.toContain(`${name}-grafana`);
  const grafana = objectsAt(objectOf(rendered, "Deployment", `${name}-grafana`), "spec.template.spec.containers").at(
    -1,
  );
  expect(objectsAt(grafana, "env")[1]).toEqual({
    name: "GF_SECURITY_ADMIN_PASSWORD",
    valueFrom: { secretKeyRef: { name: "grafana-admin", key: "password" } },
  });
});

test("a part that is switched off leaves with its scrape", () => {
  const rendered = renderChart(newest, {
    "kube-state-metrics": { enabled: false },
    "prometheus-node-exporter": { enabled: false },
    kubeEtcd: { enabled: false },
  });
  expect(namesOf(rendered, "DaemonSet")).toEqual([]);
  expect(namesOf(rendered, "VMServiceScrape")).not.toContain(`${name}-kube-etcd`);
  expect(namesOf(rendered, "VMServiceScrape")).not.toContain(`${name}-kube-state-metrics`);
});

test("the webhook asks the operator, and does without it when it does not answer", () => {
  const [configuration] = renderChart(newest).objects.filter(({ kind }) => kind === "ValidatingWebhookConfiguration");
  expect(objectsAt(configuration, "webhooks").map((webhook) => textAt(webhook, "failurePolicy"))).toContain("Ignore");
  expect(renderChart(reference).objects.some(({ kind }) => kind === "ValidatingWebhookConfiguration")).toBe(false);
});

test("alerts without anybody to tell are refused by the newer chart", () => {
  const silent: JsonObject = { alertmanager: { enabled: false } };
  expect(() => renderChart(newest, silent)).toThrow(ChartError);
  expect(() => renderChart(newest, { ...silent, vmalert: { enabled: false } })).not.toThrow();
  const blackhole = { vmalert: { spec: { extraArgs: { "notifier.blackhole": "true" } } } };
  expect(() => renderChart(newest, { ...silent, ...blackhole })).not.toThrow();
  expect(() => renderChart(reference, silent)).not.toThrow();
});

test("the newer chart fetches rules after the installation, unless told not to", () => {
  expect(hooksOf(renderChart(newest))[`Job/${name}-sync-job`]).toBe("post-install,post-upgrade");
  expect(hooksOf(renderChart(newest, { syncJob: { enabled: false } }))).not.toHaveProperty(`Job/${name}-sync-job`);
});

test("cleaning up can be switched off", () => {
  const off = { "victoria-metrics-operator": { crds: { cleanup: { enabled: false } } } };
  expect(Object.values(hooksOf(renderChart(newest, off)))).not.toContain("pre-delete");
});

test("parts that the simulator does not make are refused", () => {
  expect(() => renderChart(newest, { vlsingle: { enabled: true } })).toThrow(ChartError);
});
