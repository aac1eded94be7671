import { flagAt } from "../../../kubernetes/fields.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";

/**
 * Refuses switches whose objects the simulated chart does not make, rather than leaving them out silently.
 *
 * @throws ChartError when one of them is on
 */
export function refuseUnknownSwitches(chart: string, values: JsonObject, paths: readonly string[]): void {
  const on = paths.find((path) => flagAt(values, path));
  if (on !== undefined) throw new ChartError(`the simulated chart ${chart} makes nothing of ${on}: leave it at false`);
}
