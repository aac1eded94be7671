import type { Cluster } from "../kubernetes/cluster.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { readyPodsOf } from "../kubernetes/workloads/pods/running.ts";

/** The ready pod of a component of Argo CD, for example `repo-server`: all components have the same image. */
export function readyComponent(cluster: Cluster, component: string): KubernetesObject | undefined {
  return readyPodsOf(cluster, (image) => /(^|\/)argocd(:|@|$)/.test(image)).find(
    ({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === `argocd-${component}`,
  );
}

/** True while Applications are reconciled: without the repository server nothing can be rendered. */
export function isArgoCdRunning(cluster: Cluster): boolean {
  return (
    readyComponent(cluster, "application-controller") !== undefined &&
    readyComponent(cluster, "repo-server") !== undefined
  );
}

/** Namespace of Argo CD and of its Applications. */
export function argoCdNamespace(cluster: Cluster): string {
  return readyComponent(cluster, "application-controller")?.metadata.namespace ?? "argocd";
}
