import { describe, expect, test } from "vitest";
import { at, listAt, objectAt, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { countsByKind, hooksOf, namesOf, objectOf, renderChart, versionsOf } from "../../../testing/chart.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError, type RenderedChart } from "../../chart.ts";
import { airflow } from "./airflow.ts";

const { reference, newest } = versionsOf(airflow);

const zone = { "topology.kubernetes.io/zone": "us-east-1a" };
const onDemand = { "spotinst.io/node-lifecycle": "od", ...zone };
const syncHook = {
  "argocd.argoproj.io/hook": "Sync",
  "argocd.argoproj.io/hook-delete-policy": "HookSucceeded",
};

/** What the reference system sets. Source: its overrides of chart 1.15.0. */
const overrides = {
  defaultAirflowRepository: "ghcr.io/sage-bionetworks-workflows/orca-recipes",
  defaultAirflowTag: "0.1.0",
  nodeSelector: zone,
  extraEnvFrom: "- secretRef:\n    name: 'airflow-admin-user-secret'\n",
  data: { metadataSecretName: "pg-user-secret" },
  webserverSecretKeySecretName: "airflow-webserver-secret",
  postgresql: { enabled: false },
  statsd: { enabled: false },
  migrateDatabaseJob: { useHelmHooks: false, jobAnnotations: syncHook },
  createUserJob: {
    useHelmHooks: false,
    jobAnnotations: syncHook,
    args: ["bash", "-c", "exec airflow users create", "--", "-r", "{{ .Values.webserver.defaultUser.role }}"],
  },
  workers: { persistence: { size: "30Gi" }, nodeSelector: onDemand, livenessProbe: { initialDelaySeconds: 60 } },
  scheduler: { nodeSelector: onDemand, livenessProbe: { initialDelaySeconds: 60 } },
  triggerer: { persistence: { size: "30Gi" }, nodeSelector: onDemand },
  webserver: { livenessProbe: { initialDelaySeconds: 120 }, readinessProbe: { initialDelaySeconds: 120 } },
  redis: { nodeSelector: onDemand },
  dags: { gitSync: { enabled: true, repo: "https://github.com/org/dags", branch: "main", subPath: "dags", wait: 600 } },
  config: { core: { allowed_deserialization_classes_regexp: ".*" } },
};

describe("the reference values", () => {
  const rendered = renderChart(reference, overrides, { namespace: "airflow" });

  test("give as many objects as the real chart", () => {
    expect(countsByKind(rendered)).toEqual({
      ConfigMap: 1,
      Deployment: 2,
      Job: 2,
      Role: 2,
      RoleBinding: 2,
      Secret: 3,
      Service: 4,
      ServiceAccount: 7,
      StatefulSet: 3,
    });
  });

  test("leave three random Secrets, which are hooks", () => {
    expect(hooksOf(rendered)).toEqual({
      "Secret/airflow-fernet-key": "pre-install",
      "Secret/airflow-redis-password": "pre-install",
      "Secret/airflow-broker-url": "pre-install",
    });
  });

  test("make the jobs ordinary objects with annotations of their own", () => {
    expect(objectOf(rendered, "Job", "airflow-run-airflow-migrations").metadata.annotations).toEqual(syncHook);
    expect(objectOf(rendered, "Job", "airflow-create-user").metadata.annotations).toEqual(syncHook);
  });

  test("take the database from the Secret that they name, in every container", () => {
    for (const [kind, name] of [
      ["Deployment", "airflow-scheduler"],
      ["Deployment", "airflow-webserver"],
      ["StatefulSet", "airflow-worker"],
      ["StatefulSet", "airflow-triggerer"],
      ["Job", "airflow-run-airflow-migrations"],
      ["Job", "airflow-create-user"],
    ] as const) {
      expect(secretOf(objectOf(rendered, kind, name), "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN")).toBe("pg-user-secret");
    }
  });

  test("give every container the keys of one more Secret", () => {
    const [scheduler] = containersOf(objectOf(rendered, "Deployment", "airflow-scheduler"));
    expect(listAt(scheduler, "envFrom")).toEqual([{ secretRef: { name: "airflow-admin-user-secret" } }]);
  });

  test("pin components to a zone, some by their own selector", () => {
    const selector = (kind: string, name: string) =>
      at(objectOf(rendered, kind, name), "spec.template.spec.nodeSelector");
    expect(selector("Deployment", "airflow-webserver")).toEqual(zone);
    expect(selector("StatefulSet", "airflow-worker")).toEqual(onDemand);
    expect(selector("StatefulSet", "airflow-redis")).toEqual(onDemand);
  });

  test("size the volumes of the logs", () => {
    const [claim] = objectsAt(objectOf(rendered, "StatefulSet", "airflow-worker"), "spec.volumeClaimTemplates");
    expect(at(claim, "spec.resources.requests.storage")).toBe("30Gi");
  });

  test("bring the DAGs by a sidecar, first and always", () => {
    const scheduler = objectOf(rendered, "Deployment", "airflow-scheduler");
    expect(containersOf(scheduler).map((one) => textAt(one, "name"))).toContain("git-sync");
    expect(initContainersOf(scheduler)).toEqual(["wait-for-airflow-migrations", "git-sync-init"]);
    expect(configOf(rendered)).toContain("dags_folder = /opt/airflow/dags/repo/dags");
  });

  test("reach airflow.cfg", () => {
    expect(configOf(rendered)).toContain("allowed_deserialization_classes_regexp = .*");
    expect(configOf(rendered)).toContain("statsd_on = False");
  });

  test("fill in the arguments of the job that makes the user", () => {
    const [create] = containersOf(objectOf(rendered, "Job", "airflow-create-user"));
    expect(listAt(create, "args").at(-1)).toBe("Admin");
  });
});

test("the job that makes the user takes it from the values, in the newer chart from its own", () => {
  const args = (chart: typeof newest, values: JsonObject) =>
    listAt(containersOf(objectOf(renderChart(chart, values), "Job", "airflow-create-user"))[0], "args");
  expect(args(reference, { webserver: { defaultUser: { username: "ada" } } })).toContain("ada");
  expect(args(newest, { createUserJob: { defaultUser: { username: "ada" } } })).toContain("ada");
  expect(args(newest, { createUserJob: { args: ["bash", ""] } })).toEqual(["bash", ""]);
});

test("by default both jobs are hooks after the installation", () => {
  expect(hooksOf(renderChart(reference))).toMatchObject({
    "Job/airflow-run-airflow-migrations": "post-install,post-upgrade",
    "Job/airflow-create-user": "post-install,post-upgrade",
  });
});

test("every component waits for the migration, and can be told not to", () => {
  const scheduler = (values: JsonObject) => objectOf(renderChart(reference, values), "Deployment", "airflow-scheduler");
  expect(initContainersOf(scheduler({}))).toEqual(["wait-for-airflow-migrations"]);
  expect(initContainersOf(scheduler({ scheduler: { waitForMigrations: { enabled: false } } }))).toEqual([]);
});

test("Secrets that exist already are not made", () => {
  const values = {
    fernetKeySecretName: "own-fernet",
    redis: { passwordSecretName: "own-redis" },
    data: { brokerUrlSecretName: "own-broker", metadataSecretName: "own-metadata" },
    apiSecretKeySecretName: "own-api",
    jwtSecretName: "own-jwt",
    postgresql: { enabled: false },
  };
  const rendered = renderChart(newest, values);
  expect(namesOf(rendered, "Secret")).toEqual([]);
  const apiServer = objectOf(rendered, "Deployment", "airflow-api-server");
  expect(secretOf(apiServer, "AIRFLOW__CORE__FERNET_KEY")).toBe("own-fernet");
  expect(secretOf(apiServer, "AIRFLOW__CELERY__BROKER_URL")).toBe("own-broker");
  expect(secretOf(apiServer, "AIRFLOW__API_AUTH__JWT_SECRET")).toBe("own-jwt");
  expect(secretOf(objectOf(rendered, "StatefulSet", "airflow-redis"), "REDIS_PASSWORD")).toBe("own-redis");
});

test("without persistence workers and triggerer are Deployments", () => {
  const none = { persistence: { enabled: false } };
  const rendered = renderChart(reference, { workers: none, triggerer: none });
  expect(namesOf(rendered, "Deployment")).toEqual(expect.arrayContaining(["airflow-worker", "airflow-triggerer"]));
});

test("the Kubernetes executor needs neither workers nor a broker", () => {
  const rendered = renderChart(reference, { executor: "KubernetesExecutor" });
  expect(namesOf(rendered, "StatefulSet")).toEqual(["airflow-postgresql", "airflow-triggerer"]);
  expect(namesOf(rendered, "Secret")).not.toContain("airflow-broker-url");
});

test("a changed configuration replaces the pods", () => {
  const checksum = (values: JsonObject) =>
    at(
      objectOf(renderChart(reference, values), "Deployment", "airflow-webserver"),
      "spec.template.metadata.annotations",
    );
  expect(checksum({})).toEqual(checksum({}));
  expect(checksum({ config: { core: { parallelism: 4 } } })).not.toEqual(checksum({}));
});

describe("chart 1.22", () => {
  test("runs Airflow 3 with an API server and a DAG processor", () => {
    const deployments = namesOf(renderChart(newest), "Deployment");
    expect(deployments).toEqual(expect.arrayContaining(["airflow-api-server", "airflow-dag-processor"]));
    expect(deployments).not.toContain("airflow-webserver");
  });

  test("runs Airflow 2 when the values say so", () => {
    const deployments = namesOf(renderChart(newest, { airflowVersion: "2.11.0" }), "Deployment");
    expect(deployments).toContain("airflow-webserver");
    expect(deployments).not.toContain("airflow-api-server");
  });

  test("takes settings of Celery workers from both places, the newer first", () => {
    const replicas = (workers: JsonObject) =>
      at(objectOf(renderChart(newest, { workers }), "StatefulSet", "airflow-worker"), "spec.replicas");
    expect(replicas({ replicas: 2 })).toBe(2);
    expect(replicas({ replicas: 2, celery: { replicas: 3 } })).toBe(3);
  });

  test("fails where the reference values read what it no longer has", () => {
    const render = () => renderChart(newest, { createUserJob: { args: overrides.createUserJob.args } });
    expect(render).toThrow(ChartError);
    expect(render).toThrow("nil pointer evaluating interface {}.role");
  });

  test("renders the reference values without those arguments", () => {
    const { args: _args, ...createUserJob } = overrides.createUserJob;
    expect(() => renderChart(newest, { ...overrides, createUserJob })).not.toThrow();
  });

  test("does not accept keys of components that only the old chart knows", () => {
    const values = { workers: { persistence: { containerLifecycleHooks: {} } }, ports: { _rpcServer: 9080 } };
    expect(() => renderChart(newest, values)).toThrow(
      [
        "values don't meet the specifications of the schema(s) in the following chart(s):",
        "airflow:",
        "- at '/workers/persistence': additional properties 'containerLifecycleHooks' not allowed",
        "- at '/ports': additional properties '_rpcServer' not allowed",
      ].join("\n"),
    );
    expect(() => renderChart(reference, values)).not.toThrow();
  });

  test("accepts unknown keys at the top", () => {
    expect(() => renderChart(newest, { unknownKey: true })).not.toThrow();
  });
});

test.each([
  ["an unknown executor", { executor: "SequentialExecutor" }, "Unsupported executor"],
  [
    "a password of Redis without the address of the broker",
    { redis: { passwordSecretName: "a" } },
    "you must also set",
  ],
  [
    "two passwords of Redis",
    { redis: { passwordSecretName: "a", password: "b" }, data: { brokerUrlSecretName: "c" } },
    "You must not set both values redis.passwordSecretName and redis.password",
  ],
  ["no broker at all", { redis: { enabled: false } }, "You must set one of the values data.brokerUrlSecretName or"],
  [
    "two brokers",
    { data: { brokerUrlSecretName: "a", brokerUrl: "redis://b" } },
    "You must not set both values data.brokerUrlSecretName and data.brokerUrl",
  ],
  ["an Airflow that the chart no longer runs", { airflowVersion: "2.10.5" }, "needs Airflow 2.11.0 or later"],
  [
    "a secret whose text is no YAML",
    { extraSecrets: { own: { data: "a: [" } } },
    "YAML parse error on airflow/templates/secrets/extra-secrets.yaml",
  ],
  ["variables that are no YAML", { extraEnv: "- name: [" }, "error converting YAML to JSON"],
  ["parts that the simulator does not make", { pgbouncer: { enabled: true } }, "makes nothing of pgbouncer.enabled"],
] as const)("%s is refused", (_name, values, words) => {
  expect(() => renderChart(newest, values)).toThrow(ChartError);
  expect(() => renderChart(newest, values)).toThrow(words);
});

test("an external broker is enough without Redis", () => {
  const values = { redis: { enabled: false }, data: { brokerUrl: "redis://elsewhere:6379/0" } };
  expect(namesOf(renderChart(newest, values), "StatefulSet")).not.toContain("airflow-redis");
});

test("an extra Secret is a hook unless it says otherwise", () => {
  const extra = (own: JsonObject) => ({ extraSecrets: { "{{ .Release.Name }}-own": { stringData: "a: b", ...own } } });
  expect(hooksOf(renderChart(reference, extra({})))).toMatchObject({ "Secret/airflow-own": "pre-install,pre-upgrade" });
  const plain = renderChart(reference, extra({ useHelmHooks: false }));
  expect(hooksOf(plain)).not.toHaveProperty("Secret/airflow-own");
  expect(objectAt(objectOf(plain, "Secret", "airflow-own"), "stringData")).toEqual({ a: "b" });
});

function containersOf(workload: Manifest): readonly JsonObject[] {
  return objectsAt(workload, "spec.template.spec.containers");
}

function initContainersOf(workload: Manifest): readonly string[] {
  return objectsAt(workload, "spec.template.spec.initContainers").map((one) => textAt(one, "name"));
}

function secretOf(workload: Manifest, variable: string): string {
  const found = objectsAt(containersOf(workload)[0], "env").find((one) => one.name === variable);
  return textAt(found, "valueFrom.secretKeyRef.name");
}

function configOf(rendered: RenderedChart): string {
  return String(objectAt(objectOf(rendered, "ConfigMap", "airflow-config"), "data")["airflow.cfg"]);
}
