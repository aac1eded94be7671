import type { ITerraformDependable } from "cdktn";
import type { Construct } from "constructs";
import { Release } from "../../../.gen/helm/release.js";
import type { ChartVersion } from "../../configuration/versions.ts";

export interface ChartReleaseProps {
  readonly chart: ChartVersion;
  /** Name of the release. */
  readonly name: string;
  /** Name of the namespace, as a reference to it. */
  readonly namespace: string;
  readonly values: object;
  /** Seconds that Helm waits; the provider's 300 when left out. */
  readonly timeout?: number;
  /** What must be there before its pods can run. */
  readonly after: readonly ITerraformDependable[];
}

/** A chart of the catalogue that the engine itself installs, because nothing else runs in the cluster yet. */
export function chartRelease(scope: Construct, id: string, props: ChartReleaseProps): Release {
  const { chart, name, namespace, values, timeout, after } = props;
  return new Release(scope, id, {
    name,
    namespace,
    repository: chart.repository,
    chart: chart.chart,
    version: chart.version,
    values: [JSON.stringify(values)],
    ...(timeout === undefined ? {} : { timeout }),
    dependsOn: [...after],
  });
}
