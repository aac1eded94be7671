import { type ChartDefinition, chartFacts } from "../../../../charts/chart-facts.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Chart, ReleaseContext, RenderedChart } from "../../chart.ts";
import { type Edition, knownDefaults } from "./known-defaults.ts";

/** A rendering of one version of a chart: what the release sees, and what the facts say of that version. */
export interface Rendering extends ReleaseContext {
  readonly chart: string;
  readonly version: string;
  readonly appVersion: string;
  readonly edition: Edition;
  /** Kinds that this version installs. */
  readonly definitions: readonly ChartDefinition[];
}

/** The two versions of a chart that `charts/<chart>.json` describes, each made by the same function. */
export function chartVersions(chart: string, render: (rendering: Rendering) => RenderedChart): readonly Chart[] {
  return [chartVersion(chart, "reference", render), chartVersion(chart, "newest", render)];
}

function chartVersion(chart: string, edition: Edition, render: (rendering: Rendering) => RenderedChart): Chart {
  const facts = chartFacts(chart);
  const { version, appVersion, kubeVersion } = edition === "reference" ? facts.reference : facts.newest_seen;
  const oci = typeof facts.repository_oci === "string" ? [facts.repository_oci] : [];
  const definitions = edition === "reference" ? (facts.crds_reference ?? facts.crds) : facts.crds;
  let defaults: JsonObject | undefined;
  return {
    name: chart,
    version,
    appVersion: appVersion ?? version,
    repositories: [facts.repository, ...oci],
    ...(kubeVersion === null ? {} : { kubeVersion }),
    get defaults() {
      defaults ??= knownDefaults(chart, edition);
      return defaults;
    },
    render: (context) =>
      render({ ...context, chart, version, appVersion: appVersion ?? version, edition, definitions }),
  };
}
