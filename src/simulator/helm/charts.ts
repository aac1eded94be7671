import type { Chart } from "./chart.ts";
import { platformCharts } from "./charts/platform-charts.ts";
import { chartIn } from "./find-chart.ts";

/** Every chart that the simulator knows, in all its versions. */
export const charts: readonly Chart[] = [...platformCharts];

/**
 * The chart that a repository offers: a Helm repository with the chart's name, or an `oci://` registry.
 *
 * @param version a version or range; the newest when left out
 * @throws ChartError in Helm's words for a repository, chart or version that is not there
 */
export function findChart(repository: string, name: string, version?: string): Chart {
  return chartIn(charts, { repository, name, version });
}
