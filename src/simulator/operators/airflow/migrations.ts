import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Controller } from "../../kubernetes/controller.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { phaseOf, podsIn } from "../../kubernetes/workloads/pods/pods.ts";
import { componentOf, type Database, databaseOf } from "./database.ts";

/** Label of the pods that bring a database to the tables of their version. */
export const migrationComponent = "run-airflow-migrations";

interface Migrated {
  readonly at: string;
}

/** Remembers which databases were migrated: the Job that did it is soon deleted. */
export const airflowMigrations: Controller = {
  name: "airflow-migrations",
  watches: ["/Pod"],
  reconcile({ cluster }) {
    const table = cluster.table<Migrated>("airflow-migrated");
    for (const pod of podsIn(cluster)) {
      if (!hasMigrated(pod)) continue;
      const database = databaseOf(cluster, pod);
      const id = database && idOf(pod, database);
      if (id !== undefined && !table.has(id)) table.put(id, { at: cluster.now.toISOString() });
    }
  },
};

function hasMigrated(pod: KubernetesObject): boolean {
  return componentOf(pod) === migrationComponent && phaseOf(pod) === "Succeeded";
}

/** Whether the database of a pod has the tables of Airflow, from a Job of the same release. */
export function isMigrated(cluster: Cluster, pod: KubernetesObject, database: Database): boolean {
  if (cluster.table<Migrated>("airflow-migrated").has(idOf(pod, database))) return true;
  return podsIn(cluster).some((other) => hasMigrated(other) && releaseOf(other) === releaseOf(pod));
}

function idOf(pod: KubernetesObject, { host, port, name }: Database): string {
  return `${releaseOf(pod)} ${host}:${port}/${name}`;
}

function releaseOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ""}/${metadata.labels?.release ?? ""}`;
}
