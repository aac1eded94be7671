import { lt, valid } from "semver";
import { chartFacts } from "../../../../charts/chart-facts.ts";
import { at, flagAt, objectAt, textAt } from "../../../kubernetes/fields.ts";
import { isObject } from "../../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { refuseUnknownSwitches } from "../shared/not-simulated.ts";

const components =
  "scheduler webserver apiServer dagProcessor triggerer workers redis createUserJob migrateDatabaseJob".split(" ");

/** Members of components that accept known keys only, as the components themselves. */
const strictMembers = ["persistence", "serviceAccount", "logGroomerSidecar", "waitForMigrations"];

/** Objects of the values that accept known keys only. Source: facts of the chart, `values_schema` and the copy of old values. */
const strictPaths = [
  ...components.flatMap((component) => [component, ...strictMembers.map((member) => `${component}.${member}`)]),
  "dags",
  "dags.gitSync",
  "data",
  "ports",
  "enableBuiltInSecretEnvVars",
];

/** Keys that the schema still accepts though the values no longer hold them. */
const stillAccepted = new Set(["webserver.defaultUser"]);

const executors = ["LocalExecutor", "CeleryExecutor", "KubernetesExecutor", "CeleryKubernetesExecutor"];

/**
 * What the chart refuses: keys that its schema does not know, and values that contradict each other.
 *
 * @throws ChartError in Helm's words
 */
export function checkValues(rendering: Rendering): void {
  checkSchema(rendering);
  checkVersion(rendering);
  checkExecutor(rendering);
  checkBroker(rendering);
  const unknown = ["pgbouncer", "flower", "cleanup", "databaseCleanup", "otelCollector"].map(
    (part) => `${part}.enabled`,
  );
  refuseUnknownSwitches("airflow", rendering.values, unknown);
}

function checkSchema({ chart, edition, values }: Rendering): void {
  const known = chartFacts(chart)[`values_${edition}`] as Json;
  const problems = strictPaths.flatMap((path) => {
    const allowed = at(known, path);
    const given = at(values, path);
    if (!isObject(allowed) || !isObject(given)) return [];
    const extra = Object.keys(given).filter((key) => !(key in allowed) && !stillAccepted.has(`${path}.${key}`));
    if (extra.length === 0) return [];
    const names = extra.map((key) => `'${key}'`).join(", ");
    return [`- at '/${path.replaceAll(".", "/")}': additional properties ${names} not allowed`];
  });
  if (problems.length === 0) return;
  const begin = "values don't meet the specifications of the schema(s) in the following chart(s):";
  throw new ChartError([begin, `${chart}:`, ...problems].join("\n"));
}

/** Chart 1.20 and later know no Airflow before 2.11. The words are not those of the chart, which no source at hand shows. */
function checkVersion({ edition, values }: Rendering): void {
  const version = textAt(values, "airflowVersion");
  if (edition === "newest" && valid(version) !== null && lt(version, "2.11.0")) {
    throw failure(`airflowVersion ${version} is not supported: this chart needs Airflow 2.11.0 or later`);
  }
}

function checkExecutor({ edition, values }: Rendering): void {
  const executor = textAt(values, "executor");
  // Airflow 2.10 and later take several executors at once.
  const named = edition === "newest" ? executor.split(",").map((name) => name.trim()) : [executor];
  if (named.every((name) => executors.includes(name))) return;
  throw failure(`Unsupported executor. Supported values: ${executors.join(", ")}.`);
}

function checkBroker({ values }: Rendering): void {
  if (!textAt(values, "executor").includes("Celery")) return;
  const has = (path: string): boolean => textAt(values, path) !== "";
  const hasBroker = has("data.brokerUrlSecretName") || has("data.brokerUrl");
  if (flagAt(values, "redis.enabled")) {
    if (has("redis.passwordSecretName") && !has("data.brokerUrlSecretName")) {
      throw failure(
        "When using the internal redis of the chart and setting the value redis.passwordSecretName, you must also set the value data.brokerUrlSecretName.",
      );
    }
    if (has("redis.passwordSecretName") && has("redis.password")) {
      throw failure("You must not set both values redis.passwordSecretName and redis.password");
    }
  } else if (!hasBroker) {
    throw failure(
      "You must set one of the values data.brokerUrlSecretName or data.brokerUrl when using a Celery based executor with redis.enabled set to false (we need the url to the redis instance).",
    );
  }
  if (has("data.brokerUrlSecretName") && has("data.brokerUrl")) {
    throw failure("You must not set both values data.brokerUrlSecretName and data.brokerUrl");
  }
}

function failure(problem: string): ChartError {
  return new ChartError(`execution error at (airflow/templates/check-values.yaml): ${problem}`);
}

/** Whether a DAG processor runs beside the scheduler: with Airflow 3 unless the values say no. */
export function dagProcessorEnabled(values: JsonObject, hasApiServer: boolean): boolean {
  const chosen = objectAt(values, "dagProcessor").enabled;
  return typeof chosen === "boolean" ? chosen : hasApiServer;
}
