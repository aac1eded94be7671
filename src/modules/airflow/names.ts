/** Airflow and its database live together, since pods read secrets of their own namespace only. */
export const airflowNamespace = "airflow";

/** The application of the database; what belongs to it is called after it. */
export const databaseApplication = "airflow-postgres-cloud-native";

/** The PostgreSQL cluster: the chart puts its own name behind the release's. */
export const databaseCluster = `${databaseApplication}-cluster`;

/** The pooler, and the service by which Airflow reaches its database. */
export const databasePooler = `${databaseApplication}-pooler-rw`;

/** Name of the database and of its owner. */
export const databaseName = "application-database";
