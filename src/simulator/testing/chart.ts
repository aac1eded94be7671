import type { Chart, RenderedChart } from "../helm/chart.ts";
import { mergeValues } from "../helm/values.ts";
import type { Manifest } from "../kubernetes/object.ts";
import type { JsonObject } from "../world/json.ts";

/** How a chart is rendered in a test. */
interface TestRelease {
  /** The chart's name when left out. */
  readonly release?: string;
  readonly namespace?: string;
  /** Versions and kinds that the cluster serves. */
  readonly serves?: readonly string[];
  readonly isUpgrade?: boolean;
  readonly kubernetesVersion?: string;
}

/** Renders a chart with values over its defaults; random texts are numbered. */
export function renderChart(chart: Chart, values: JsonObject = {}, options: TestRelease = {}): RenderedChart {
  const {
    release = chart.name,
    namespace = "test",
    serves = [],
    isUpgrade = false,
    kubernetesVersion = "1.35",
  } = options;
  let drawn = 0;
  return chart.render({
    release,
    namespace,
    values: mergeValues(chart.defaults, values),
    isUpgrade,
    kubernetesVersion,
    serves: (apiVersion) => serves.includes(apiVersion),
    random: (length) => {
      drawn += 1;
      return String(drawn).padStart(length, "r").slice(-length);
    },
  });
}

/** Number of objects by kind, CustomResourceDefinitions of both places included. */
export function countsByKind({ crds, objects }: RenderedChart): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of [...crds, ...objects]) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The object of that kind and name. */
export function objectOf(rendered: RenderedChart, kind: string, name: string): Manifest {
  const found = [...rendered.crds, ...rendered.objects].find(
    (object) => object.kind === kind && object.metadata.name === name,
  );
  if (!found) throw new RangeError(`no ${kind}/${name} among ${namesOf(rendered, kind).join(", ")}`);
  return found;
}

/** Names of the objects of a kind, sorted. */
export function namesOf({ crds, objects }: RenderedChart, kind: string): readonly string[] {
  return [...crds, ...objects]
    .filter((object) => object.kind === kind)
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** Objects that are hooks, as `<kind>/<name>` to when they run. */
export function hooksOf({ objects }: RenderedChart): Readonly<Record<string, string>> {
  return Object.fromEntries(
    objects.flatMap(({ kind, metadata }) => {
      const when = metadata.annotations?.["helm.sh/hook"];
      return when === undefined ? [] : [[`${kind}/${metadata.name}`, when]];
    }),
  );
}

/** The two versions of a chart that its facts describe. */
export function versionsOf(charts: readonly Chart[]): { readonly reference: Chart; readonly newest: Chart } {
  const [reference, newest] = charts;
  if (!reference || !newest) throw new RangeError("a chart has two versions");
  return { reference, newest };
}
