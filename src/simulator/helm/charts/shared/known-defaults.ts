import { type ChartFacts, chartFacts } from "../../../../charts/chart-facts.ts";
import { isObject } from "../../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../../world/json.ts";
import { mergeValues } from "../../values.ts";

/** Which of the two versions of a chart that its facts describe. */
export type Edition = "reference" | "newest";

/** How the facts hold a text of several lines or a template: they do not say what is in it. */
const unknownText = /^<(text \d+ lines?|template)>$/;

/**
 * Default values of a chart with those of its sub-charts below their names, as `charts/<chart>.json` knows them. Long texts and
 * templates, which the facts leave out, are left out; in lists they are empty texts.
 */
export function knownDefaults(chart: string, edition: Edition): JsonObject {
  const facts = chartFacts(chart);
  const own = known(facts[`values_${edition}`]);
  return mergeValues(subchartDefaults(facts, edition), isObject(own) ? own : {});
}

function subchartDefaults(facts: ChartFacts, edition: Edition): JsonObject {
  const subcharts = Object.entries((facts[`subcharts_${edition}`] ?? {}) as Readonly<Record<string, { values: Json }>>);
  // Outer charts say more than inner ones, so the innermost come first.
  const innermostFirst = subcharts.sort(([left], [right]) => right.split(".").length - left.split(".").length);
  return innermostFirst.reduce<JsonObject>((merged, [path, { values }]) => {
    const nested = path.split(".").reduceRight<Json | undefined>((inner, name) => ({ [name]: inner }), known(values));
    return mergeValues(merged, isObject(nested) ? nested : {});
  }, {});
}

function known(value: unknown): Json | undefined {
  if (typeof value === "string" && unknownText.test(value)) return undefined;
  if (Array.isArray(value)) return value.map((item) => known(item) ?? "");
  if (typeof value !== "object" || value === null) return value as Json;
  const entries = Object.entries(value).map(([key, inner]) => [key, known(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}
