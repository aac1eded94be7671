import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { configMapVolume, container, emptyVolume, mount, type PodOptions, variable } from "../shared/pods.ts";
import { service } from "../shared/services.ts";
import { claim, deployment, statefulSet } from "../shared/workloads.ts";
import { accountName } from "./access.ts";
import {
  type AirflowRelease,
  airflowImage,
  argumentsOf,
  componentLabels,
  componentMeta,
  ownOrCommon,
  pullSecrets,
  workerValues,
} from "./airflow-release.ts";
import { dagProcessorEnabled } from "./checks.ts";
import { type Component, components } from "./components.ts";
import { configChecksum } from "./configuration.ts";
import { customVariables, standardVariables, variableSources } from "./environment.ts";
import { dagSource } from "./git-sync.ts";

/** Components that run with these values. */
export function runningComponents({ values, hasApiServer, hasWorkers }: AirflowRelease): readonly Component[] {
  return components.filter(({ key }) => {
    if (key === "workers") return hasWorkers;
    if (key === "apiServer") return hasApiServer && flagAt(values, "apiServer.enabled");
    if (key === "webserver") return !hasApiServer && flagAt(values, "webserver.enabled");
    if (key === "dagProcessor") return dagProcessorEnabled(values, hasApiServer);
    return flagAt(values, `${key}.enabled`);
  });
}

/** Values of a component. */
function valuesOf(release: AirflowRelease, { key }: Component): JsonObject {
  return key === "workers" ? workerValues(release) : objectAt(release.values, key);
}

/** Workload and Service of a component. */
export function componentObjects(release: AirflowRelease, component: Component): readonly Manifest[] {
  const values = valuesOf(release, component);
  const name = `${release.name}-${component.component}`;
  const selector = componentLabels(release, component.component);
  const meta = componentMeta(release, name, component.component, { annotations: textMapAt(values, "annotations") });
  const replicas = numberAt(values, "replicas", 1);
  const pod = componentPod(release, component, values);
  const isStateful = component.canPersist && flagAt(values, "persistence.enabled");
  return [
    isStateful
      ? statefulSet(meta, {
          replicas,
          serviceName: name,
          selector,
          pod,
          claims: [
            claim("logs", textAt(values, "persistence.size"), {
              storageClass: textAt(values, "persistence.storageClassName"),
            }),
          ],
          persistentVolumeClaimRetentionPolicy: at(values, "persistence.persistentVolumeClaimRetentionPolicy"),
        })
      : deployment(meta, { replicas, selector, pod, strategy: values.strategy }),
    ...componentService(release, component, values),
  ];
}

function componentService(release: AirflowRelease, component: Component, values: JsonObject): readonly Manifest[] {
  const [port] = Object.entries(component.ports);
  if (!port) return [];
  const annotations = textMapAt(values, "service.annotations");
  return [
    service(componentMeta(release, `${release.name}-${component.component}`, component.component, { annotations }), {
      selector: componentLabels(release, component.component),
      ports: { [port[0]]: port[1] },
      headless: component.canPersist,
      type: textAt(values, "service.type") || "ClusterIP",
    }),
  ];
}

function componentPod(release: AirflowRelease, component: Component, values: JsonObject): PodOptions {
  const dags = component.readsDags(release.hasApiServer) ? dagSource(release) : undefined;
  const hasLogClaim = component.canPersist && flagAt(values, "persistence.enabled");
  const logClaim = textAt(release.values, "logs.persistence.existingClaim") || `${release.name}-logs`;
  const logs = flagAt(release.values, "logs.persistence.enabled")
    ? { name: "logs", persistentVolumeClaim: { claimName: logClaim } }
    : emptyVolume("logs");
  return {
    labels: { ...textMapAt(release.values, "labels"), ...textMapAt(values, "labels") },
    annotations: {
      "checksum/airflow-config": configChecksum(release),
      "cluster-autoscaler.kubernetes.io/safe-to-evict": String(at(values, "safeToEvict") !== false),
      ...textMapAt(release.values, "airflowPodAnnotations"),
      ...textMapAt(values, "podAnnotations"),
    },
    serviceAccountName: accountName(release, component.key, component.component),
    initContainers: [
      ...(flagAt(values, "waitForMigrations.enabled") ? [waitForMigrations(release, values)] : []),
      ...(dags?.initContainers ?? []),
      ...objectsAt(values, "extraInitContainers"),
    ],
    containers: [
      mainContainer(release, component, values),
      ...(dags?.sidecars ?? []),
      ...logGroomer(release, component, values),
      ...objectsAt(values, "extraContainers"),
    ],
    volumes: [
      configMapVolume("config", `${release.name}-config`),
      ...(hasLogClaim ? [] : [logs]),
      ...(dags?.volumes ?? []),
      ...objectsAt(release.values, "volumes"),
      ...objectsAt(values, "extraVolumes"),
    ],
    imagePullSecrets: pullSecrets(release),
    placement: componentPlacement(release, values, component.component),
    ...(component.key === "workers"
      ? { terminationGracePeriodSeconds: numberAt(values, "terminationGracePeriodSeconds", 600) }
      : {}),
  };
}

