import type { ChartDefinition } from "../../../charts/chart-facts.ts";
import { nearest } from "../../../configuration/names.ts";
import type { PlatformApplication } from "../application.ts";
import { gitOpsFiles } from "../files.ts";
import { type ApplicationCheck, isBefore, type Planned, problemOf } from "./check.ts";
import { chartDefinitions, definitionsOf, kindsNeededBy } from "./definitions.ts";
import { isBuiltIn } from "./kubernetes-kinds.ts";

/** Every object is of a kind that Kubernetes has, or that is brought before the object. */
export const kindsAreThere: ApplicationCheck = (planned) => {
  const engines = (["argo-cd", "flux2"] as const).flatMap((chart) =>
    chartDefinitions(chart, planned.charts[chart].version),
  );
  return planned.applications.flatMap((application) => {
    const known = [...engines, ...definitionsBefore(planned, application)];
    const objects = gitOpsFiles(planned.environment, [application]).flatMap(({ manifests }) => manifests);
    return [
      ...objects
        .filter(({ apiVersion, kind }) => !isBuiltIn(apiVersion, kind) && !known.some(serves(apiVersion, kind)))
        .map(({ apiVersion, kind, metadata }) =>
          problemOf(planned, application, {
            code: "ES0222",
            at: ["manifests", `${kind}/${metadata.name}`],
            problem: `Nothing brings the kind ${kind} of ${apiVersion} before ${application.name} is applied.`,
            hint: hintFor(planned, application, apiVersion, kind, known),
          }),
        ),
      ...(application.chart ? kindsNeededBy(application.chart) : [])
        .filter(
          ({ group, kind }) => !known.some((definition) => definition.group === group && definition.kind === kind),
        )
        .map((needed) =>
          problemOf(planned, application, {
            code: "ES0222",
            at: ["chart"],
            problem: `The chart ${application.chart?.chart} needs the kind ${needed.kind} of ${needed.group} for ${needed.for}, and nothing brings it before.`,
            hint: hintFor(planned, application, `${needed.group}/`, needed.kind, known),
          }),
        ),
    ];
  });
};

/** Kinds that are there when an application's own objects are applied: its own chart's, and those of what comes before. */
function definitionsBefore({ applications, charts }: Planned, application: PlatformApplication): ChartDefinition[] {
  return applications
    .filter((other) => other.name === application.name || isBefore(other, application))
    .flatMap(({ chart }) => (chart ? definitionsOf(chart, charts) : []));
}

function serves(apiVersion: string, kind: string): (definition: ChartDefinition) => boolean {
  return (definition) =>
    definition.kind === kind && definition.served.some((version) => `${definition.group}/${version}` === apiVersion);
}

function hintFor(
  { applications, charts }: Planned,
  application: PlatformApplication,
  apiVersion: string,
  kind: string,
  known: readonly ChartDefinition[],
): string {
  const other = known.find((definition) => definition.kind === kind && apiVersion.startsWith(`${definition.group}/`));
  if (other) return `It is served as ${other.served.map((version) => `${other.group}/${version}`).join(", ")}.`;
  const [group] = apiVersion.split("/");
  const later = applications.find(
    ({ chart }) =>
      chart &&
      definitionsOf(chart, charts).some((definition) => definition.kind === kind && definition.group === group),
  );
  if (later) return `${later.name} brings it, in wave ${later.wave}: put ${application.name} into a later one.`;
  const near = nearest(
    kind,
    known.filter((definition) => definition.group === group).map((definition) => definition.kind),
  );
  return near === undefined ? "Add the application that brings it, or leave the object out." : `Did you mean ${near}?`;
}
