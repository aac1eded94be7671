import { describe, expect, test } from "vitest";
import { at, objectAt, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import { countsByKind, hooksOf, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import { ChartError } from "../../chart.ts";
import { argoCd } from "./argo-cd.ts";

const { reference, newest } = versionsOf(argoCd);
const release = { release: "argo-cd", namespace: "argocd" };

/** What the reference system sets. Source: its overrides of chart 7.4.3. */
const overrides = {
  nameOverride: "argo-cd",
  crds: { keep: false },
  dex: { enabled: false },
  configs: {
    repositories: {
      "docker-registry": { name: "docker-registry", type: "helm", url: "registry-1.docker.io", enableOCI: "true" },
    },
  },
  redis: { resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "200m", memory: "128Mi" } } },
};

test("the reference values give what the real chart renders", () => {
  expect(countsByKind(renderChart(reference, overrides, release))).toEqual({
    ClusterRole: 3,
    ClusterRoleBinding: 3,
    ConfigMap: 8,
    CustomResourceDefinition: 3,
    Deployment: 5,
    Job: 1,
    Role: 6,
    RoleBinding: 6,
    Secret: 3,
    Service: 4,
    ServiceAccount: 6,
    StatefulSet: 1,
  });
});

test("a name override equal to the release gives short names", () => {
  expect(namesOf(renderChart(reference, overrides, release), "Deployment")).toContain("argo-cd-server");
  expect(namesOf(renderChart(reference, {}, release), "Deployment")).toContain("argo-cd-argocd-server");
});

test("the kinds stay with the cluster unless they are not to be kept", () => {
  const kindOf = (values: object) =>
    objectOf(renderChart(reference, { ...values }, release), "CustomResourceDefinition", "applications.argoproj.io");
  expect(kindOf({}).metadata.annotations).toEqual({ "helm.sh/resource-policy": "keep" });
  expect(kindOf({ crds: { keep: false } }).metadata.annotations).toBeUndefined();
});

test("without Dex its objects and its settings go", () => {
  const settings = (values: object) =>
    objectAt(objectOf(renderChart(reference, { ...values }, release), "ConfigMap", "argocd-cmd-params-cm"), "data");
  expect(settings({})["server.dex.server"]).toBe("https://argo-cd-argocd-dex-server:5556");
  expect(settings(overrides)).not.toHaveProperty("server.dex.server");
  expect(namesOf(renderChart(reference, overrides, release), "ServiceAccount")).not.toContain("argocd-dex-server");
});

test("a registered repository is a labelled Secret", () => {
  const secret = objectOf(renderChart(reference, overrides, release), "Secret", "argocd-repo-docker-registry");
  expect(secret.metadata.labels?.["argocd.argoproj.io/secret-type"]).toBe("repository");
  expect(at(secret, "data.enableOCI")).toBe(Buffer.from("true").toString("base64"));
});

test("Redis takes its resources from the values and its password from the Secret that a hook makes", () => {
  const rendered = renderChart(reference, overrides, release);
  const [redis] = objectsAt(objectOf(rendered, "Deployment", "argo-cd-redis"), "spec.template.spec.containers");
  expect(at(redis, "resources")).toEqual(overrides.redis.resources);
  expect(objectsAt(redis, "env")).toEqual([
    { name: "REDIS_PASSWORD", valueFrom: { secretKeyRef: { name: "argocd-redis", key: "auth" } } },
  ]);
  expect(hooksOf(rendered)["Job/argo-cd-redis-secret-init"]).toBe("pre-install,pre-upgrade");
});

test("every component has the image of Argo CD, and one component can have another", () => {
  const rendered = renderChart(newest, { server: { image: { tag: "v9.9.9" } } }, release);
  expect(imageOf(rendered, "Deployment", "argo-cd-argocd-repo-server")).toBe("quay.io/argoproj/argocd:v3.4.4");
  expect(imageOf(rendered, "Deployment", "argo-cd-argocd-server")).toBe("quay.io/argoproj/argocd:v9.9.9");
});

test("the controller can be a Deployment with more than one replica", () => {
  const rendered = renderChart(newest, { controller: { replicas: 2, dynamicClusterDistribution: true } }, release);
  const controller = objectOf(rendered, "Deployment", "argo-cd-argocd-application-controller");
  expect(at(controller, "spec.replicas")).toBe(2);
});

test("replicas keep apart by the very labels of their pods", () => {
  const values = { server: { name: "web", replicas: 2 } };
  const server = objectOf(renderChart(newest, values, release), "Deployment", "argo-cd-argocd-web");
  const labels = objectAt(server, "spec.template.metadata.labels");
  const affinity = objectAt(server, "spec.template.spec.affinity.podAntiAffinity");
  const [rule] = objectsAt(affinity, "preferredDuringSchedulingIgnoredDuringExecution");
  expect(labels).toMatchObject(objectAt(rule, "podAffinityTerm.labelSelector.matchLabels"));
});

describe("what differs between the versions", () => {
  test("chart 10 makes network policies unless told not to", () => {
    expect(namesOf(renderChart(newest, overrides, release), "NetworkPolicy").length).toBe(5);
    const off = { ...overrides, global: { networkPolicy: { create: false } } };
    expect(namesOf(renderChart(newest, off, release), "NetworkPolicy")).toEqual([]);
    expect(namesOf(renderChart(reference, overrides, release), "NetworkPolicy")).toEqual([]);
  });

  test("chart 10 leaves the policy of ApplicationSets to Argo CD, but takes one", () => {
    const policy = (chart: typeof newest, values: object) => {
      const map = objectOf(renderChart(chart, { ...values }, release), "ConfigMap", "argocd-cmd-params-cm");
      return objectAt(map, "data")["applicationsetcontroller.policy"];
    };
    expect(policy(reference, {})).toBe("sync");
    expect(policy(newest, {})).toBeUndefined();
    expect(policy(newest, { configs: { params: { "applicationsetcontroller.policy": "sync" } } })).toBe("sync");
  });
});

test("a service monitor needs its kind in the cluster", () => {
  const values = { server: { metrics: { enabled: true, serviceMonitor: { enabled: true } } } };
  expect(namesOf(renderChart(newest, values, release), "ServiceMonitor")).toEqual([]);
  const served = { ...release, serves: ["monitoring.coreos.com/v1"] };
  expect(namesOf(renderChart(newest, values, served), "ServiceMonitor")).toEqual(["argo-cd-argocd-server"]);
});

test("Redis in high availability is refused rather than left out silently", () => {
  expect(() => renderChart(newest, { "redis-ha": { enabled: true } }, release)).toThrow(ChartError);
});

function imageOf(rendered: ReturnType<typeof renderChart>, kind: string, name: string): string {
  return textAt(objectsAt(objectOf(rendered, kind, name), "spec.template.spec.containers")[0], "image");
}