/** Where pods go: the component's own values, or those of all; unless told otherwise, replicas keep apart where they can. */
export function componentPlacement(release: AirflowRelease, values: JsonObject, component?: string): JsonObject {
  const own = (key: string) => ownOrCommon(values, release.values, key);
  const apart = {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            labelSelector: { matchLabels: { component: component ?? "" } },
            topologyKey: "kubernetes.io/hostname",
          },
        },
      ],
    },
  };
  const affinity = own("affinity");
  const isChosen = typeof affinity === "object" && affinity !== null && Object.keys(affinity).length > 0;
  return {
    nodeSelector: own("nodeSelector"),
    affinity: isChosen ? affinity : component === undefined ? {} : apart,
    tolerations: own("tolerations"),
    topologySpreadConstraints: own("topologySpreadConstraints"),
    priorityClassName: values.priorityClassName,
  };
}

const configMounts = [
  mount("config", "/opt/airflow/airflow.cfg", { subPath: "airflow.cfg", readOnly: true }),
  mount("config", "/opt/airflow/config/airflow_local_settings.py", {
    subPath: "airflow_local_settings.py",
    readOnly: true,
  }),
];

function mainContainer(release: AirflowRelease, component: Component, values: JsonObject): JsonObject {
  const dags = component.readsDags(release.hasApiServer) ? dagSource(release).mounts : [];
  const probe = (kind: string) => objectAt(values, kind);
  const served = component.key === "webserver" || component.key === "apiServer";
  return container(component.component, airflowImage(release), {
    command: textsAt(values, "command"),
    args: argumentsOf(release, `${component.key}.args`, {
      given: textsAt(values, "args"),
      usual: ["bash", "-c", "exec airflow celery worker"],
    }),
    envFrom: variableSources(release),
    env: [...standardVariables(release), ...customVariables(release), ...objectsAt(values, "env")],
    ports: component.ports,
    resources: objectAt(values, "resources"),
    livenessProbe: {
      ...timing(probe("livenessProbe")),
      ...(served ? { httpGet: { path: "/health", port: 8080 } } : { exec: { command: aliveCheck(component, values) } }),
    },
    ...(served
      ? { readinessProbe: { ...timing(probe("readinessProbe")), httpGet: { path: "/health", port: 8080 } } }
      : {}),
    volumeMounts: [
      ...configMounts,
      mount("logs", "/opt/airflow/logs"),
      ...dags,
      ...objectsAt(release.values, "volumeMounts"),
      ...objectsAt(values, "extraVolumeMounts"),
    ],
  });
}

/** What a component that serves nothing is asked: whether its job still writes to the database, a worker whether it answers. */
function aliveCheck({ key, component }: Component, values: JsonObject): readonly string[] {
  const given = textsAt(values, "livenessProbe.command");
  if (given.length > 0) return given;
  const question = key === "workers" ? "celery inspect ping" : `airflow jobs check --local # ${component}`;
  return ["sh", "-c", `exec /entrypoint ${question}`];
}

function timing(probe: JsonObject): JsonObject {
  const { initialDelaySeconds, timeoutSeconds, failureThreshold, periodSeconds } = probe;
  return { initialDelaySeconds, timeoutSeconds, failureThreshold, periodSeconds };
}

/** Every component waits until the database has the tables of its version. */
function waitForMigrations(release: AirflowRelease, values: JsonObject): JsonObject {
  const timeout = numberAt(release.values, "images.migrationsWaitTimeout", 60);
  return container("wait-for-airflow-migrations", airflowImage(release), {
    args: ["airflow", "db", "check-migrations", `--migration-wait-timeout=${timeout}`],
    envFrom: variableSources(release),
    env: [
      ...standardVariables(release),
      ...customVariables(release),
      ...objectsAt(values, "env"),
      ...objectsAt(values, "waitForMigrations.env"),
    ],
    resources: objectAt(values, "resources"),
    volumeMounts: configMounts,
  });
}

function logGroomer(release: AirflowRelease, component: Component, values: JsonObject): readonly JsonObject[] {
  const groomer = objectAt(values, "logGroomerSidecar");
  if (!component.hasLogGroomer || !flagAt(groomer, "enabled")) return [];
  return [
    container(`${component.component}-log-groomer`, airflowImage(release), {
      command: textsAt(groomer, "command"),
      args: textsAt(groomer, "args"),
      env: [variable("AIRFLOW__LOG_RETENTION_DAYS", String(numberAt(groomer, "retentionDays", 15)))],
      resources: objectAt(groomer, "resources"),
      volumeMounts: [mount("logs", "/opt/airflow/logs")],
    }),
  ];
}
