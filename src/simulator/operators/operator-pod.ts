import type { Cluster } from "../kubernetes/cluster.ts";
import { objectsAt, textAt } from "../kubernetes/fields.ts";
import { isTerminating, isTrue, type KubernetesObject } from "../kubernetes/object.ts";
import { podsIn } from "../kubernetes/workloads/pods/pods.ts";

/**
 * A ready pod whose first container's image is accepted; operators know by it their namespace and their version. Only the first
 * container counts: Envoy's pods carry a sidecar with the image of their operator.
 */
export function operatorPod(cluster: Cluster, isImage: (image: string) => boolean): KubernetesObject | undefined {
  return candidates(cluster).find(({ image }) => isImage(image))?.pod;
}

interface Candidate {
  readonly pod: KubernetesObject;
  readonly image: string;
}

/** By the list of a cluster's pods, which is another one after every write. */
const known = new WeakMap<readonly KubernetesObject[], readonly Candidate[]>();

/** Every ready pod, the oldest first, with its main image. */
function candidates(cluster: Cluster): readonly Candidate[] {
  const pods = podsIn(cluster);
  let found = known.get(pods);
  if (!found) {
    found = cluster
      .objects("/Pod")
      .filter((pod) => !isTerminating(pod) && isTrue(pod, "Ready"))
      .map((pod) => ({ pod, image: mainImage(pod) }));
    known.set(pods, found);
  }
  return found;
}

/** Image of a pod's first container. */
export function mainImage(pod: KubernetesObject): string {
  return textAt(objectsAt(pod.spec, "containers")[0], "image");
}

/** Numbers of the version in an image's tag: `[1, 2, 1]` of `docker.io/envoyproxy/gateway:v1.2.1`; empty without one. */
export function imageVersion(image: string): readonly number[] {
  const numbers = /:v?(\d+)\.(\d+)\.(\d+)/.exec(image);
  return numbers ? numbers.slice(1).map(Number) : [];
}

/** True when a version is that one or a later one; an unknown version counts as the newest. */
export function isAtLeast(version: readonly number[], major: number, minor: number): boolean {
  const [ownMajor = major, ownMinor = minor] = version;
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
