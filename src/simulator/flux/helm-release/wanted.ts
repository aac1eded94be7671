import type { Chart } from "../../helm/chart.ts";
import type { JsonObject } from "../../world/json.ts";

/** What a HelmRelease asks for. */
export interface Wanted {
  readonly name: string;
  readonly namespace: string;
  readonly chart: Chart;
  readonly values: JsonObject;
  /** Digest of chart, values and post renderers. */
  readonly digest: string;
}
