import { charts } from "../../../configuration/versions.ts";
import type { ChartRelease } from "../application.ts";

/**
 * How Argo CD names a chart: the registry without its scheme, as it was registered, and the path to the chart behind it. Source: Argo
 * CD, "Helm", "Helm OCI repositories".
 */
export function chartSource(release: ChartRelease): {
  readonly repoURL: string;
  readonly chart: string;
  readonly targetRevision: string;
} {
  const { chart, repository, version } = charts[release.chart];
  const registry = /^oci:\/\/([^/]+)\/(.*)$/.exec(repository);
  if (!registry) return { repoURL: repository, chart, targetRevision: version };
  const [, host = "", path = ""] = registry;
  return { repoURL: host, chart: `${path}/${chart}`, targetRevision: version };
}
