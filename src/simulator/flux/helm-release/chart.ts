import type { Chart, RenderedChart } from "../../helm/chart.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, objectAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { conditionOf, isObject, type KubernetesObject } from "../../kubernetes/object.ts";
import { applyKustomization } from "../../kustomize/build.ts";
import { imageChangesAt, type Kustomization, patchesAt } from "../../kustomize/kustomization.ts";
import { refuse } from "../../rule.ts";
import { canonicalJson } from "../../world/json.ts";
import { artifactOf } from "../artifact-store.ts";
import { fluxKinds } from "../objects.ts";
import { fluxRules as rules } from "../rules.ts";

/** Name and namespace of the HelmChart that is made for a release. */
export function helmChartKey(release: KubernetesObject): { readonly name: string; readonly namespace: string } {
  const { name, namespace = "" } = release.metadata;
  const source = textAt(release.spec, "chart.spec.sourceRef.namespace");
  return { name: `${namespace}-${name}`, namespace: source || namespace };
}

/**
 * The chart of a release, or why it cannot be had yet. Makes the HelmChart that asks for it.
 *
 * @throws ServiceError when the release names no chart at all
 */
export function chartOfRelease(context: ControllerContext, release: KubernetesObject): Chart | string {
  const source = sourceOf(context, release);
  if (typeof source === "string") return source;
  const shown = `${source.kind} '${source.metadata.namespace}/${source.metadata.name}' is not ready`;
  if (source.status?.observedGeneration !== source.metadata.generation) {
    return `${shown}: latest generation of object has not been reconciled`;
  }
  const ready = conditionOf(source, "Ready");
  if (ready?.status !== "True") return `${shown}: ${ready?.message ?? "no artifact available"}`;
  const content = artifactOf(context.cluster, source)?.content;
  return content?.kind === "chart" ? content.chart : `${shown}: no artifact available`;
}

function sourceOf({ api }: ControllerContext, release: KubernetesObject): KubernetesObject | string {
  const reference = objectAt(release.spec, "chartRef");
  if (textAt(reference, "name") !== "") {
    const namespace = textAt(reference, "namespace") || (release.metadata.namespace ?? "");
    const [kind, name] = [textAt(reference, "kind"), textAt(reference, "name")];
    const found = api.find(`source.toolkit.fluxcd.io/${kind}`, name, namespace);
    return found ?? `could not get Source object: ${kind}.source.toolkit.fluxcd.io "${name}" not found`;
  }
  if (!isObject(at(release.spec, "chart.spec"))) refuse(rules.chartSource);
  return ensureHelmChart(api, release);
}

function ensureHelmChart(api: ControllerContext["api"], release: KubernetesObject): KubernetesObject {
  const { name, namespace } = helmChartKey(release);
  const wanted = objectAt(release.spec, "chart.spec");
  const { kind, name: sourceName } = objectAt(wanted, "sourceRef");
  const spec = {
    chart: textAt(wanted, "chart"),
    version: textAt(wanted, "version") || "*",
    sourceRef: { kind: kind ?? "HelmRepository", name: sourceName ?? "" },
    interval: textAt(wanted, "interval") || textAt(release.spec, "interval"),
    reconcileStrategy: textAt(wanted, "reconcileStrategy") || "ChartVersion",
  };
  const present = api.find(fluxKinds.helmChart, name, namespace);
  if (!present) {
    const apiVersion = "source.toolkit.fluxcd.io/v1";
    return api.create({ apiVersion, kind: "HelmChart", metadata: { name, namespace }, spec });
  }
  return canonicalJson(present.spec) === canonicalJson(spec) ? present : api.update({ ...present, spec });
}

/** A chart whose objects go through the post renderers of a release. */
export function postRendered(chart: Chart, release: KubernetesObject): Chart {
  const renderers = objectsAt(release.spec, "postRenderers").map((one) => kustomizationOf(objectAt(one, "kustomize")));
  if (renderers.length === 0) return chart;
  return {
    ...chart,
    render: (context): RenderedChart => {
      const { crds, objects } = chart.render(context);
      const rendered = renderers.reduce<RenderedChart["objects"]>(
        (manifests, kustomization) => applyKustomization(new Map(), "", kustomization, manifests),
        objects,
      );
      return { crds, objects: rendered };
    },
  };
}

function kustomizationOf(kustomize: ReturnType<typeof objectAt>): Kustomization {
  return { patches: patchesAt(kustomize, "patches"), images: imageChangesAt(kustomize, "images") };
}
