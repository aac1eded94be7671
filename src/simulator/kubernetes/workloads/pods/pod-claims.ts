import type { Cluster } from "../../cluster.ts";
import { objectsAt, textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import type { NodeView } from "../scheduling/nodes.ts";
import { meets, requirementsAt } from "../selectors.ts";
import { podSpecOf } from "./pod-types.ts";

/** Where the scheduler notes on a claim for which node the volume is to be made. */
export const selectedNode = "volume.kubernetes.io/selected-node";

/** What the claims of a pod ask of its node. */
export interface PodClaims {
  /** Why no node can be chosen yet; null when one can. */
  readonly obstacle: string | null;
  /** Claims whose volume is made when a node is chosen. */
  readonly waiting: readonly KubernetesObject[];
  readonly volumes: readonly KubernetesObject[];
}

const none: PodClaims = { obstacle: null, waiting: [], volumes: [] };

/** The claims of a pod, and the volumes that they are bound to. */
export function claimsOf(cluster: Cluster, pod: KubernetesObject): PodClaims {
  const names = podSpecOf(pod).volumes.flatMap(({ claim }) => (claim === null ? [] : [claim]));
  if (names.length === 0) return none;
  const waiting: KubernetesObject[] = [];
  const volumes: KubernetesObject[] = [];
  for (const name of names) {
    const claim = findClaim(cluster, pod.metadata.namespace ?? "", name);
    if (!claim) return { ...none, obstacle: `persistentvolumeclaim "${name}" not found` };
    if (claim.metadata.deletionTimestamp !== undefined) {
      return { ...none, obstacle: `persistentvolumeclaim "${name}" is being deleted` };
    }
    const volume = volumeOf(cluster, claim);
    if (volume) volumes.push(volume);
    else if (bindsLate(cluster, claim)) waiting.push(claim);
    else return { ...none, obstacle: "pod has unbound immediate PersistentVolumeClaims" };
  }
  return { obstacle: null, waiting, volumes };
}

/** The claim of a name. */
export function findClaim(cluster: Cluster, namespace: string, name: string): KubernetesObject | undefined {
  return cluster.objects("/PersistentVolumeClaim").get(`${namespace}/${name}`);
}

/** The volume that a claim is bound to. */
export function volumeOf(cluster: Cluster, claim: KubernetesObject): KubernetesObject | undefined {
  if (textAt(claim, "status.phase") !== "Bound") return undefined;
  return cluster.objects("/PersistentVolume").get(textAt(claim, "spec.volumeName"));
}

/** Whether the volume of a claim is made only when a pod that uses it has a node. */
function bindsLate(cluster: Cluster, claim: KubernetesObject): boolean {
  const name = textAt(claim, "spec.storageClassName");
  const storageClass = cluster.objects("storage.k8s.io/StorageClass").get(name);
  return textAt(storageClass, "volumeBindingMode") === "WaitForFirstConsumer";
}

/** Whether a volume can be reached from a node: volumes of EBS stay in their zone. */
export function isReachableFrom(node: NodeView, volume: KubernetesObject): boolean {
  const terms = objectsAt(volume, "spec.nodeAffinity.required.nodeSelectorTerms");
  if (terms.length === 0) return true;
  const labels = { "topology.ebs.csi.aws.com/zone": node.zone, ...node.labels };
  return terms.some((term) => requirementsAt(term, "matchExpressions").every((one) => meets(one, labels)));
}
