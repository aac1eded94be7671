import { parse, YAMLError } from "yaml";
import type { Json } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";

/**
 * What a text of the values says that a chart writes into one of its templates; null for an empty one.
 *
 * @param template path of the template, which Helm names when the result is no YAML
 * @throws ChartError when it is no YAML
 */
export function parsedText(text: string, template: string): Json {
  try {
    return (parse(text) ?? null) as Json;
  } catch (cause) {
    if (!(cause instanceof YAMLError)) throw cause;
    throw new ChartError(`YAML parse error on ${template}: error converting YAML to JSON: yaml: ${cause.message}`);
  }
}
