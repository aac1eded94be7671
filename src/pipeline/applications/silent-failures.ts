import { conditionOf } from "../../simulator/kubernetes/object.ts";
import { failuresOf } from "../../simulator/kubernetes/run-controllers.ts";
import type { EnvironmentCluster } from "./environment-clusters.ts";

/** A condition that no GitOps engine counts as health, though somebody will miss what it stands for. */
interface SilentFailure {
  /** `group/Kind`. */
  readonly kind: string;
  readonly condition: string;
  readonly problem: string;
  readonly hint: string;
}

/** Source: Argo CD judges a Cluster of CloudNativePG by its phase alone; CloudNativePG, "Backup and recovery", status conditions. */
const watched: readonly SilentFailure[] = [
  {
    kind: "postgresql.cnpg.io/Cluster",
    condition: "ContinuousArchiving",
    problem: "its changes are not archived, so no backup of it can be restored to a moment",
    hint: "For an archive that belongs to an earlier database, raise applications.airflow.databaseGeneration in the environment's file.",
  },
  {
    kind: "postgresql.cnpg.io/Cluster",
    condition: "LastBackupSucceeded",
    problem: "its last backup failed",
    hint: "Look at the role and the bucket of its backups.",
  },
];

/** What is wrong in a cluster though no application says so, a sentence each. */
export function silentFailures(one: EnvironmentCluster): readonly string[] {
  return [...badConditions(one), ...refusedControllers(one)];
}

/** Controllers that the API server keeps refusing: in a real cluster only their logs would tell. */
function refusedControllers({ environment, cluster }: EnvironmentCluster): readonly string[] {
  return failuresOf(cluster).map(
    ({ controller, attempts, message }) => `${environment}: ${controller} was refused ${attempts} times: ${message}`,
  );
}

function badConditions({ environment, cluster }: EnvironmentCluster): readonly string[] {
  return watched.flatMap(({ kind, condition, problem, hint }) =>
    cluster
      .objects(kind)
      .rows()
      .flatMap((object) => {
        const found = conditionOf(object, condition);
        if (found?.status !== "False") return [];
        const { namespace, name } = object.metadata;
        const shown = `${kind.split("/")[1]} ${namespace}/${name}`;
        return [`${environment}: ${shown}: ${problem}: ${found.message ?? condition}. ${hint}`];
      }),
  );
}
