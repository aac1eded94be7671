import type { Aws } from "../aws/client.ts";
import { servicePrincipal } from "../aws/principal.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { Controller, ControllerContext } from "../kubernetes/controller.ts";
import { recordEvent } from "../kubernetes/events.ts";
import { objectsAt, textAt } from "../kubernetes/fields.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { hasReadyPod } from "../kubernetes/workloads/pods/running.ts";
import type { PlacedPod } from "../kubernetes/workloads/scheduling/pod-affinity.ts";
import { canonicalJson } from "../world/json.ts";
import { isOceanController, oceanOf } from "./controller-identity.ts";
import { comingBins, lacksHeadroom, pendingPods, placedPods, shapeOf } from "./demand.ts";
import { instancesOf, isAutoscaled } from "./instances.ts";
import { specTag } from "./launch-spec.ts";
import { type Found, launch, withinLimits } from "./node-launch.ts";
import {
  imagined,
  lifecycleLabel,
  lifecycleNames,
  type NodeTemplate,
  specLabels,
  specTaints,
  templatesOf,
} from "./node-templates.ts";
import { type Bin, emptyBin, fits, overheadIn, put } from "./pod-placement.ts";
import { launchSpecsOf, type Ocean } from "./records.ts";
import { choose, type Situation } from "./scale-up.ts";

/** Seconds until Ocean acts on pods that wait, and between tries when AWS gave nothing. Source: general knowledge. */
const reaction = 30;
const retrySeconds = 60;
/** How often it tries without anything having changed, and how often for the same pod. */
const limits = { tries: 5, nodesForPod: 2 } as const;

/** Tries in vain for the same pods under the same limits. */
interface Failure {
  readonly key: string;
  readonly tries: number;
}

/** Spot Ocean with its controller in the cluster: it starts nodes for pods that wait and for headroom, and labels its nodes. */
export const oceanController: Controller = {
  name: "spot-ocean",
  watches: [
    ...["/Pod", "/Node", "/Secret", "/ConfigMap"],
    ...["aws/ec2/instance", "aws/eks/node", "spot/ocean", "spot/launch-spec"],
  ],
  isRunning: (cluster) => hasReadyPod(cluster, isOceanController),
  reconcile(context) {
    const { cluster } = context;
    const found = oceanOf(cluster);
    if (!found || !cluster.eks) return;
    const seen = context.aws(servicePrincipal("eks.amazonaws.com", cluster.account));
    labelNodes(context, seen, found.ocean);
    if (isAutoscaled(found.ocean)) scale(context, seen, found);
  },
};

/** What a node is, and what its virtual node group says of it. */
function labelNodes({ api, cluster }: ControllerContext, aws: Aws, ocean: Ocean): void {
  const specs = launchSpecsOf(cluster.world, ocean.accountId);
  const instances = new Map(instancesOf(aws, ocean).map((instance) => [instance.id, instance]));
  for (const node of api.list("/Node")) {
    const instance = instances.get(textAt(node, "spec.providerID").split("/").at(-1) ?? "");
    if (!instance) continue;
    const spec = specs.get(instance.tags[specTag] ?? "");
    const labels = { ...specLabels(spec), [lifecycleLabel]: lifecycleNames[instance.lifecycle] };
    const held = node.metadata.labels ?? {};
    if (Object.entries(labels).every(([key, value]) => held[key] === value)) continue;
    const taints = objectsAt(node, "spec.taints");
    const missing = specTaints(spec)
      .filter((taint) => !taints.some(({ key }) => key === taint.key))
      .map((taint) => ({ ...taint }));
    api.patch(node, { metadata: { labels }, spec: { taints: [...taints, ...missing] } });
  }
}

