import type { Cluster } from "../../kubernetes/cluster.ts";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import { builtInKinds, definitions } from "../../kubernetes/kinds.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { listed } from "../../kubernetes/workloads/pods/pods.ts";

const builtIn = new Set(
  builtInKinds.flatMap(({ group, kind, versions }) =>
    versions.flatMap((version) => {
      const apiVersion = group === "" ? version : `${group}/${version}`;
      return [apiVersion, `${apiVersion}/${kind}`];
    }),
  ),
);

const custom = new WeakMap<readonly KubernetesObject[], ReadonlySet<string>>();

/** True when a cluster serves a group and version, or one kind of them: `monitoring.coreos.com/v1`, `…/v1/PodMonitor`. */
export function serves(cluster: Cluster, apiVersion: string): boolean {
  const found = listed(cluster, definitions);
  let served = custom.get(found);
  if (!served) {
    served = new Set(found.flatMap(servedBy));
    custom.set(found, served);
  }
  return builtIn.has(apiVersion) || served.has(apiVersion);
}

function servedBy(definition: KubernetesObject): string[] {
  const group = textAt(definition, "spec.group");
  const kind = textAt(definition, "spec.names.kind");
  return objectsAt(definition, "spec.versions")
    .filter((version) => version.served !== false)
    .flatMap((version) => {
      const apiVersion = `${group}/${textAt(version, "name")}`;
      return [apiVersion, `${apiVersion}/${kind}`];
    });
}

/** Version of a cluster's Kubernetes, for example `1.35`. */
export function kubernetesVersionOf(cluster: Cluster): string {
  return cluster.eks?.version ?? "1.35";
}
