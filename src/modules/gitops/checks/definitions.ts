import { type ChartDefinition, chartFacts } from "../../../charts/chart-facts.ts";
import { editionOf, isTree } from "../../../charts/value-tree.ts";
import type { ChartName, ChartVersion } from "../../../configuration/versions.ts";
import type { ChartRelease } from "../application.ts";
import type { DataObject } from "../manifest.ts";

/** Switches in values by which a chart brings kinds; a chart that is not here always does. */
const switches: Partial<
  Record<ChartName, (definition: ChartDefinition) => readonly [path: string, byDefault: boolean]>
> = {
  "cert-manager": () => ["crds.enabled", false],
  "cloudnative-pg": () => ["crds.create", true],
  "gateway-crds-helm": ({ group }) => [
    group === "gateway.envoyproxy.io" ? "crds.envoyGateway.enabled" : "crds.gatewayAPI.enabled",
    false,
  ],
  "gateway-helm": () => ["crds.enabled", true],
  "policy-reporter": ({ group }) => [group.startsWith("ui.") ? "ui.crds.customBoard" : "target.crd", false],
  "trivy-operator-polr-adapter": () => ["crds.install", false],
};

/** The kinds that a release brings into the cluster. */
export function definitionsOf(
  { chart, values }: ChartRelease,
  charts: Readonly<Record<ChartName, ChartVersion>>,
): readonly ChartDefinition[] {
  const isOn = switches[chart];
  const all = chartDefinitions(chart, charts[chart].version);
  if (!isOn) return all;
  return all.filter((definition) => {
    const [path, byDefault] = isOn(definition);
    return valueAt(values, path) ?? byDefault;
  });
}

/** The kinds of a version of a chart. */
export function chartDefinitions(chart: ChartName, version: string): readonly ChartDefinition[] {
  const facts = chartFacts(chart);
  return editionOf(facts, version) === "reference" ? (facts.crds_reference ?? facts.crds) : facts.crds;
}

/** Kinds that the objects of a chart are of, and that the chart does not bring. Source: what each chart renders. */
const needs: Partial<Record<ChartName, (values: DataObject) => readonly Needed[]>> = {
  "cert-manager": (values) =>
    isTree(values.config) ? [{ group: "gateway.networking.k8s.io", kind: "Gateway", for: "config.gatewayAPI" }] : [],
  cluster: (values) => [
    { group: "postgresql.cnpg.io", kind: "Cluster", for: "the cluster itself" },
    ...(valueAt(values, "cluster.monitoring.enabled") ? [podMonitor("cluster.monitoring.enabled")] : []),
  ],
  "cloudnative-pg": (values) =>
    valueAt(values, "monitoring.podMonitorEnabled") ? [podMonitor("monitoring.podMonitorEnabled")] : [],
  "gateway-helm": () => [{ group: "gateway.networking.k8s.io", kind: "Gateway", for: "its controller" }],
  "policy-reporter": () => [{ group: "wgpolicyk8s.io", kind: "PolicyReport", for: "its controller" }],
  "trivy-operator-polr-adapter": () => [
    { group: "aquasecurity.github.io", kind: "VulnerabilityReport", for: "its controller" },
  ],
};

/** A kind that must be there before a chart, whatever its version, and what for. */
export interface Needed {
  readonly group: string;
  readonly kind: string;
  readonly for: string;
}

function podMonitor(path: string): Needed {
  return { group: "monitoring.coreos.com", kind: "PodMonitor", for: path };
}

/** Kinds that others must bring before a release. */
export function kindsNeededBy({ chart, values }: ChartRelease): readonly Needed[] {
  return needs[chart]?.(values) ?? [];
}

/** The switch at a path of values; undefined when it is not set. */
function valueAt(values: DataObject, path: string): boolean | undefined {
  let value: unknown = values;
  for (const key of path.split(".")) value = isTree(value) ? value[key] : undefined;
  return value === undefined ? undefined : value === true;
}
