import { expect, test } from "vitest";
import { allControllers } from "../all-controllers.ts";
import { nodeControllers } from "../kubernetes/nodes/controllers.ts";
import { type TestCluster, testCluster } from "../kubernetes/testing/cluster.ts";
import { charts, findChart } from "./charts.ts";
import { carryOut } from "./helm-client.ts";
import { install } from "./install.ts";
import { releaseHistory } from "./release-storage.ts";
import { uninstall } from "./uninstall.ts";

/** A cluster with everything at work in it and one large node, behind which there is no instance. */
function clusterWithNode(): TestCluster {
  const controllers = allControllers.filter((controller) => !nodeControllers.includes(controller));
  const test = testCluster({ controllers, namespaces: ["team"] });
  const room = { cpu: "64", memory: "256Gi", pods: "200" };
  test.api.create({
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: "node",
      labels: {
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "topology.kubernetes.io/zone": "us-east-1a",
      },
    },
    spec: { providerID: "aws:///us-east-1a/i-0123456789abcdef0" },
    status: { capacity: room, allocatable: room, conditions: [{ type: "Ready", status: "True" }] },
  });
  return test;
}

/** Charts that need nothing but a node: no volume, no database, no secret of somebody else. */
const selfContained = [
  "argo-cd",
  "cert-manager",
  "cloudnative-pg",
  "flux2",
  "gateway-helm",
  "policy-reporter",
  "spacelift-workerpool-controller",
  "trivy-operator",
  "trivy-operator-polr-adapter",
];

test.each(
  charts.filter(({ name }) => selfContained.includes(name)).map((chart) => [chart.name, chart.version, chart] as const),
)("%s %s becomes ready with its defaults, and goes again", (name, _version, chart) => {
  const cluster = clusterWithNode();
  const source = { name, namespace: "team", chart, values: {} };
  const release = carryOut(cluster, cluster.clusters, cluster.actor, install(cluster, source, { wait: true }));
  expect(release.status).toBe("deployed");
  const before = cluster.api.list("apps/Deployment", { namespace: "team" });
  expect(before.length).toBeGreaterThan(0);
  carryOut(cluster, cluster.clusters, cluster.actor, uninstall(cluster, release, { wait: true }));
  cluster.run(120);
  expect(cluster.api.list("apps/Deployment", { namespace: "team" })).toEqual([]);
  expect(releaseHistory(cluster.api, "team", name)).toEqual([]);
});

test("every chart is found where its publisher offers it", () => {
  for (const { name, repositories } of charts) {
    const [repository = ""] = repositories;
    const versions = charts.filter((chart) => chart.name === name).map(({ version }) => version);
    const found =
      repository.startsWith("oci://") && repository.endsWith(`/${name}`)
        ? findChart("", repository)
        : findChart(repository, name);
    expect(versions, name).toContain(found.version);
  }
});

test("without a node nothing becomes ready, and the release fails after its time-out", () => {
  const cluster = testCluster({ controllers: allControllers, namespaces: ["team"] });
  const chart = findChart("https://charts.jetstack.io", "cert-manager");
  const source = { name: "cert-manager", namespace: "team", chart, values: {} };
  expect(() => carryOut(cluster, cluster.clusters, cluster.actor, install(cluster, source, { wait: true }))).toThrow(
    "context deadline exceeded",
  );
});
