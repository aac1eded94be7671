import { at } from "../../../kubernetes/fields.ts";
import { ChartError } from "../../chart.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { knownDefaults } from "../shared/known-defaults.ts";

/** Values at the top that have no default and are accepted all the same. Source: chart 1.21, values.schema.json. */
const withoutDefault = [
  "nameOverride",
  "fullnameOverride",
  "podAnnotations",
  "deploymentAnnotations",
  "podDnsPolicy",
  "podDnsConfig",
  "hostUsers",
  "serviceAnnotations",
  "serviceLabels",
  "serviceIPFamilyPolicy",
  "serviceIPFamilies",
];

/** Values of older versions that the newest one refuses. Source: charts/cert-manager.json, `removed_or_renamed`. */
const removed = [
  "prometheus.servicemonitor.targetPort",
  "prometheus.servicemonitor.path",
  "prometheus.podmonitor.path",
];

/**
 * The newest chart's schema knows every key. Below the top only the keys that it is known to have dropped are refused here.
 *
 * @throws ChartError in Helm's words
 */
export function checkValues({ edition, values }: Rendering): void {
  if (edition === "reference") return;
  const known = new Set([...Object.keys(knownDefaults("cert-manager", edition)), ...withoutDefault]);
  const problems = [
    ...Object.keys(values)
      .filter((key) => !known.has(key))
      .map((key) => ({ where: "", key })),
    ...removed
      .filter((path) => at(values, path) !== undefined)
      .map((path) => ({
        where: `/${path.split(".").slice(0, -1).join("/")}`,
        key: path.split(".").at(-1) ?? "",
      })),
  ];
  if (problems.length === 0) return;
  const lines = problems.map(({ where, key }) => `- at '${where}': additional properties '${key}' not allowed`);
  throw new ChartError(
    `values don't meet the specifications of the schema(s) in the following chart(s):\ncert-manager:\n${lines.join("\n")}\n`,
  );
}
