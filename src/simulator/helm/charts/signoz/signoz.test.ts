import { describe, expect, test } from "vitest";
import { at, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import { countsByKind, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import { signoz } from "./signoz.ts";

const { reference, newest } = versionsOf(signoz);
const onDemand = { nodeSelector: { "spotinst.io/node-lifecycle": "od" } };

/** What the reference system sets. Source: its overrides of chart 0.55.1. */
const overrides = {
  clickhouse: { layout: { replicasCount: 2 }, ...onDemand },
  schemaMigrator: { upgradeHelmHooks: false, enableReplication: true },
  otelCollector: {
    replicaCount: 2,
    ...onDemand,
    ports: {
      "jaeger-thrift": { enabled: false },
      "jaeger-grpc": { enabled: false },
      logsheroku: { enabled: false },
      logsjson: { enabled: false },
    },
  },
  otelCollectorMetrics: { enabled: false },
  alertmanager: {
    ...onDemand,
    additionalEnvs: { ALERTMANAGER_SMTP_HOST: "email-smtp.us-east-1.amazonaws.com", ALERTMANAGER_SMTP_PORT: "587" },
  },
};

test("the reference values give what the real chart renders", () => {
  expect(countsByKind(renderChart(reference, overrides))).toEqual({
    ClickHouseInstallation: 1,
    ClusterRole: 1,
    ClusterRoleBinding: 1,
    ConfigMap: 10,
    CustomResourceDefinition: 3,
    Deployment: 3,
    Job: 2,
    Pod: 2,
    Role: 2,
    RoleBinding: 2,
    Secret: 1,
    Service: 9,
    ServiceAccount: 7,
    StatefulSet: 3,
  });
});

test("replicas of ClickHouse count for the migration, which waits for all of them", () => {
  const rendered = renderChart(reference, overrides);
  const clusters = objectsAt(
    objectOf(rendered, "ClickHouseInstallation", "signoz-clickhouse"),
    "spec.configuration.clusters",
  );
  expect(at(clusters[0], "layout.replicasCount")).toBe(2);
  const job = objectOf(rendered, "Job", "signoz-schema-migrator-sync-init");
  const wait = objectsAt(job, "spec.template.spec.initContainers").find(
    (one) => textAt(one, "name") === "signoz-ch-ready",
  );
  expect(objectsAt(wait, "env")).toContainEqual({ name: "CLICKHOUSE_REPLICAS", value: "2" });
  expect(textsAt(objectsAt(job, "spec.template.spec.containers")[0], "args")).toContain("--replication");
});

test("ports that are switched off are closed", () => {
  const rendered = renderChart(reference, overrides);
  const ports = objectsAt(objectOf(rendered, "Service", "signoz-otel-collector"), "spec.ports");
  expect(ports.map((port) => port.name)).toEqual(["metrics", "otlp", "otlp-http"]);
});

describe("the migration", () => {
  test("is a plain Job when installed and a hook when upgraded", () => {
    const annotations = (isUpgrade: boolean) =>
      objectOf(renderChart(newest, {}, { isUpgrade }), "Job", "signoz-telemetrystore-migrator").metadata.annotations;
    expect(annotations(false)).toEqual({ "argocd.argoproj.io/sync-options": "Force=true,Replace=true" });
    expect(annotations(true)).toMatchObject({
      "helm.sh/hook": "pre-upgrade",
      "helm.sh/hook-delete-policy": "before-hook-creation",
    });
  });

  test("of the older chart has other names in an upgrade, and is no hook when told so", () => {
    const rendered = renderChart(reference, overrides, { isUpgrade: true });
    expect(namesOf(rendered, "Job")).toEqual([
      "signoz-schema-migrator-async-upgrade",
      "signoz-schema-migrator-sync-upgrade",
    ]);
    expect(
      objectOf(rendered, "Job", "signoz-schema-migrator-sync-upgrade").metadata.annotations?.["helm.sh/hook"],
    ).toBeUndefined();
  });

  test("does its steps one after the other", () => {
    const job = objectOf(renderChart(newest), "Job", "signoz-telemetrystore-migrator");
    expect(objectsAt(job, "spec.template.spec.initContainers").map((one) => textsAt(one, "args").join(" "))).toEqual([
      "migrate ready",
      "migrate bootstrap",
      "migrate sync up",
    ]);
  });
});

test("cold storage is a disk of ClickHouse, and its role an annotation of the account", () => {
  const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/cold" };
  const endpoint = "https://cold.s3.us-east-1.amazonaws.com/data/";
  const rendered = renderChart(newest, {
    clickhouse: { coldStorage: { enabled: true, endpoint, role: { enabled: true, annotations } } },
  });
  const files = textMapAt(
    objectOf(rendered, "ClickHouseInstallation", "signoz-clickhouse"),
    "spec.configuration.files",
  );
  expect(files["config.d/storage.xml"]).toContain(`<endpoint>${endpoint}</endpoint><use_environment_credentials>true`);
  expect(objectOf(rendered, "ServiceAccount", "signoz-clickhouse").metadata.annotations).toEqual(annotations);
});

test("settings of the server are variables, also from secrets", () => {
  const env = {
    signoz_emailing_enabled: true,
    signoz_tokenizer_jwt_secret: { valueFrom: { secretKeyRef: { name: "session", key: "key" } } },
  };
  const rendered = renderChart(newest, { signoz: { env } });
  const [main] = objectsAt(objectOf(rendered, "StatefulSet", "signoz"), "spec.template.spec.containers");
  expect(objectsAt(main, "env")).toContainEqual({ name: "SIGNOZ_EMAILING_ENABLED", value: "true" });
  expect(objectsAt(main, "env")).toContainEqual({
    name: "SIGNOZ_TOKENIZER_JWT_SECRET",
    ...env.signoz_tokenizer_jwt_secret,
  });
});

test("the operator's password is that of the values", () => {
  const values = { clickhouse: { clickhouseOperator: { secret: { password: "changed" } } } };
  const secret = objectOf(renderChart(newest, values), "Secret", "signoz-clickhouse-operator");
  expect(textMapAt(secret, "data").password).toBe(Buffer.from("changed").toString("base64"));
});
