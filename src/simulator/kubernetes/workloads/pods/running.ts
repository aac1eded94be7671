import type { Cluster } from "../../cluster.ts";
import { textMapAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { hasAll } from "../selectors.ts";
import { podSpecOf } from "./pod-types.ts";
import { isReady, podsIn } from "./pods.ts";

interface ReadyPods {
  readonly pods: readonly KubernetesObject[];
  /** Images of their containers, each once. */
  readonly images: readonly string[];
}

const known = new WeakMap<readonly KubernetesObject[], ReadyPods>();

/** Every ready pod of a cluster; worked out once for each change of pods. */
function readyPods(cluster: Cluster): ReadyPods {
  const pods = podsIn(cluster);
  let ready = known.get(pods);
  if (!ready) {
    const found = pods.filter(isReady);
    ready = { pods: found, images: [...new Set(found.flatMap(imagesOf))] };
    known.set(pods, ready);
  }
  return ready;
}

function imagesOf(pod: KubernetesObject): readonly string[] {
  return podSpecOf(pod).containers.map(({ image }) => image);
}

/** True when some ready pod has a container whose image matches: how a controller asks whether it runs. */
export function hasReadyPod(cluster: Cluster, matches: (image: string) => boolean): boolean {
  return readyPods(cluster).images.some(matches);
}

/** The ready pods that have a container whose image matches, in the order of their names. */
export function readyPodsOf(cluster: Cluster, matches: (image: string) => boolean): readonly KubernetesObject[] {
  return readyPods(cluster).pods.filter((pod) => imagesOf(pod).some(matches));
}

/** What names a Service. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** The ready pods behind a Service: those that its selector takes. None when there is no such Service, or it has no selector. */
export function readyEndpoints(cluster: Cluster, { namespace, name }: ServiceName): readonly KubernetesObject[] {
  const service = cluster.objects("/Service").get(`${namespace}/${name}`);
  const selector = textMapAt(service, "spec.selector");
  if (Object.keys(selector).length === 0) return [];
  return readyPods(cluster).pods.filter(
    ({ metadata }) => metadata.namespace === namespace && hasAll(selector, metadata.labels ?? {}),
  );
}
