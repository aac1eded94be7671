import { expect, test } from "vitest";
import type { Controller } from "../../simulator/kubernetes/controller.ts";
import { testCluster } from "../../simulator/kubernetes/testing/cluster.ts";
import { silentFailures } from "./silent-failures.ts";

/** What is told of a database whose changes are archived, or not. */
function toldOf(status: "True" | "False"): readonly string[] {
  const { cluster } = testCluster();
  cluster.objects("postgresql.cnpg.io/Cluster").put("airflow/database", {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: {
      name: "database",
      namespace: "airflow",
      uid: "0",
      resourceVersion: "1",
      generation: 1,
      creationTimestamp: cluster.now.toISOString(),
    },
    status: { conditions: [{ type: "ContinuousArchiving", status, message: "Expected empty archive" }] },
  });
  return silentFailures({ environment: "production", stack: "infrastructure", cluster });
}

test("a database that does not archive is told, with what to do, although its application is healthy", () => {
  const [told] = toldOf("False");
  expect(told).toContain("production: Cluster airflow/database: its changes are not archived");
  expect(told).toContain("Expected empty archive");
  expect(told).toContain("databaseGeneration");
});

test("a database that archives is not told", () => {
  expect(toldOf("True")).toEqual([]);
});

test("a controller that the API server refuses is told, since its own logs are nowhere", () => {
  const broken: Controller = {
    name: "broken-controller",
    watches: ["/ConfigMap"],
    reconcile: ({ api }) =>
      void api.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "UPPER", namespace: "default" } }),
  };
  const test = testCluster({ controllers: [broken] });
  test.run(5);
  const [told] = silentFailures({ environment: "production", stack: "infrastructure", cluster: test.cluster });
  expect(told).toMatch(/^production: broken-controller was refused \d+ times: .*UPPER/);
});
