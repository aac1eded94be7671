import type { Cluster } from "../../cluster.ts";
import { textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { refuseIf, refuseUnless } from "../../server/kubernetes-error.ts";
import { workloadRules as rules } from "../rules.ts";
import { withIdentity } from "./pod-identity.ts";
import { withOwnInterface } from "./pod-security-groups.ts";
import { podSpecOf } from "./pod-types.ts";

/**
 * A new pod as the API server keeps it: with what its service account brings, and nothing done yet.
 *
 * @throws KubernetesError when what it names is not there
 */
export function admitPod(pod: KubernetesObject, cluster: Cluster): KubernetesObject {
  const { name, namespace = "default" } = pod.metadata;
  const { serviceAccountName } = podSpecOf(pod);
  const account = cluster.store.find("/ServiceAccount", namespace, serviceAccountName);
  refuseUnless(account, rules.serviceAccount, name, namespace, serviceAccountName);
  const priority = textAt(pod, "spec.priorityClassName");
  const isKnown = priority === "" || cluster.store.find("scheduling.k8s.io/PriorityClass", "", priority);
  refuseUnless(isKnown, rules.priorityClass, name, priority);
  const hostName = textAt(pod, "spec.hostname");
  refuseIf(hostName.length > 63, rules.hostName, name, hostName);
  const admitted = withOwnInterface(cluster, withIdentity(cluster, pod));
  return { ...admitted, spec: { ...admitted.spec, serviceAccountName }, status: { phase: "Pending" } };
}
