import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject, withConditions } from "../../kubernetes/object.ts";
import { isReady } from "../../kubernetes/workloads/pods/pods.ts";
import { readyEndpoints } from "../../kubernetes/workloads/pods/running.ts";
import { archive } from "./archiving.ts";
import { keepClusterObjects } from "./cluster-objects.ts";
import { majorVersion } from "./cluster-review.ts";
import { keepSecrets } from "./cluster-secrets.ts";
import { type ClusterView, viewOf } from "./cluster-view.ts";
import { instanceName } from "./instance.ts";
import { instancePods, reconcileInstances } from "./instances.ts";
import { kinds, labels } from "./kinds.ts";
import { usualImages } from "./operator-image.ts";
import { type Progress, phases } from "./phases.ts";

/** The operator at work. */
export interface Operator {
  readonly namespace: string;
  readonly image: string;
  readonly version: readonly number[];
}

/** Brings every Cluster nearer to what it says. */
export function reconcileClusters(context: ControllerContext, operator: Operator): void {
  for (const cluster of context.api.list(kinds.cluster)) {
    if (isTerminating(cluster)) continue;
    if (textAt(cluster.status, "phase") === "" && !context.elapsed(`seen ${cluster.metadata.uid}`, 1)) continue;
    reconcileCluster(context, cluster, operator);
  }
}

function reconcileCluster(context: ControllerContext, cluster: KubernetesObject, operator: Operator): void {
  const image = imageOf(context, cluster, operator);
  const view = viewOf(cluster, operator, image ?? "");
  if (image === undefined) {
    report(context, view, { phase: phases.catalog, reason: "Getting image from catalog failed" });
    return;
  }
  const plugin = unknownPlugin(context, cluster);
  if (plugin !== undefined) {
    report(context, view, { phase: phases.unknownPlugin, reason: `Unknown plugin: '${plugin}'` });
    return;
  }
  keepSecrets(context, view);
  keepClusterObjects(context, view);
  report(context, view, reconcileInstances(context, view));
  archive(context, view);
}

/** Image of the spec, of the catalogue for a major version, or the operator's own; undefined when a catalogue has none. */
function imageOf({ api }: ControllerContext, cluster: KubernetesObject, operator: Operator): string | undefined {
  const named = textAt(cluster.spec, "imageName");
  const reference = at(cluster.spec, "imageCatalogRef");
  if (named !== "") return named;
  if (reference === undefined) return usualImages(operator.version).postgresql;
  const name = textAt(reference, "name");
  const catalog =
    textAt(reference, "kind") === "ClusterImageCatalog"
      ? api.find(kinds.clusterImageCatalog, name)
      : api.find(kinds.imageCatalog, name, cluster.metadata.namespace ?? "");
  const major = at(reference, "major");
  const entry = objectsAt(catalog?.spec, "images").find((one) => one.major === major);
  return entry ? textAt(entry, "image") : undefined;
}

/** The first plugin that a Cluster asks for and that no Service in the cluster offers. */
function unknownPlugin({ api, cluster }: ControllerContext, { spec }: KubernetesObject): string | undefined {
  const wanted = objectsAt(spec, "plugins").filter((plugin) => plugin.enabled !== false);
  return wanted
    .map((plugin) => textAt(plugin, "name"))
    .find(
      (name) =>
        !api
          .list("/Service", { labels: { "cnpg.io/pluginName": name } })
          .some(
            ({ metadata }) =>
              readyEndpoints(cluster, { namespace: metadata.namespace ?? "", name: metadata.name }).length > 0,
          ),
    );
}

/** Says how far a Cluster is. */
function report(context: ControllerContext, view: ClusterView, { phase, reason }: Progress): void {
  const { api } = context;
  const { name, namespace, instances } = view;
  const pods = instancePods(context, view);
  const primary = pods.find((pod) => pod.metadata.labels?.[labels.role] === "primary");
  const current = api.find(kinds.cluster, name, namespace) ?? view.object;
  const isHealthy = phase === phases.healthy;
  const condition = isHealthy
    ? { type: "Ready", status: "True" as const, reason: "ClusterIsReady", message: "Cluster is Ready" }
    : { type: "Ready", status: "False" as const, reason: "ClusterIsNotReady", message: "Cluster Is Not Ready" };
  api.setStatus(current, {
    phase,
    phaseReason: reason,
    instances: pods.length,
    readyInstances: pods.filter(isReady).length,
    instanceNames: Array.from({ length: instances }, (_, index) => instanceName(view, index + 1)).filter(
      (instance) => api.find("/PersistentVolumeClaim", instance, namespace) !== undefined,
    ),
    ...(primary ? { currentPrimary: primary.metadata.name, targetPrimary: primary.metadata.name } : {}),
    image: view.image,
    pgDataImageInfo: { image: view.image, majorVersion: majorVersion(view.image) ?? null },
    readService: `${name}-r`,
    writeService: `${name}-rw`,
    conditions: withConditions(current, condition),
  });
}
