import type { Environment } from "../../configuration/environment.ts";
import { airflowImage } from "../../configuration/versions.ts";
import { type PlatformApplication, selfContained, type WorkloadIdentity } from "../gitops/application.ts";
import type { DataObject } from "../gitops/manifest.ts";
import { allKeys, onDemand, volumes } from "../gitops/needs.ts";
import type { Statement } from "../iam/documents.ts";
import { bucketStatements } from "../s3/statements.ts";
import { airflowNamespace, databaseApplication, databasePooler } from "./names.ts";
import { administrator, broker, databaseUser, fernetKey, webserverKey } from "./secrets.ts";

/** Release, and so the beginning of what the chart makes. */
const release = "airflow";

/**
 * Beginnings of the names in Secrets Manager under which people store connections and variables. They begin with the cluster's name:
 * environments that share an account do not share secrets.
 */
function prefixes({ cluster }: Environment): Readonly<Record<"connections_prefix" | "variables_prefix", string>> {
  return {
    connections_prefix: `${cluster.name}/airflow/connections`,
    variables_prefix: `${cluster.name}/airflow/variables`,
  };
}

/** Components whose code asks for connections and variables. */
const readers = ["worker", "scheduler", "triggerer", "webserver"] as const;

/** Spreads over the zones: volumes of a zone hold their pod there, and nobody else needs to be in it. */
const spread = (component: string): DataObject => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { component, release } },
    },
  ],
});

/** A Job that Argo CD runs within a sync: as a Helm hook it would wait for pods that wait for it. */
const syncJob: DataObject = {
  useHelmHooks: false,
  jobAnnotations: { "argocd.argoproj.io/hook": "Sync", "argocd.argoproj.io/hook-delete-policy": "HookSucceeded" },
  resources: { requests: { cpu: "100m", memory: "256Mi" } },
};

/** What programs that only look after others ask for. */
const small: DataObject = { resources: { requests: { cpu: "50m", memory: "128Mi" } } };

/** Loading every provider package takes minutes on a busy node: the default minute would end in a restart, and another. */
const slowStart: DataObject = { startupProbe: { timeoutSeconds: 60, failureThreshold: 20 } };

/** Airflow with Celery workers; its database is an application of its own. */
export function airflow(environment: Environment): PlatformApplication {
  const secrets = [webserverKey, fernetKey, broker, administrator];
  return {
    ...selfContained,
    name: "apache-airflow",
    engine: "argo-cd",
    namespace: airflowNamespace,
    sharesNamespaceWith: [databaseApplication],
    project: "data",
    wave: 3,
    chart: { chart: "airflow", release, values: values(environment) },
    secrets,
    identities: readers.map((component) => identity(environment, component)),
    uses: [
      ...[databaseUser, ...secrets].flatMap((secret) => allKeys(airflowNamespace, secret)),
      { kind: "service", namespace: airflowNamespace, name: databasePooler, port: 5432 },
      ...readers.map((component) => ({
        kind: "identity" as const,
        namespace: airflowNamespace,
        serviceAccount: `${release}-${component}`,
      })),
      volumes,
    ],
  };
}

function values(environment: Environment): DataObject {
  const { region, applications } = environment;
  return {
    defaultAirflowRepository: airflowImage.repository,
    defaultAirflowTag: airflowImage.tag,
    airflowVersion: airflowImage.airflow,
    data: { metadataSecretName: databaseUser.name, brokerUrlSecretName: broker.name },
    fernetKeySecretName: fernetKey.name,
    webserverSecretKeySecretName: webserverKey.name,
    postgresql: { enabled: false },
    statsd: { enabled: false },
    migrateDatabaseJob: syncJob,
    createUserJob: {
      ...syncJob,
      // For this Job alone: tasks run the code of others, and have no use for the administrator's password.
      env: Object.keys(administrator.data).map((key) => ({
        name: key,
        valueFrom: { secretKeyRef: { name: administrator.name, key } },
      })),
    },
    workers: {
      replicas: 2,
      livenessProbe: { initialDelaySeconds: 60 },
      persistence: { size: "30Gi" },
      nodeSelector: onDemand,
      resources: { requests: { cpu: "500m", memory: "1Gi" } },
      logGroomerSidecar: small,
      ...spread("worker"),
    },
    scheduler: {
      ...slowStart,
      livenessProbe: { initialDelaySeconds: 60 },
      nodeSelector: onDemand,
      resources: { requests: { cpu: "500m", memory: "1Gi" } },
      logGroomerSidecar: small,
    },
    triggerer: {
      livenessProbe: { initialDelaySeconds: 60 },
      persistence: { size: "30Gi" },
      nodeSelector: onDemand,
      resources: { requests: { cpu: "250m", memory: "512Mi" } },
      logGroomerSidecar: small,
    },
    webserver: {
      ...slowStart,
      livenessProbe: { initialDelaySeconds: 120 },
      readinessProbe: { initialDelaySeconds: 120 },
      resources: { requests: { cpu: "500m", memory: "1Gi" } },
      // Kubernetes puts the values of the secret into the arguments of the Job: they stand in no file.
      defaultUser: { username: "$(AIRFLOW_UI_USERNAME)", password: "$(AIRFLOW_UI_PASSWORD)" },
    },
    redis: {
      passwordSecretName: broker.name,
      nodeSelector: onDemand,
      resources: { requests: { cpu: "100m", memory: "256Mi" } },
    },
    dags: {
      gitSync: {
        enabled: true,
        repo: "https://github.com/Sage-Bionetworks-Workflows/orca-recipes",
        ref: applications.airflow.dags,
        subPath: "dags",
        period: "600s",
        ...small,
        // Names of before version 4: with a text in them they would win over the two above.
        branch: "",
        rev: "",
      },
    },
    config: {
      core: { allowed_deserialization_classes_regexp: ".*" },
      secrets: {
        backend: "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend",
        backend_kwargs: JSON.stringify({ ...prefixes(environment), region_name: region }),
      },
    },
  };
}

function identity(environment: Environment, component: (typeof readers)[number]): WorkloadIdentity {
  const { account, region } = environment;
  return {
    key: `airflow-${component}`,
    serviceAccount: `${release}-${component}`,
    description: `Connections and variables for the ${component} of Airflow`,
    statements: [
      {
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: Object.values(prefixes(environment)).map(
          (prefix) => `arn:aws:secretsmanager:${region}:${account}:secret:${prefix}/*`,
        ),
      },
      ...(component === "worker" ? publishing(environment) : []),
    ],
  };
}

/** Rights on the public buckets that tasks fill. */
function publishing({ optional }: Environment): Statement[] {
  return Object.values(optional.publicBuckets)
    .filter(({ writer }) => writer === "airflow")
    .flatMap(({ name }) => bucketStatements(name, { deletes: true }));
}
