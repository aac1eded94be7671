import { chartFacts } from "../../../../charts/chart-facts.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { type Scope, scopeOf } from "../shared/scope.ts";

interface SubChartFacts {
  readonly version: string;
  readonly appVersion: string;
}

/** Scope of a sub-chart of the stack, with its own version. */
export function subChartScope(rendering: Rendering, name: string): Scope {
  const { version, appVersion } = subChartFacts(rendering, name);
  return scopeOf(rendering, { chart: name, below: name, version, appVersion });
}

/** Version of the program that a sub-chart runs. */
export function subChartApp(rendering: Rendering, name: string): string {
  return subChartFacts(rendering, name).appVersion;
}

function subChartFacts({ chart, edition }: Rendering, name: string): SubChartFacts {
  const subCharts = chartFacts(chart)[`subcharts_${edition}`] as Readonly<Record<string, SubChartFacts | undefined>>;
  return subCharts[name] ?? { version: "", appVersion: "" };
}
