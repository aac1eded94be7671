import type { GeneratedSecret } from "../gitops/application.ts";
import { airflowNamespace, databaseCluster, databaseName, databasePooler } from "./names.ts";

const postgresPort = 5432;

/** Owner of the database. Airflow reads the whole connection, by the pooler; the database takes the name and password from it. */
export const databaseUser: GeneratedSecret = {
  name: "pg-user-secret",
  type: "kubernetes.io/basic-auth",
  // The operator takes over a password that changes.
  labels: { "cnpg.io/cluster": databaseCluster, "cnpg.io/reload": "true" },
  passwords: { owner: { length: 64 } },
  data: {
    username: databaseName,
    password: "{owner}",
    connection: `postgresql://${databaseName}:{owner}@${databasePooler}.${airflowNamespace}:${postgresPort}/${databaseName}`,
  },
  revision: 1,
};

/*
 * The chart would draw these in hooks, which Argo CD runs at every sync: Redis would keep its old password, sessions would end, and
 * stored connections could not be read any more.
 */

/** Signs sessions of the web server. */
export const webserverKey: GeneratedSecret = {
  name: "airflow-webserver-secret",
  passwords: { key: { length: 32 } },
  data: { "webserver-secret-key": "{key}" },
  revision: 1,
};

/** Encrypts connections in the database: 32 bytes in Base64. */
export const fernetKey: GeneratedSecret = {
  name: "airflow-fernet-key",
  passwords: { key: { length: 32 } },
  data: { "fernet-key": "{base64:key}" },
  revision: 1,
};

/** Password of Redis, and the address with it by which tasks are handed out. */
export const broker: GeneratedSecret = {
  name: "airflow-broker",
  passwords: { redis: { length: 32 } },
  data: { password: "{redis}", connection: "redis://:{redis}@airflow-redis:6379/0" },
  revision: 1,
};

/** Who may log in to Airflow. */
export const administrator: GeneratedSecret = {
  name: "airflow-admin-user-secret",
  passwords: { administrator: { length: 32 } },
  data: { AIRFLOW_UI_USERNAME: "admin", AIRFLOW_UI_PASSWORD: "{administrator}" },
  revision: 1,
};
