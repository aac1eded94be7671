import { flagAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import { isObject, type ManifestMeta } from "../../../kubernetes/object.ts";
import { canonicalJson, type Json, type JsonObject } from "../../../world/json.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { isEmpty } from "../shared/compact.ts";
import { imageAt } from "../shared/images.ts";
import { knownDefaults } from "../shared/known-defaults.ts";
import { inNamespace, type MetaOptions, type Scope, scopeOf } from "../shared/scope.ts";

/** What the templates of the Airflow chart share. */
export interface AirflowRelease {
  readonly rendering: Rendering;
  readonly scope: Scope;
  readonly values: JsonObject;
  /** Begin of the names of all objects: the release, unless the values say otherwise. */
  readonly name: string;
  /** From Airflow 3 on there is an API server instead of the webserver. */
  readonly hasApiServer: boolean;
  /** Celery executors have workers, and a broker. */
  readonly hasWorkers: boolean;
}

/** Reads what the templates of the chart have in common. */
export function airflowRelease(rendering: Rendering): AirflowRelease {
  const { values } = rendering;
  const scope = scopeOf(rendering);
  const name =
    textAt(values, "fullnameOverride") || (flagAt(values, "useStandardNaming") ? scope.fullName : scope.release);
  const hasWorkers = textAt(values, "executor").includes("Celery");
  return { rendering, scope, values, name, hasWorkers, hasApiServer: airflowMajor(values) >= 3 };
}

/** Major version of the Airflow that the values describe. */
function airflowMajor(values: JsonObject): number {
  return Number.parseInt(textAt(values, "airflowVersion"), 10);
}

/** Labels of a component; the chart has its own, older than Helm's conventions. */
export function componentLabels({ rendering }: AirflowRelease, component: string): Readonly<Record<string, string>> {
  return { tier: "airflow", component, release: rendering.release };
}

/** Metadata of an object of a component. */
export function componentMeta(
  release: AirflowRelease,
  name: string,
  component: string,
  options: MetaOptions = {},
): ManifestMeta {
  const { chart, version } = release.rendering;
  const labels = {
    ...componentLabels(release, component),
    chart: `${chart}-${version}`,
    heritage: "Helm",
    ...textMapAt(release.values, "labels"),
    ...options.labels,
  };
  return inNamespace(release.scope, name, { ...options, labels });
}

/** Image that runs Airflow. */
export function airflowImage({ values }: AirflowRelease): string {
  const repository = textAt(values, "defaultAirflowRepository");
  return imageAt(values, "images.airflow", { repository, tag: textAt(values, "defaultAirflowTag") });
}

/** The first of the values that is not empty: a component's own, or that of all. */
export function ownOrCommon(own: JsonObject, common: JsonObject, key: string): Json | undefined {
  return isEmpty(own[key]) ? common[key] : own[key];
}

/** Where the DAGs are in a container. */
export function dagsFolder({ values }: AirflowRelease): string {
  const mounted = textAt(values, "dags.mountPath") || `${textAt(values, "airflowHome")}/dags`;
  return flagAt(values, "dags.gitSync.enabled") ? `${mounted}/repo/${textAt(values, "dags.gitSync.subPath")}` : mounted;
}

/** Values of the workers: from chart 1.21 on those below `celery` come first. */
export function workerValues({ values }: AirflowRelease): JsonObject {
  const workers = isObject(values.workers) ? values.workers : {};
  const { celery, kubernetes: _kubernetes, ...common } = workers;
  return isObject(celery) ? withOwn(common, celery) : common;
}

function withOwn(common: JsonObject, own: JsonObject): JsonObject {
  const given = Object.entries(own).filter(([, value]) => !isEmpty(value));
  const merged = given.map(([key, value]) => {
    const present = common[key];
    return [key, isObject(value) && isObject(present) ? withOwn(present, value) : value] as const;
  });
  return { ...common, ...Object.fromEntries(merged) };
}

/** Secrets with which images are pulled. */
export function pullSecrets({ values }: AirflowRelease): Json | undefined {
  const named = textAt(values, "registry.secretName");
  const listed = objectsAt(values, "imagePullSecrets");
  if (listed.length > 0) return listed;
  return named === "" ? undefined : [{ name: named }];
}

/** The arguments that the values give a container; of the chart's own the facts hold only a part, so that they are said here. */
export function argumentsOf(
  { rendering }: AirflowRelease,
  path: string,
  { given, usual }: { readonly given: readonly string[]; readonly usual: readonly string[] },
): readonly string[] {
  const known = textsAt(knownDefaults(rendering.chart, rendering.edition), path);
  return known.includes("") && canonicalJson(given) === canonicalJson(known) ? usual : given;
}
