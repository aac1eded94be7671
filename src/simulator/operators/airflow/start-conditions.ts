import type { StartCondition, StartProblem } from "../../kubernetes/workloads/kubelet/start-conditions.ts";
import { componentOf, connectionProblem, databaseOf } from "./database.ts";
import { isMigrated, migrationComponent } from "./migrations.ts";

/** Containers of Airflow pods that do not open the database. */
const besides = /^git-sync|log-groomer$/;

/** Components that are not Airflow itself. */
const backing = new Set(["", "redis", "statsd", "pgbouncer"]);

const waiting = "wait-for-airflow-migrations";

/**
 * What Airflow needs: its database, and the tables that the migration makes there. Init containers wait a minute for the tables and
 * are started again; everything else ends with an error without them.
 */
export const airflowStartConditions: readonly StartCondition[] = [
  {
    name: "Airflow with its database",
    watches: ["/Secret", "/Service", "batch/Job"],
    matches: ({ name }, pod) => !backing.has(componentOf(pod)) && !besides.test(name),
    problem(cluster, pod, container): StartProblem | null {
      const database = databaseOf(cluster, pod);
      if (!database) return { reason: "CrashLoopBackOff", message: "Could not parse SQLAlchemy URL from string" };
      const unreachable = connectionProblem(cluster, pod.metadata.namespace ?? "", database);
      if (unreachable !== null) return { reason: "CrashLoopBackOff", message: unreachable };
      if (componentOf(pod) === migrationComponent || isMigrated(cluster, pod, database)) return null;
      return container.name === waiting
        ? {
            reason: "Waiting",
            message: "TimeoutError: There are still unapplied migrations after 60 seconds.",
          }
        : {
            reason: "CrashLoopBackOff",
            message: "ERROR: You need to initialize the database. Please run `airflow db init`.",
          };
    },
  },
];
