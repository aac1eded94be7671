import { text } from "../../planning/input.ts";
import type { Values } from "../../planning/values.ts";
import { refuse, refuseUnless } from "../../rule.ts";
import { type Chart, ChartError } from "../chart.ts";
import type { FindChart } from "./release-client.ts";
import { helmProviderRules as rules } from "./rules.ts";

/**
 * The chart that a configuration names.
 *
 * @throws ServiceError when it is not there, or of another version than the configuration says
 */
export function locatedChart(findChart: FindChart, values: Values): Chart {
  const version = text(values, "version");
  const chart = found(findChart, text(values, "repository"), text(values, "chart"), version);
  const isSame = version === "" || bare(version) === bare(chart.version);
  refuseUnless(isSame, rules.plannedVersion, version, chart.version);
  return chart;
}

function found(findChart: FindChart, repository: string, name: string, version: string): Chart {
  try {
    return findChart(repository, name, version === "" ? undefined : version);
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    return refuse(rules.locateChart, error.message);
  }
}

function bare(version: string): string {
  return version.replace(/^v/, "");
}