function scale(context: ControllerContext, seen: Aws, found: Found): void {
  const { cluster } = context;
  const { ocean } = found;
  const pending = pendingPods(cluster);
  const needsSpare = pending.length === 0 && lacksHeadroom(cluster, ocean);
  if (pending.length === 0 && !needsSpare) return;
  const templates = templatesOf(seen, cluster.world, ocean);
  const overhead = overheadIn(cluster);
  const placed = placedPods(cluster);
  const coming = comingBins(cluster, seen, ocean, templates, overhead);
  const homeless = withoutPlace({ cluster, templates, overhead, placed }, coming, pending);
  const wanted = homeless.filter((pod) => startedFor(cluster, pod) < limits.nodesForPod);
  const forHeadroom = needsSpare && coming.length === 0;
  if (wanted.length === 0 && !forHeadroom) return;
  const key = canonicalJson([
    ocean.maximum,
    ocean.values.autoscaler ?? null,
    wanted.map(({ metadata }) => metadata.uid),
  ]);
  const last = failuresOf(cluster).get("last");
  const failed = last?.key === key ? last : undefined;
  if (failed && failed.tries >= limits.tries) return;
  if (!context.elapsed(failed ? `retry ${failed.tries}` : "scale-up", failed ? retrySeconds : reaction)) return;
  const situation = { cluster, templates, overhead, placed };
  const problem = forHeadroom
    ? startSpare(context, found, templates)
    : startFor(context, seen, found, situation, wanted);
  if (problem === null) failuresOf(cluster).delete("last");
  else noteFailure(context, { key, tries: (failed?.tries ?? 0) + 1 });
}

/** The pods that nodes on their way will not take. */
function withoutPlace(
  { cluster, placed }: MutableSituation,
  coming: readonly Bin[],
  pending: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  return pending.filter((pod) => {
    const bin = coming.find((candidate) => fits(cluster, candidate, pod, placed));
    if (bin) put(bin, pod, placed);
    return bin === undefined;
  });
}

type MutableSituation = Situation & { readonly placed: PlacedPod[] };

/** Starts nodes until every pod has a place. Gives what keeps more from starting. */
function startFor(
  context: ControllerContext,
  seen: Aws,
  found: Found,
  situation: MutableSituation,
  wanted: readonly KubernetesObject[],
): string | null {
  let left = wanted;
  while (left.length > 0) {
    const [pod, ...others] = left;
    if (!pod) break;
    const templates = situation.templates.map((template) => withinLimits(seen, found.ocean, template));
    const choice = choose({ ...situation, templates }, pod, others) ?? choose(situation, pod, others);
    if (!choice) {
      giveUp(context, pod, "no instance type of the Ocean cluster fits the pod");
      left = others;
      continue;
    }
    const { instances, problem } = launch(context, found, choice);
    const [instance] = instances;
    if (!instance) {
      for (const one of left) warn(context, one, problem ?? "");
      return problem;
    }
    countFor(situation.cluster, pod, 1);
    const { cluster, overhead } = situation;
    const bin = emptyBin(imagined(cluster.region, choice.template, shapeOf(instance)), overhead);
    put(bin, pod, situation.placed);
    left = withoutPlace(situation, [bin], others);
  }
  return null;
}

/** Starts one node more than pods need. */
function startSpare(context: ControllerContext, found: Found, templates: readonly NodeTemplate[]): string | null {
  const [template] = templates;
  const type = template?.types[0];
  if (!template || !type) return "the Ocean cluster has no instance type for headroom";
  return launch(context, found, { template, type, lifecycle: "spot", zone: undefined }).problem;
}

/** Notes that nothing could be started, to try again later and not for ever. */
function noteFailure(context: ControllerContext, failure: Failure): void {
  failuresOf(context.cluster).put("last", failure);
  if (failure.tries < limits.tries) context.elapsed(`retry ${failure.tries}`, retrySeconds);
}

function giveUp(context: ControllerContext, pod: KubernetesObject, message: string): void {
  countFor(context.cluster, pod, limits.nodesForPod);
  warn(context, pod, message);
}

function warn(context: ControllerContext, pod: KubernetesObject, message: string): void {
  recordEvent(context, pod, { type: "Warning", reason: "ScaleUpFailed", message });
}

function failuresOf(cluster: Cluster) {
  return cluster.table<Failure>("spot-failure");
}

function startedFor(cluster: Cluster, { metadata }: KubernetesObject): number {
  return cluster.table<{ readonly nodes: number }>("spot-scale-up").get(metadata.uid)?.nodes ?? 0;
}

function countFor(cluster: Cluster, pod: KubernetesObject, nodes: number): void {
  const table = cluster.table<{ readonly nodes: number }>("spot-scale-up");
  table.put(pod.metadata.uid, { nodes: startedFor(cluster, pod) + nodes });
}
