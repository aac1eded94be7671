import { chartFacts } from "../../../charts/chart-facts.ts";
import { valueProblems } from "../../../charts/value-problems.ts";
import { editionOf } from "../../../charts/value-tree.ts";
import { type ApplicationCheck, problemOf } from "./check.ts";

/** Every chart has a version whose facts are known, and reads every value that it gets. */
export const valuesAreRead: ApplicationCheck = (planned) =>
  planned.applications.flatMap((application) => {
    if (!application.chart) return [];
    const { chart, values, secretValues = [] } = application.chart;
    const { version } = planned.charts[chart];
    const facts = chartFacts(chart);
    const edition = editionOf(facts, version);
    if (edition === undefined) {
      const known = `${facts.reference.version} and ${facts.newest_seen.version}`;
      return [
        problemOf(planned, application, {
          code: "ES0221",
          problem: `Nothing is known of ${chart} ${version}: its values and kinds cannot be checked.`,
          hint: `Use one of ${known}, or describe the version in charts/${chart}.json.`,
        }),
      ];
    }
    const all = [values, ...secretValues.map(({ path }) => nested(path.split(".")))];
    return all.flatMap((part) =>
      valueProblems(chart, edition, part).map(({ path, problem, hint }) =>
        problemOf(planned, application, { code: "ES0220", at: ["values", ...path], problem, hint }),
      ),
    );
  });

/** A value at a path, and nothing else. */
function nested(path: readonly string[]): { readonly [key: string]: unknown } {
  const [key = "", ...rest] = path;
  return { [key]: rest.length === 0 ? "" : nested(rest) };
}
