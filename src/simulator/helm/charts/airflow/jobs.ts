import { at, flagAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { hookAnnotations } from "../shared/hooks.ts";
import { configMapVolume, container, mount, type PodOptions, variable } from "../shared/pods.ts";
import { filledIn } from "../shared/template-text.ts";
import { job } from "../shared/workloads.ts";
import { accountName } from "./access.ts";
import {
  type AirflowRelease,
  airflowImage,
  argumentsOf,
  componentLabels,
  componentMeta,
  pullSecrets,
} from "./airflow-release.ts";
import { customVariables, standardVariables, variableSources } from "./environment.ts";
import { componentPlacement } from "./workloads.ts";

interface AirflowJob {
  readonly key: "migrateDatabaseJob" | "createUserJob";
  /** End of the Job's name. */
  readonly name: string;
  readonly component: string;
  /** End of its account's name. */
  readonly account: string;
  readonly weight: number;
}

const migrateDatabase: AirflowJob = {
  key: "migrateDatabaseJob",
  name: "run-airflow-migrations",
  component: "run-airflow-migrations",
  account: "migrate-database-job",
  weight: 1,
};

/** Makes the first user. */
const createUser: AirflowJob = {
  key: "createUserJob",
  name: "create-user",
  component: "create-user-job",
  account: "create-user-job",
  weight: 2,
};

/** Jobs that these values ask for. */
export function enabledJobs({ values, rendering }: AirflowRelease): readonly AirflowJob[] {
  const userSwitch = rendering.edition === "newest" ? "createUserJob.enabled" : "webserver.defaultUser.enabled";
  return [
    ...(flagAt(values, "migrateDatabaseJob.enabled") ? [migrateDatabase] : []),
    ...(flagAt(values, userSwitch) ? [createUser] : []),
  ];
}

/**
 * A Job of the chart: by default a hook after the installation, which never comes for who waits until all pods are ready, as they
 * wait for the migration.
 */
export function jobObject(release: AirflowRelease, described: AirflowJob): Manifest {
  const values = objectAt(release.values, described.key);
  const options = { weight: described.weight, deletePolicy: "before-hook-creation,hook-succeeded" };
  const annotations = {
    ...(flagAt(values, "useHelmHooks") ? hookAnnotations("post-install,post-upgrade", options) : {}),
    ...textMapAt(values, "jobAnnotations"),
  };
  const ttl = at(values, "ttlSecondsAfterFinished");
  return job(componentMeta(release, `${release.name}-${described.name}`, described.component, { annotations }), {
    labels: componentLabels(release, described.component),
    ...(typeof ttl === "number" ? { ttlSecondsAfterFinished: ttl } : {}),
    pod: jobPod(release, described, values),
  });
}

function jobPod(release: AirflowRelease, described: AirflowJob, values: JsonObject): PodOptions {
  const isMigration = described.key === "migrateDatabaseJob";
  const usesDefault = isMigration && flagAt(release.values, "images.useDefaultImageForMigration");
  const { defaultAirflowRepository, defaultAirflowTag } = release.values;
  const image = usesDefault ? `${defaultAirflowRepository}:${defaultAirflowTag}` : airflowImage(release);
  return {
    restartPolicy: "OnFailure",
    labels: textMapAt(values, "labels"),
    annotations: { ...textMapAt(release.values, "airflowPodAnnotations"), ...textMapAt(values, "annotations") },
    serviceAccountName: accountName(release, described.key, described.account),
    initContainers: objectsAt(values, "extraInitContainers"),
    containers: [
      container(isMigration ? "run-airflow-migrations" : "create-user", image, {
        command: textsAt(values, "command"),
        args: isMigration ? migrationArguments(release, values) : userArguments(release, values),
        envFrom: variableSources(release),
        env: [
          ...(isMigration ? [variable("PYTHONUNBUFFERED", "1")] : []),
          ...standardVariables(release),
          ...(flagAt(values, "applyCustomEnv") ? customVariables(release) : []),
          ...objectsAt(values, "env"),
        ],
        resources: objectAt(values, "resources"),
        volumeMounts: [
          mount("config", "/opt/airflow/airflow.cfg", { subPath: "airflow.cfg", readOnly: true }),
          ...objectsAt(values, "extraVolumeMounts"),
        ],
      }),
      ...objectsAt(values, "extraContainers"),
    ],
    volumes: [configMapVolume("config", `${release.name}-config`), ...objectsAt(values, "extraVolumes")],
    imagePullSecrets: pullSecrets(release),
    placement: componentPlacement(release, values),
  };
}

function migrationArguments(release: AirflowRelease, values: JsonObject): readonly string[] {
  const command = release.hasApiServer ? "airflow db migrate" : "airflow db upgrade";
  const usual = ["bash", "-c", `exec ${command}`];
  return argumentsOf(release, "migrateDatabaseJob.args", { given: textsAt(values, "args"), usual });
}

function userArguments(release: AirflowRelease, values: JsonObject): readonly string[] {
  const { rendering, values: all } = release;
  const user = rendering.edition === "newest" ? "createUserJob.defaultUser" : "webserver.defaultUser";
  const options = [
    ["-r", "role"],
    ["-u", "username"],
    ["-e", "email"],
    ["-f", "firstName"],
    ["-l", "lastName"],
    ["-p", "password"],
  ].flatMap(([option = "", field]) => [option, textAt(all, `${user}.${field}`)]);
  const usual = ["bash", "-c", 'exec airflow users create "$@"', "--", ...options];
  const args = argumentsOf(release, "createUserJob.args", { given: textsAt(values, "args"), usual });
  return args.map((text) => filledIn(text, rendering, "airflow/templates/jobs/create-user-job.yaml"));
}
