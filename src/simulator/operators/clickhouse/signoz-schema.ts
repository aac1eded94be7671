import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Controller } from "../../kubernetes/controller.ts";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { podSpecOf } from "../../kubernetes/workloads/pods/pod-types.ts";
import { phaseOf, podsIn } from "../../kubernetes/workloads/pods/pods.ts";
import { databaseOf } from "./signoz-database.ts";

interface Migrated {
  readonly at: string;
}

const tableName = "signoz-migrated";

/** True for a container that makes the tables that everything needs: `migrate sync up`, or the older migrator in its mode `sync`. */
function isSyncMigration({ image, args }: { readonly image: string; readonly args: readonly string[] }): boolean {
  if (/signoz-schema-migrator[:@]/.test(image)) return args[0] === "sync";
  return args[0] === "migrate" && args[1] === "sync" && args[2] === "up";
}

function hasMigrated(pod: KubernetesObject): boolean {
  const { containers, initContainers } = podSpecOf(pod);
  if (containers.some(isSyncMigration)) return phaseOf(pod) === "Succeeded";
  const done = objectsAt(pod.status, "initContainerStatuses")
    .filter((status) => textAt(status, "state.terminated.reason") === "Completed")
    .map((status) => textAt(status, "name"));
  return initContainers.some((container) => isSyncMigration(container) && done.includes(container.name));
}

/** Remembers which databases have the tables of SigNoz: the Jobs that made them may go. */
export const signozMigrations: Controller = {
  name: "signoz-migrations",
  watches: ["/Pod"],
  reconcile({ cluster }) {
    const table = cluster.table<Migrated>(tableName);
    for (const pod of podsIn(cluster)) {
      if (!hasMigrated(pod)) continue;
      const id = idOf(pod);
      if (!table.has(id)) table.put(id, { at: cluster.now.toISOString() });
    }
  },
};

/** Whether the database of a pod has its tables. */
export function isMigrated(cluster: Cluster, pod: KubernetesObject): boolean {
  const id = idOf(pod);
  return (
    cluster.table<Migrated>(tableName).has(id) ||
    podsIn(cluster).some((other) => hasMigrated(other) && idOf(other) === id)
  );
}

function idOf(pod: KubernetesObject): string {
  const { host } = databaseOf(pod);
  return `${pod.metadata.namespace ?? ""}/${host}`;
}
