import { at, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import { isObject } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { fromSecret, variable } from "../shared/pods.ts";
import { filledIn } from "../shared/template-text.ts";
import { parsedText } from "../shared/yaml-text.ts";
import type { AirflowRelease } from "./airflow-release.ts";
import { secretNames } from "./secrets.ts";

/** Variables that every Airflow container has: where its secrets are. The pod does not start while one of them is missing. */
export function standardVariables(release: AirflowRelease): readonly JsonObject[] {
  const { values, hasApiServer, hasWorkers } = release;
  const names = secretNames(release);
  const results = names.resultBackend;
  const keys: readonly (readonly [string, string, string])[] = [
    ["AIRFLOW__CORE__FERNET_KEY", names.fernetKey, "fernet-key"],
    ["AIRFLOW__CORE__SQL_ALCHEMY_CONN", names.metadata, "connection"],
    ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", names.metadata, "connection"],
    ["AIRFLOW_CONN_AIRFLOW_DB", names.metadata, "connection"],
    ...(hasApiServer
      ? ([
          ["AIRFLOW__API__SECRET_KEY", names.apiKey, "api-secret-key"],
          ["AIRFLOW__API_AUTH__JWT_SECRET", names.tokenKey, "jwt-secret"],
        ] as const)
      : ([["AIRFLOW__WEBSERVER__SECRET_KEY", names.webserver, "webserver-secret-key"]] as const)),
    ...(results === ""
      ? []
      : ([
          ["AIRFLOW__CELERY__CELERY_RESULT_BACKEND", results, "connection"],
          ["AIRFLOW__CELERY__RESULT_BACKEND", results, "connection"],
        ] as const)),
    ...(hasWorkers ? ([["AIRFLOW__CELERY__BROKER_URL", names.brokerUrl, "connection"]] as const) : []),
  ];
  const home = variable("AIRFLOW_HOME", textAt(values, "airflowHome"));
  const secretVariables = keys
    .filter(([name]) => isBuiltIn(values, name))
    .map(([name, secret, key]) => fromSecret(name, secret, key));
  return [home, ...secretVariables];
}

/** Variables that the values add to every container. */
export function customVariables({ values, rendering }: AirflowRelease): readonly JsonObject[] {
  return [
    ...objectsAt(values, "env"),
    ...objectsAt(values, "secret").map((entry) =>
      fromSecret(textAt(entry, "envName"), textAt(entry, "secretName"), textAt(entry, "secretKey")),
    ),
    ...listIn(filledIn(textAt(values, "extraEnv"), rendering, "airflow/templates/_helpers.yaml")),
  ];
}

/** Secrets and ConfigMaps whose keys the values add as variables to every container. */
export function variableSources({ values, rendering }: AirflowRelease): readonly JsonObject[] {
  return listIn(filledIn(textAt(values, "extraEnvFrom"), rendering, "airflow/templates/_helpers.yaml"));
}

/**
 * A list that the values hold as text.
 *
 * @throws ChartError when it is no YAML
 */
function listIn(text: string): readonly JsonObject[] {
  const parsed = parsedText(text, "airflow/templates/scheduler/scheduler-deployment.yaml");
  return Array.isArray(parsed) ? parsed.filter(isObject) : [];
}

function isBuiltIn(values: JsonObject, name: string): boolean {
  return at(values, `enableBuiltInSecretEnvVars.${name}`) === true;
}
