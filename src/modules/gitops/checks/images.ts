import { chartFacts } from "../../../charts/chart-facts.ts";
import { editionOf, isTree } from "../../../charts/value-tree.ts";
import type { PlatformApplication } from "../application.ts";
import type { Data } from "../manifest.ts";
import { type ApplicationCheck, type Planned, problemOf } from "./check.ts";

/** Registries whose tags were withdrawn or frozen. */
const withdrawn: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  {
    pattern: /^((docker\.io|registry-1\.docker\.io)\/)?bitnami\//,
    what: "Bitnami withdrew its free tags from Docker Hub in August 2025",
  },
  {
    pattern: /^((docker\.io|registry-1\.docker\.io)\/)?bitnamilegacy\//,
    what: "Bitnami's legacy images get no updates and will go",
  },
  { pattern: /^k8s\.gcr\.io\//, what: "k8s.gcr.io is frozen since April 2023; registry.k8s.io took over" },
];

/** Parts of charts that a value switches off, with the image that goes with them. */
const optional: readonly { readonly chart: string; readonly image: RegExp; readonly unless: string }[] = [
  { chart: "airflow", image: /bitnami(legacy)?\/postgresql/, unless: "postgresql.enabled" },
];

/** No image comes from where its tag may be gone. */
export const imagesCanBePulled: ApplicationCheck = (planned) =>
  planned.applications.flatMap((application) =>
    [...new Set(imagesOf(planned, application))].flatMap((image) => {
      const found = withdrawn.find(({ pattern }) => pattern.test(image));
      if (!found) return [];
      return [
        problemOf(planned, application, {
          code: "ES0228",
          at: ["images"],
          problem: `${application.name} would run ${image}: ${found.what}.`,
          hint: "Name another image in the values, or take a newer version of the chart.",
        }),
      ];
    }),
  );

function imagesOf({ charts }: Planned, { chart, manifests, prerequisites = [] }: PlatformApplication): string[] {
  const patches = (chart?.patches ?? []).map(({ patch }) => patch as Data);
  const named = [chart?.values, ...patches, ...manifests, ...prerequisites].flatMap((data) => namedImages(data));
  if (!chart) return named;
  const facts = chartFacts(chart.chart);
  const isReference = editionOf(facts, charts[chart.chart].version) === "reference";
  const byDefault = (isReference ? facts.images_reference : facts.images) ?? [];
  const isOff = (image: string): boolean =>
    optional.some(
      (part) => part.chart === chart.chart && part.image.test(image) && switchedOff(chart.values, part.unless),
    );
  return [...named, ...byDefault.filter((image) => !isOff(image))];
}

/** Images that are written out: as one text, or as a repository with a tag. */
function namedImages(data: Data | undefined): string[] {
  if (Array.isArray(data)) return data.flatMap(namedImages);
  if (!isTree(data)) return [];
  const { registry, repository } = data;
  const own =
    typeof repository === "string" ? [typeof registry === "string" ? `${registry}/${repository}` : repository] : [];
  return [
    ...own,
    ...Object.entries(data).flatMap(([key, value]) =>
      key === "image" && typeof value === "string" ? [value] : namedImages(value as Data),
    ),
  ];
}

function switchedOff(values: Data | undefined, path: string): boolean {
  let value: unknown = values;
  for (const key of path.split(".")) value = isTree(value) ? value[key] : undefined;
  return value === false;
}
