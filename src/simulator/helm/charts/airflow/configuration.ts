import { createHash } from "node:crypto";
import { flagAt, objectAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import { isObject, type Manifest } from "../../../kubernetes/object.ts";
import { configMap } from "../shared/configuration.ts";
import { type AirflowRelease, componentMeta, dagsFolder } from "./airflow-release.ts";

/** `airflow.cfg`: the sections of the values, and what the chart works out itself. */
function airflowConfig(release: AirflowRelease): string {
  const { values, name, hasApiServer } = release;
  const isMeasured = flagAt(values, "statsd.enabled");
  const derived: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    core: { dags_folder: dagsFolder(release), executor: textAt(values, "executor") },
    metrics: { statsd_on: printed(isMeasured), statsd_host: `${name}-statsd` },
    scheduler: { standalone_dag_processor: printed(hasApiServer) },
  };
  const given = objectAt(values, "config");
  const sections = [...new Set([...Object.keys(derived), ...Object.keys(given)])].sort();
  return sections
    .map((section) => {
      const settings = { ...derived[section], ...objectAt(given, section) };
      const lines = Object.entries(settings)
        .filter(([, value]) => value !== null && value !== undefined && !isObject(value))
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, value]) => `${key} = ${String(value)}`);
      return [`[${section}]`, ...lines].join("\n");
    })
    .join("\n\n");
}

/** Pods carry it, so that they are replaced when the configuration changes. */
export function configChecksum(release: AirflowRelease): string {
  return createHash("sha256").update(airflowConfig(release)).digest("hex");
}

/** The ConfigMap with `airflow.cfg`. */
export function configuration(release: AirflowRelease): readonly Manifest[] {
  const { values, name } = release;
  const annotations = textMapAt(values, "airflowConfigAnnotations");
  return [
    configMap(componentMeta(release, `${name}-config`, "config", { annotations }), {
      "airflow.cfg": airflowConfig(release),
      "airflow_local_settings.py": textAt(values, "airflowLocalSettings"),
      known_hosts: textAt(values, "dags.gitSync.knownHosts"),
    }),
    ...(flagAt(values, "statsd.enabled")
      ? [configMap(componentMeta(release, `${name}-statsd`, "config"), { "mappings.yml": "mappings: []" })]
      : []),
  ];
}

function printed(flag: boolean): string {
  return flag ? "True" : "False";
}
