import { textAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { TestCluster } from "../../../kubernetes/testing/cluster.ts";
import type { JsonObject } from "../../../world/json.ts";
import { type InstallOptions, install, objectIn, operatorCluster } from "../../testing/operator-cluster.ts";
import { kinds } from "../kinds.ts";
import { phases } from "../phases.ts";

/** The Cluster `db` in the namespace `airflow`, of three instances. */
export function cluster(spec: JsonObject = {}, name = "db"): Manifest {
  return {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: { name, namespace: "airflow" },
    spec: { instances: 3, imageName: "ghcr.io/cloudnative-pg/postgresql:16.3", storage: { size: "8Gi" }, ...spec },
  };
}

/** The Pooler `db-pooler-rw` in front of it. */
export function pooler(spec: JsonObject = {}, name = "db-pooler-rw"): Manifest {
  return {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Pooler",
    metadata: { name, namespace: "airflow" },
    spec: {
      cluster: { name: "db" },
      type: "rw",
      instances: 2,
      pgbouncer: { poolMode: "session", parameters: { max_client_conn: "1000" } },
      ...spec,
    },
  };
}

/** A schedule of backups of `db`, at midnight. */
export function schedule(spec: JsonObject = {}): Manifest {
  return {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "ScheduledBackup",
    metadata: { name: "daily", namespace: "airflow" },
    spec: { schedule: "0 0 0 * * *", cluster: { name: "db" }, ...spec },
  };
}

/** A single Backup of `db`. */
export function backup(spec: JsonObject = {}): Manifest {
  return {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Backup",
    metadata: { name: "now", namespace: "airflow" },
    spec: { cluster: { name: "db" }, ...spec },
  };
}

/** A secret with the name and password of a user. */
export function basicAuth(name: string): Manifest {
  const data = { username: Buffer.from("app").toString("base64"), password: Buffer.from("secret").toString("base64") };
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: "airflow" },
    type: "kubernetes.io/basic-auth",
    data,
  };
}

/** A cluster in which the operator runs. */
export function running(options: Partial<InstallOptions> = {}): TestCluster {
  const world = operatorCluster({ namespaces: ["airflow"] });
  install(world, "cloudnative-pg", { namespace: "cnpg-system", ...options });
  world.run(120);
  return world;
}

/** A cluster in which the operator runs, with a healthy Cluster `db`. */
export function withCluster(spec: JsonObject = {}, options: Partial<InstallOptions> = {}): TestCluster {
  const world = running(options);
  world.api.create(cluster(spec));
  world.run(900, () => phaseOf(world) === phases.healthy);
  return world;
}

/** How far the Cluster `db` is, in the operator's words. */
export function phaseOf(world: TestCluster): string {
  return textAt(objectIn(world, kinds.cluster, "db", "airflow").status, "phase");
}
