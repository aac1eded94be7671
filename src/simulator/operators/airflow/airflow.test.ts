import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numberAt } from "../../kubernetes/fields.ts";
import type { Manifest } from "../../kubernetes/object.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { install, objectIn, operatorCluster } from "../testing/operator-cluster.ts";
import { parseConnection } from "./database.ts";

const namespace = "airflow";
const plainJobs = { migrateDatabaseJob: { useHelmHooks: false }, createUserJob: { useHelmHooks: false } };
/** The nodes of these tests are small. */
const values: JsonObject = { ...plainJobs, postgresql: { enabled: false }, data: { metadataSecretName: "database" } };

describe("Airflow with its database", () => {
  test("migrates it first, then starts everything", () => {
    const world = withAirflow();
    provideDatabase(world);
    world.run(1200);
    expect(readyComponents(world)).toEqual({
      "airflow-api-server": 1,
      "airflow-dag-processor": 1,
      "airflow-scheduler": 1,
      "airflow-statsd": 1,
      "airflow-redis": 1,
      "airflow-triggerer": 1,
      "airflow-worker": 1,
    });
  });

  test("goes on when the Job that migrated is long gone", () => {
    const world = withAirflow();
    provideDatabase(world);
    world.run(1200);
    expect(world.api.find("batch/Job", "airflow-run-airflow-migrations", namespace)).toBeUndefined();
    const [pod] = world.api.list("/Pod", { namespace, labels: { component: "scheduler" } });
    if (pod) world.api.delete(pod);
    world.run(300);
    expect(readyComponents(world)["airflow-scheduler"]).toBe(1);
  });
});

test("the database of the sub-chart does for trying out, unless its image was withdrawn", () => {
  const own = { postgresql: { enabled: true }, data: {} };
  const world = withAirflow(own);
  world.run(1200);
  expect(readyComponents(world)).toMatchObject({ "airflow-postgresql": 1, "airflow-scheduler": 1 });
  const old = operatorCluster();
  install(old, "airflow", { namespace, edition: "reference", values: { ...plainJobs, ...own } });
  old.run(1200);
  expect(podsText(old)).toContain("ImagePullBackOff");
  expect(readyComponents(old)).toMatchObject({ "airflow-postgresql": 0, "airflow-scheduler": 0 });
});

test("without the Secret of the database no container is made", () => {
  const world = withAirflow();
  world.run(600);
  expect(podsText(world)).toContain('secret \\"database\\" not found');
  expect(readyComponents(world)["airflow-scheduler"]).toBe(0);
});

test("a Secret with another key is not enough", () => {
  const world = withAirflow();
  world.api.create(secret({ uri: "postgresql://a:b@pg:5432/app" }));
  world.run(600);
  expect(podsText(world)).toContain("couldn't find key connection in Secret airflow/database");
});

test("a host that is not there is named by the client", () => {
  const world = withAirflow();
  world.api.create(secret({ connection: "postgresql://a:b@pooler:5432/app" }));
  world.run(600);
  expect(podsText(world)).toContain('could not translate host name \\"pooler\\" to address');
  expect(readyComponents(world)["airflow-scheduler"]).toBe(0);
});

test("a Service without ready pods refuses connections", () => {
  const world = withAirflow();
  world.api.create(secret({ connection: "postgresql://a:b@pg:5432/app" }));
  world.api.create(databaseService());
  world.run(600);
  expect(podsText(world)).toContain("port 5432 failed: Connection refused");
});

test("hooks after the installation never come for who waits for ready pods", () => {
  const world = withAirflow({ migrateDatabaseJob: { useHelmHooks: true }, createUserJob: { useHelmHooks: true } });
  provideDatabase(world);
  world.run(1200);
  expect(podsText(world)).toContain("wait-for-airflow-migrations");
  expect(readyComponents(world)["airflow-scheduler"]).toBe(0);
  expect(readyComponents(world)["airflow-redis"]).toBe(1);
});

test.each([
  ["postgresql://u:p@host:5433/app?sslmode=disable", { host: "host", port: "5433", name: "app" }],
  ["postgresql+psycopg2://u:p@pg-rw.airflow.svc/app", { host: "pg-rw.airflow.svc", port: "5432", name: "app" }],
  ["nonsense", undefined],
])("reads the connection %s", (text, database) => {
  expect(parseConnection(text)).toEqual(database);
});

test("reads every connection back that is put together", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
  const parts = fc.record({
    host: word,
    port: fc.nat(65_535).map(String),
    name: word,
    password: fc.stringMatching(/^[^@/\s]{0,8}$/),
  });
  fc.assert(
    fc.property(parts, ({ host, port, name, password }) => {
      const text = `postgresql://user:${password}@${host}:${port}/${name}?sslmode=require`;
      expect(parseConnection(text)).toEqual({ host, port, name });
    }),
  );
});

function withAirflow(more: JsonObject = {}): TestCluster {
  const world = operatorCluster();
  install(world, "airflow", { namespace, values: { ...values, ...more } });
  return world;
}

/** A pod that plays the database, its Service and the Secret that names it. */
function provideDatabase(world: TestCluster): void {
  world.api.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "pg-1", namespace, labels: { app: "pg" } },
    spec: { containers: [{ name: "postgres", image: "ghcr.io/cloudnative-pg/postgresql:16.4" }] },
  });
  world.api.create(databaseService());
  world.api.create(secret({ connection: "postgresql://a:b@pg:5432/app" }));
}

function databaseService(): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "pg", namespace },
    spec: { selector: { app: "pg" }, ports: [{ name: "postgres", port: 5432 }] },
  };
}

function secret(texts: Readonly<Record<string, string>>): Manifest {
  const data = Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString("base64")]);
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "database", namespace },
    type: "Opaque",
    data: Object.fromEntries(data),
  };
}

function readyComponents(world: TestCluster): Readonly<Record<string, number>> {
  const workloads = ["apps/Deployment", "apps/StatefulSet"].flatMap((kind) => world.api.list(kind, { namespace }));
  return Object.fromEntries(workloads.map((one) => [one.metadata.name, numberAt(one, "status.readyReplicas", 0)]));
}

function podsText(world: TestCluster): string {
  expect(objectIn(world, "/Namespace", namespace)).toBeDefined();
  return JSON.stringify(world.api.list("/Pod", { namespace }).map(({ status }) => status));
}
