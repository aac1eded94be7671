import { at, objectAt, textAt } from "../../../kubernetes/fields.ts";
import type { ManifestMeta } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Rendering } from "./chart-versions.ts";
import { compact } from "./compact.ts";

/** What all objects of a chart, or of one of its sub-charts, are named and labelled by. */
export interface Scope {
  readonly release: string;
  readonly namespace: string;
  /** Values of this chart: those below its name for a sub-chart. */
  readonly values: JsonObject;
  /** `app.kubernetes.io/name`. */
  readonly name: string;
  /** Begin of the names of its objects. */
  readonly fullName: string;
  /** Labels that choose its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Labels on everything. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Version of a sub-chart or of the chart itself, for labels. */
export interface ScopeOptions {
  /** Name of the chart or sub-chart. */
  readonly chart?: string;
  /** Where the values of a sub-chart are: its name, unless it has an alias. */
  readonly below?: string;
  readonly version?: string;
  readonly appVersion?: string;
}

/** Scope of a chart by Helm's usual conventions: `nameOverride`, `fullnameOverride`, and the release's name when it names the chart. */
export function scopeOf(rendering: Rendering, options: ScopeOptions = {}): Scope {
  const { release, namespace } = rendering;
  const { chart = rendering.chart, below, version = below ? "" : rendering.version } = options;
  const { appVersion = below ? "" : rendering.appVersion } = options;
  const values = below ? objectAt(rendering.values, below) : rendering.values;
  const name = shortened(textAt(values, "nameOverride") || chart);
  const joined = release.includes(name) ? release : `${release}-${name}`;
  const fullName = shortened(textAt(values, "fullnameOverride") || joined);
  const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": release };
  const labels = {
    ...selector,
    "app.kubernetes.io/managed-by": "Helm",
    ...(version === "" ? {} : { "helm.sh/chart": `${chart}-${version}`.replaceAll("+", "_") }),
    ...(appVersion === "" ? {} : { "app.kubernetes.io/version": appVersion }),
  };
  return { release, namespace, values, name, fullName, selector, labels };
}

/** Names are cut where DNS labels end. */
export function shortened(name: string): string {
  return name.slice(0, 63).replace(/-+$/, "");
}

/** What else stands in the metadata of an object. */
export interface MetaOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata of a namespaced object of a chart. */
export function inNamespace(scope: Scope, name: string, options: MetaOptions = {}): ManifestMeta {
  return { ...clusterWide(scope, name, options), namespace: scope.namespace };
}

/** Metadata of an object of a chart that is in no namespace. */
export function clusterWide(scope: Scope, name: string, options: MetaOptions = {}): ManifestMeta {
  const { labels, annotations = {} } = options;
  const meta = { name, labels: { ...scope.labels, ...labels } };
  return Object.keys(annotations).length === 0 ? meta : { ...meta, annotations };
}

/** Where pods go, from the members of the values that are named as in a pod: node selector, tolerations, affinity, spread, priority. */
export function placement(values: JsonObject, path?: string): JsonObject {
  const here = path === undefined ? values : objectAt(values, path);
  const { nodeSelector, tolerations, affinity, topologySpreadConstraints, priorityClassName } = here;
  return compact({ nodeSelector, tolerations, affinity, topologySpreadConstraints, priorityClassName });
}

/** True unless the switch at a path is off. */
export function isOn(values: JsonObject, path: string): boolean {
  const value = at(values, path);
  return value !== undefined && value !== null && value !== false && value !== "" && value !== 0;
}
