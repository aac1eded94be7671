import { describe, expect, test } from "vitest";
import { at, objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import { refusalOf } from "../../testing/rule-test.ts";
import { install, objectIn, operatorCluster } from "../testing/operator-cluster.ts";
import { apiVersion, finalizer, group } from "./kinds.ts";
import { rules } from "./rules.ts";

const namespace = "victoria-metrics";
const stack = "victoria-metrics-k8s-stack";

describe("a stack", () => {
  test("becomes operational: store, agent, alerts", () => {
    const world = withStack();
    for (const kind of ["VMSingle", "VMAgent", "VMAlert", "VMAlertmanager"]) {
      expect(objectIn(world, `${group}/${kind}`, stack, namespace).status?.updateStatus, kind).toBe("operational");
    }
  });

  test("is expanding while its pods are not ready", () => {
    const world = operatorCluster();
    install(world, stack, { namespace });
    expect(world.run(600, () => statusOf(world, "VMSingle") === "expanding").met).toBe(true);
    expect(world.run(600, () => statusOf(world, "VMSingle") === "operational").met).toBe(true);
  });

  test("stores on a volume, at the port and on the nodes that its resource names", () => {
    const world = withStack({ vmsingle: { spec: { nodeSelector: { "kubernetes.io/os": "linux" } } } });
    const deployment = objectIn(world, "apps/Deployment", `vmsingle-${stack}`, namespace);
    expect(at(deployment, "spec.template.spec.nodeSelector")).toEqual({ "kubernetes.io/os": "linux" });
    expect(objectIn(world, "/PersistentVolumeClaim", `vmsingle-${stack}`, namespace).status?.phase).toBe("Bound");
    const service = objectIn(world, "/Service", `vmsingle-${stack}`, namespace);
    expect(objectsAt(service, "spec.ports")[0]?.port).toBe(8428);
  });

  test("changes with its resource", () => {
    const world = withStack();
    world.api.patch(objectIn(world, `${group}/VMAgent`, stack, namespace), { spec: { image: { tag: "v1.151.0" } } });
    world.run(300);
    const agent = objectIn(world, "apps/Deployment", `vmagent-${stack}`, namespace);
    expect(textAt(objectsAt(agent, "spec.template.spec.containers")[0], "image")).toBe(
      "docker.io/victoriametrics/vmagent:v1.151.0",
    );
    expect(statusOf(world, "VMAgent")).toBe("operational");
  });

  test("accepts scrapes and rules", () => {
    const world = withStack();
    const scrapes = world.api.list(`${group}/VMServiceScrape`);
    expect(scrapes.length).toBeGreaterThan(5);
    expect(scrapes.every(({ status }) => status?.updateStatus === "operational")).toBe(true);
  });

  test("accepts a scrape again that was changed", () => {
    const world = withStack();
    const [scrape] = world.api.list(`${group}/VMServiceScrape`);
    if (!scrape) throw new RangeError("the stack has no scrape");
    const changed = world.api.patch(scrape, { spec: { jobLabel: "other" } });
    world.run(60);
    const { metadata, status } = objectIn(world, `${group}/VMServiceScrape`, scrape.metadata.name, namespace);
    expect(metadata.generation).toBeGreaterThan(scrape.metadata.generation);
    expect(status?.observedGeneration).toBe(changed.metadata.generation);
  });
});

test("a scrape that is changed is taken in again", () => {
  const world = withStack();
  const [scrape] = world.api.list(`${group}/VMServiceScrape`);
  if (!scrape) throw new RangeError("the stack has no scrape");
  const changed = world.api.patch(scrape, { spec: { jobLabel: "other" } });
  world.run(60);
  const { name } = scrape.metadata;
  expect(objectIn(world, `${group}/VMServiceScrape`, name, namespace).status?.observedGeneration).toBe(
    changed.metadata.generation,
  );
  expect(changed.metadata.generation).toBeGreaterThan(scrape.metadata.generation);
});

describe("removal of a resource", () => {
  test("takes along what was made from it, but not the volume", () => {
    const world = withStack();
    world.api.delete(objectIn(world, `${group}/VMSingle`, stack, namespace));
    world.run(120);
    expect(world.api.find(`${group}/VMSingle`, stack, namespace)).toBeUndefined();
    expect(world.api.find("apps/Deployment", `vmsingle-${stack}`, namespace)).toBeUndefined();
    expect(world.api.find("/Service", `vmsingle-${stack}`, namespace)).toBeUndefined();
    expect(world.api.find("/PersistentVolumeClaim", `vmsingle-${stack}`, namespace)).toBeDefined();
  });

  test("hangs when the operator has gone first", () => {
    const world = withStack();
    world.api.delete(objectIn(world, "apps/Deployment", `${stack}-victoria-metrics-operator`, namespace));
    world.run(120);
    world.api.delete(objectIn(world, `${group}/VMSingle`, stack, namespace));
    world.run(600);
    const left = objectIn(world, `${group}/VMSingle`, stack, namespace);
    expect(left.metadata.finalizers).toEqual([finalizer]);
    expect(left.metadata.deletionTimestamp).toBeDefined();
  });

  test("is what the hook before the end of the release does for all of them", () => {
    const world = withStack();
    world.api.create(cleanUpJob());
    world.run(300);
    for (const kind of ["VMSingle", "VMAgent", "VMServiceScrape"]) {
      expect(world.api.list(`${group}/${kind}`), kind).toEqual([]);
    }
  });
});

test("a paused resource is left alone and says so", () => {
  const world = withStack();
  world.api.patch(objectIn(world, `${group}/VMAgent`, stack, namespace), { spec: { paused: true, replicaCount: 3 } });
  world.run(120);
  expect(statusOf(world, "VMAgent")).toBe("paused");
  expect(at(objectIn(world, "apps/Deployment", `vmagent-${stack}`, namespace), "spec.replicas")).toBe(1);
});

test("monitors of the Prometheus operator get a twin when their kinds are there", () => {
  const world = operatorCluster();
  install(world, stack, { namespace, edition: "reference", values: { "prometheus-operator-crds": { enabled: true } } });
  world.run(300);
  world.api.create({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: "database", namespace },
    spec: { podMetricsEndpoints: [{ port: "metrics" }], selector: {} },
  });
  world.run(60);
  expect(objectIn(world, `${group}/VMPodScrape`, "database", namespace).spec?.podMetricsEndpoints).toEqual([
    { port: "metrics" },
  ]);
});

test("the webhook of the running operator refuses what cannot work", () => {
  const world = withStack();
  const agent = (remoteWrite: readonly { readonly url: string }[]) => () =>
    void world.api.create({ apiVersion, kind: "VMAgent", metadata: { name: "a", namespace }, spec: { remoteWrite } });
  expect(refusalOf(agent([]))?.rule).toBe(rules.agentWithoutTarget.id);
  expect(refusalOf(agent([{ url: "http://a" }]))).toBeUndefined();
});

function withStack(values = {}): TestCluster {
  const world = operatorCluster();
  install(world, stack, { namespace, values });
  world.run(900);
  return world;
}

function statusOf(world: TestCluster, kind: string): unknown {
  return objectIn(world, `${group}/${kind}`, stack, namespace).status?.updateStatus;
}

/** The Job of the chart's hook, with nothing that is not needed. */
function cleanUpJob() {
  const containers = [
    { name: "kubectl", image: "registry.k8s.io/kubectl:v1.35.0", command: ["kubectl", "delete"], args: [`*.${group}`] },
  ];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "clean-up", namespace },
    spec: { template: { spec: { restartPolicy: "OnFailure", containers } } },
  };
}
