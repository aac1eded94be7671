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

/** One version; its facts are read when something is asked of it, as most processes install no chart. */
function chartVersion(chart: string, edition: Edition, render: (rendering: Rendering) => RenderedChart): Chart {
  let defaults: JsonObject | undefined;
  return {
    name: chart,
    get version() {
      return factsOf(chart, edition).version;
    },
    get appVersion() {
      return factsOf(chart, edition).appVersion;
    },
    get repositories() {
      const { repository, repository_oci } = chartFacts(chart);
      return typeof repository_oci === "string" ? [repository, repository_oci] : [repository];
    },
    get kubeVersion() {
      return factsOf(chart, edition).kubeVersion;
    },
    get defaults() {
      defaults ??= knownDefaults(chart, edition);
      return defaults;
    },
    render: (context) => render({ ...context, ...factsOf(chart, edition), chart, edition }),
  };
}

function factsOf(
  chart: string,
  edition: Edition,
): Pick<Rendering, "version" | "appVersion" | "definitions"> & { readonly kubeVersion: string } {
  const facts = chartFacts(chart);
  const { version, appVersion, kubeVersion } = edition === "reference" ? facts.reference : facts.newest_seen;
  const definitions = edition === "reference" ? (facts.crds_reference ?? facts.crds) : facts.crds;
  return { version, appVersion: appVersion ?? version, kubeVersion: kubeVersion ?? "*", definitions };
}
