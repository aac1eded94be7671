import type { Environment } from "../../configuration/environment.ts";
import { airflowImage } from "../../configuration/versions.ts";
import type { PlatformApplication, WorkloadIdentity } from "../gitops/application.ts";
import type { DataObject } from "../gitops/manifest.ts";
import { allKeys, onDemand, volumes } from "../gitops/needs.ts";
import { airflowNamespace, databaseApplication, databasePooler } from "./names.ts";
import { administrator, broker, databaseUser, fernetKey, webserverKey } from "./secrets.ts";

/** Release, and so the beginning of what the chart makes. */
const release = "airflow";

/** Beginnings of the names in Secrets Manager under which people store connections and variables. */
const prefixes = { connections_prefix: "airflow/connections", variables_prefix: "airflow/variables" } as const;

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
};

/** Airflow with Celery workers; its database is an application of its own. */
export function airflow(environment: Environment): PlatformApplication {
  const secrets = [webserverKey, fernetKey, broker, administrator];
  return {
    name: "apache-airflow",
    engine: "argo-cd",
    namespace: airflowNamespace,
    sharesNamespaceWith: [databaseApplication],
    project: "data",
    wave: 3,
    chart: { chart: "airflow", release, values: values(environment) },
    manifests: [],
    secrets,
    identities: readers.map((component) => identity(environment, component)),
    buckets: [],
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
    gives: [],
  };
}

function values({ region, applications }: Environment): DataObject {
  return {
    defaultAirflowRepository: airflowImage.repository,
    defaultAirflowTag: airflowImage.tag,
    airflowVersion: airflowImage.airflow,
    extraEnvFrom: `- secretRef:\n    name: ${administrator.name}\n`,
    data: { metadataSecretName: databaseUser.name, brokerUrlSecretName: broker.name },
    fernetKeySecretName: fernetKey.name,
    webserverSecretKeySecretName: webserverKey.name,
    postgresql: { enabled: false },
    statsd: { enabled: false },
    migrateDatabaseJob: syncJob,
    createUserJob: syncJob,
    workers: {
      replicas: 2,
      livenessProbe: { initialDelaySeconds: 60 },
      persistence: { size: "30Gi" },
      nodeSelector: onDemand,
      resources: { requests: { cpu: "500m", memory: "1Gi" } },
      ...spread("worker"),
    },
    scheduler: {
      livenessProbe: { initialDelaySeconds: 60 },
      nodeSelector: onDemand,
      resources: { requests: { cpu: "500m", memory: "1Gi" } },
    },
    triggerer: {
      livenessProbe: { initialDelaySeconds: 60 },
      persistence: { size: "30Gi" },
      nodeSelector: onDemand,
      resources: { requests: { cpu: "250m", memory: "512Mi" } },
    },
    webserver: {
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
        // Names of before version 4: with a text in them they would win over the two above.
        branch: "",
        rev: "",
      },
    },
    config: {
      core: { allowed_deserialization_classes_regexp: ".*" },
      secrets: {
        backend: "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend",
        backend_kwargs: JSON.stringify({ ...prefixes, region_name: region }),
      },
    },
  };
}

function identity({ account, region }: Environment, component: (typeof readers)[number]): WorkloadIdentity {
  return {
    key: `airflow-${component}`,
    serviceAccount: `${release}-${component}`,
    description: `Connections and variables for the ${component} of Airflow`,
    statements: [
      {
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: Object.values(prefixes).map(
          (prefix) => `arn:aws:secretsmanager:${region}:${account}:secret:${prefix}/*`,
        ),
      },
    ],
  };
}
