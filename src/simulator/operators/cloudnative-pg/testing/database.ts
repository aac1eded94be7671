import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";

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
