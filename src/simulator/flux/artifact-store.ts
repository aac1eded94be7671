import type { Chart } from "../helm/chart.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { KubernetesObject, Manifest } from "../kubernetes/object.ts";

/** What a source holds. */
export type Content =
  | { readonly kind: "files"; readonly files: ReadonlyMap<string, string> }
  | { readonly kind: "manifests"; readonly manifests: readonly Manifest[] }
  | { readonly kind: "chart"; readonly chart: Chart }
  | { readonly kind: "index" };

/** An artifact of a source: kept by the source controller as long as it runs, and made again when it is gone. */
export interface Artifact {
  /** For example `main@sha1:…` or a chart's version. */
  readonly revision: string;
  readonly content: Content;
}

const stores = new WeakMap<Cluster, Map<string, Artifact>>();

function storeOf(cluster: Cluster): Map<string, Artifact> {
  let store = stores.get(cluster);
  if (!store) {
    store = new Map();
    stores.set(cluster, store);
  }
  return store;
}

/** The artifact that was made of a source in this process. */
export function artifactOf(cluster: Cluster, source: KubernetesObject): Artifact | undefined {
  return storeOf(cluster).get(source.metadata.uid);
}

/** Puts what a source fetched in place of what it had. */
export function keepArtifact(cluster: Cluster, source: KubernetesObject, artifact: Artifact): void {
  storeOf(cluster).set(source.metadata.uid, artifact);
}

/** Forgets what a source fetched. */
export function dropArtifact(cluster: Cluster, source: KubernetesObject): void {
  storeOf(cluster).delete(source.metadata.uid);
}
