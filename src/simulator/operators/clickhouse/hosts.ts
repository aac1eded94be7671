import { numberAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";

/** One server of an installation: a replica of a shard of a cluster. */
export interface Host {
  readonly cluster: string;
  readonly shard: number;
  readonly replica: number;
  /** Name of its StatefulSet and Service. Source: clickhouse-operator, pkg/model/chi/namer. */
  readonly name: string;
}

/** The servers that an installation asks for, in the order in which the operator makes them. */
export function hostsOf(chi: KubernetesObject): readonly Host[] {
  return objectsAt(chi.spec, "configuration.clusters").flatMap((entry) => {
    const cluster = textAt(entry, "name");
    const shards = numberAt(entry, "layout.shardsCount", 1);
    const replicas = numberAt(entry, "layout.replicasCount", 1);
    return Array.from({ length: shards * replicas }, (_, index) => {
      const [shard, replica] = [Math.floor(index / replicas), index % replicas];
      return { cluster, shard, replica, name: `chi-${chi.metadata.name}-${cluster}-${shard}-${replica}` };
    });
  });
}
