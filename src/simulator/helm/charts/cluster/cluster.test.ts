import { describe, expect, test } from "vitest";
import { at } from "../../../kubernetes/fields.ts";
import { countsByKind, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import { cluster } from "./cluster.ts";

const { reference, newest } = versionsOf(cluster);
const release = { release: "airflow-postgres-cloud-native", namespace: "airflow" };
const name = "airflow-postgres-cloud-native-cluster";

/** What the reference system sets. Source: its overrides of chart 0.0.9. */
const overrides = {
  cluster: {
    monitoring: { enabled: true },
    initdb: { database: "application-database", secret: { name: "pg-user-secret" } },
  },
};

test("the reference values give what the real chart renders", () => {
  const rendered = renderChart(reference, overrides, release);
  expect(countsByKind(rendered)).toEqual({ Cluster: 1, Job: 1, PrometheusRule: 1 });
  expect(at(objectOf(rendered, "Cluster", name), "spec.bootstrap.initdb")).toEqual(overrides.cluster.initdb);
  expect(namesOf(rendered, "PrometheusRule")).toEqual([`${name}-alert-rules`]);
});

test("the database's image moves to another major version unless it is pinned", () => {
  const image = (chart: typeof newest, imageName = "") =>
    at(objectOf(renderChart(chart, { cluster: { imageName } }, release), "Cluster", name), "spec.imageName");
  expect(image(reference)).toBe("ghcr.io/cloudnative-pg/postgresql:15.2");
  expect(image(newest)).toBe("ghcr.io/cloudnative-pg/postgresql:16");
  expect(image(newest, "ghcr.io/cloudnative-pg/postgresql:15.2")).toBe(image(reference));
});

test("the PodMonitor is the operator's at the older version and the chart's own at the newer one", () => {
  const values = { cluster: { monitoring: { enabled: true } } };
  const asked = (chart: typeof newest) =>
    at(objectOf(renderChart(chart, values, release), "Cluster", name), "spec.monitoring.enablePodMonitor");
  expect(asked(reference)).toBe(true);
  expect(asked(newest)).toBe(false);
  expect(namesOf(renderChart(newest, values, release), "PodMonitor")).toEqual([`${name}-podmonitor`]);
});

describe("Poolers", () => {
  test("are one at the older version, named after what it is for", () => {
    const rendered = renderChart(reference, { pooler: { enabled: true } }, release);
    expect(at(objectOf(rendered, "Pooler", `${name}-pooler-rw`), "spec.cluster.name")).toBe(name);
  });

  test("are a list at the newer one, which refuses the old key", () => {
    const rendered = renderChart(newest, { poolers: [{ name: "rw", type: "rw", instances: 2 }] }, release);
    expect(at(objectOf(rendered, "Pooler", `${name}-pooler-rw`), "spec.instances")).toBe(2);
    expect(() => renderChart(newest, { pooler: { enabled: true } }, release)).toThrow(ChartError);
  });
});

describe("backups", () => {
  const backup = (s3: JsonObject, secret: JsonObject = {}) =>
    renderChart(newest, { backups: { enabled: true, s3: { bucket: "backups", path: "/pg", ...s3 }, secret } }, release);

  test("are off by default", () => {
    expect(at(objectOf(renderChart(newest, {}, release), "Cluster", name), "spec.backup")).toBeUndefined();
  });

  test("go into the bucket by the rights of the pods", () => {
    const rendered = backup({ inheritFromIAMRole: true }, { create: false });
    expect(at(objectOf(rendered, "Cluster", name), "spec.backup.barmanObjectStore")).toMatchObject({
      destinationPath: "s3://backups/pg",
      s3Credentials: { inheritFromIAMRole: true },
    });
    expect(namesOf(rendered, "Secret")).toEqual([]);
    expect(at(objectOf(rendered, "ScheduledBackup", `${name}-daily-backup`), "spec.schedule")).toBe("0 0 0 * * *");
  });

  test("or with an access key, in a secret of the chart's own", () => {
    const rendered = backup({ accessKey: "AKIAEXAMPLE", secretKey: "secret" });
    expect(namesOf(rendered, "Secret")).toEqual([`${name}-backup-s3-creds`]);
    expect(at(objectOf(rendered, "Cluster", name), "spec.backup.barmanObjectStore.s3Credentials.accessKeyId")).toEqual({
      name: `${name}-backup-s3-creds`,
      key: "ACCESS_KEY_ID",
    });
  });
});
