import { isBurstable } from "../aws/ec2/facts/instance-types.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import type { PlacedPod } from "../kubernetes/workloads/scheduling/pod-affinity.ts";
import type { OfferedType } from "./instance-choice.ts";
import { imagined, type NodeTemplate } from "./node-templates.ts";
import { emptyBin, fits, type Overhead, put } from "./pod-placement.ts";

/** A node that would take a pod. */
export interface Choice {
  readonly template: NodeTemplate;
  readonly type: OfferedType;
  readonly lifecycle: "spot" | "on-demand";
  /** Undefined where any zone of the template does. */
  readonly zone: string | undefined;
}

/** What is looked at to choose. */
export interface Situation {
  readonly cluster: Cluster;
  readonly templates: readonly NodeTemplate[];
  readonly overhead: Overhead;
  /** Pods on nodes, and those that were put onto nodes to be. */
  readonly placed: readonly PlacedPod[];
}

/**
 * The node for a pod that fits nowhere: spot before on-demand instances, and of the types that take the pod the one that costs least
 * for each of the waiting pods that it takes. Undefined when no node of the cluster would take the pod.
 */
export function choose(
  situation: Situation,
  pod: KubernetesObject,
  waiting: readonly KubernetesObject[],
): Choice | undefined {
  for (const template of situation.templates) {
    for (const lifecycle of ["spot", "on-demand"] as const) {
      const zones = template.zones.filter((zone) =>
        template.types.some((type) => takes(situation, { template, type, lifecycle, zone }, pod)),
      );
      const [first] = zones;
      if (first === undefined) continue;
      const type = cheapest(situation, { template, lifecycle, zone: first }, pod, waiting);
      if (type) return { template, type, lifecycle, zone: zones.length === template.zones.length ? undefined : first };
    }
  }
  return undefined;
}

type Place = Omit<Choice, "zone" | "type"> & { readonly zone: string };

function cheapest(
  situation: Situation,
  place: Place,
  pod: KubernetesObject,
  waiting: readonly KubernetesObject[],
): OfferedType | undefined {
  const ranked = place.template.types
    .map((type) => ({ type, count: taken(situation, { ...place, type }, [pod, ...waiting]) }))
    .filter(({ type, count }) => count > 0 && takes(situation, { ...place, type }, pod))
    .sort((left, right) => costRank(left) - costRank(right));
  return ranked[0]?.type;
}

/** Cost for each pod; burstable types, whose pods can have no interfaces of their own, come after all others. */
function costRank({ type, count }: { readonly type: OfferedType; readonly count: number }): number {
  return type.hourly / count + (isBurstable(type.name) ? 1_000 : 0);
}

function binFor({ cluster, overhead }: Situation, { template, type, lifecycle, zone }: Place & { type: OfferedType }) {
  const shape = { type: type.name, zone, lifecycle, name: `new-${type.name}-${zone}` };
  return emptyBin(imagined(cluster.region, template, shape), overhead);
}

function takes(situation: Situation, place: Place & { type: OfferedType }, pod: KubernetesObject): boolean {
  return fits(situation.cluster, binFor(situation, place), pod, situation.placed);
}

/** How many of the pods a node would take together. */
function taken(situation: Situation, place: Place & { type: OfferedType }, pods: readonly KubernetesObject[]): number {
  const bin = binFor(situation, place);
  const placed = [...situation.placed];
  let count = 0;
  for (const pod of pods) {
    if (!fits(situation.cluster, bin, pod, placed)) continue;
    put(bin, pod, placed);
    count += 1;
  }
  return count;
}
