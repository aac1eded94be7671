import type { Chart } from "../../helm/chart.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { fluxKinds } from "../objects.ts";
import { chartOfRelease, postRendered } from "./chart.ts";
import * as settings from "./release-settings.ts";
import { releaseValues } from "./values.ts";

/** What a HelmRelease asks for. */
export interface Wanted {
  readonly name: string;
  readonly namespace: string;
  readonly chart: Chart;
  readonly values: JsonObject;
  /** Digest of chart, values and post renderers. */
  readonly digest: string;
}

/** Kinds that a release is made of beside its chart's objects. */
export const releaseInputs = [
  fluxKinds.helmRelease,
  fluxKinds.helmChart,
  fluxKinds.ociRepository,
  "/Secret",
  "/ConfigMap",
];

interface KnownWanted {
  readonly seen: string;
  readonly wanted: Wanted;
}

const known = new WeakMap<Cluster, Map<string, KnownWanted>>();

/**
 * What a HelmRelease asks for, or why that cannot be told yet. It is worked out anew only when something that it is made of was written.
 *
 * @throws ServiceError when the release names no chart, or values that are not there
 */
export function knownWanted(context: ControllerContext, release: KubernetesObject): Wanted | string {
  const { cluster } = context;
  const { uid, generation } = release.metadata;
  const table = known.get(cluster) ?? new Map<string, KnownWanted>();
  known.set(cluster, table);
  const seen = `${generation} ${releaseInputs.map((kind) => cluster.version(kind)).join(" ")}`;
  const last = table.get(uid);
  if (last?.seen === seen) return last.wanted;
  const wanted = wantedBy(context, release);
  if (typeof wanted !== "string") table.set(uid, { seen, wanted });
  return wanted;
}

function wantedBy(context: ControllerContext, release: KubernetesObject): Wanted | string {
  const chart = chartOfRelease(context, release);
  if (typeof chart === "string") return chart;
  const values = releaseValues(context.api, release);
  const digest = settings.digestOf([chart.name, chart.version, values, release.spec?.postRenderers ?? null]);
  return {
    name: settings.releaseNameOf(release),
    namespace: settings.releaseNamespaceOf(release),
    chart: postRendered(chart, release),
    values,
    digest,
  };
}
