import type { IPooler } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Pooler";
import type { Environment } from "../../configuration/environment.ts";
import { postgresImage } from "../../configuration/versions.ts";
import type { ApplicationBucket, PlatformApplication } from "../gitops/application.ts";
import { type Manifest, manifest } from "../gitops/manifest.ts";
import { allKeys, volumes } from "../gitops/needs.ts";
import { bucketStatements } from "../s3/statements.ts";
import { podScrape } from "../victoria-metrics/scrapes.ts";
import { airflowNamespace, databaseApplication, databaseCluster, databaseName, databasePooler } from "./names.ts";
import { databaseUser } from "./secrets.ts";

/** Days for which the database can be brought back. */
const backupDays = 30;

function backupBucket({ account, cluster }: Environment): ApplicationBucket {
  return {
    key: "airflow-database-backup",
    name: `airflow-database-${account}-${cluster.name}`,
    purpose: "Base backups and archived log of the database of Airflow",
    versioned: true,
    keepNoncurrentDays: backupDays,
  };
}

/** The database of Airflow: three instances in three zones, archived as it is written, a base backup every night. */
export function airflowDatabase(environment: Environment): PlatformApplication {
  const bucket = backupBucket(environment);
  return {
    name: databaseApplication,
    engine: "argo-cd",
    namespace: airflowNamespace,
    sharesNamespaceWith: ["apache-airflow"],
    project: "data",
    wave: 2,
    chart: {
      chart: "cluster",
      release: databaseApplication,
      values: {
        cluster: {
          // The chart would choose the next major by itself.
          imageName: postgresImage,
          storage: { size: "30Gi" },
          resources: { requests: { cpu: "100m", memory: "256Mi" } },
          enableSuperuserAccess: false,
          initdb: { database: databaseName, owner: databaseName, secret: { name: databaseUser.name } },
        },
        backups: {
          enabled: true,
          s3: {
            region: environment.region,
            bucket: bucket.name,
            path: `/generation-${environment.applications.airflow.databaseGeneration}`,
            inheritFromIAMRole: true,
          },
          secret: { create: false },
          retentionPolicy: `${backupDays}d`,
        },
      },
    },
    manifests: [
      pooler(),
      podScrape({
        name: databaseCluster,
        namespace: airflowNamespace,
        labels: { "cnpg.io/cluster": databaseCluster },
        port: "metrics",
      }),
    ],
    secrets: [databaseUser],
    identities: [
      {
        key: "airflow-database",
        // The operator calls the service account of a cluster after it.
        serviceAccount: databaseCluster,
        description: "Archives the database of Airflow",
        statements: bucketStatements(bucket.name, { deletes: true }),
      },
    ],
    buckets: [bucket],
    uses: [
      ...allKeys(airflowNamespace, databaseUser),
      { kind: "identity", namespace: airflowNamespace, serviceAccount: databaseCluster },
      { kind: "bucket", name: bucket.name },
      volumes,
    ],
    gives: [{ kind: "service", namespace: airflowNamespace, name: databasePooler, port: 5432 }],
  };
}

/** Keeps connections to the database: Airflow opens many more than PostgreSQL likes. */
function pooler(): Manifest {
  return manifest<IPooler>({
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Pooler",
    metadata: { name: databasePooler, namespace: airflowNamespace },
    spec: {
      cluster: { name: databaseCluster },
      type: "rw",
      instances: 2,
      pgbouncer: { poolMode: "transaction", parameters: { max_client_conn: "1000", default_pool_size: "20" } },
    },
  });
}
