import { flagAt, numberAt, objectAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { secret } from "../shared/configuration.ts";
import { imageAt } from "../shared/images.ts";
import { configMapVolume, container, emptyVolume, fromSecret, mount, variable } from "../shared/pods.ts";
import { inNamespace, scopeOf } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { claim, deployment, statefulSet } from "../shared/workloads.ts";
import { accountName } from "./access.ts";
import { type AirflowRelease, componentLabels, componentMeta, pullSecrets } from "./airflow-release.ts";
import { secretNames } from "./secrets.ts";
import { componentPlacement } from "./workloads.ts";

/** True when the chart's own Redis runs. */
export function hasRedis({ values, hasWorkers }: AirflowRelease): boolean {
  return hasWorkers && flagAt(values, "redis.enabled");
}

/** The broker between scheduler and workers. */
export function redis(release: AirflowRelease): readonly Manifest[] {
  if (!hasRedis(release)) return [];
  const values = objectAt(release.values, "redis");
  const name = `${release.name}-redis`;
  const selector = componentLabels(release, "redis");
  const isPersistent = flagAt(values, "persistence.enabled");
  const storageClass = textAt(values, "persistence.storageClassName");
  return [
    statefulSet(componentMeta(release, name, "redis", { annotations: textMapAt(values, "annotations") }), {
      serviceName: name,
      selector,
      claims: isPersistent ? [claim("redis-db", textAt(values, "persistence.size"), { storageClass })] : [],
      pod: {
        annotations: textMapAt(values, "podAnnotations"),
        serviceAccountName: accountName(release, "redis", "redis"),
        terminationGracePeriodSeconds: numberAt(values, "terminationGracePeriodSeconds", 600),
        containers: [
          container("redis", imageAt(release.values, "images.redis"), {
            command: ["/bin/sh"],
            args: ["-c", "redis-server --requirepass $REDIS_PASSWORD"],
            env: [fromSecret("REDIS_PASSWORD", secretNames(release).redisPassword, "password")],
            ports: { "redis-db": 6379 },
            resources: objectAt(values, "resources"),
            volumeMounts: [mount("redis-db", "/data")],
          }),
        ],
        volumes: isPersistent ? [] : [emptyVolume("redis-db")],
        imagePullSecrets: pullSecrets(release),
        placement: componentPlacement(release, values),
      },
    }),
    service(componentMeta(release, name, "redis"), { selector, ports: { "redis-db": 6379 } }),
  ];
}

/** The exporter of StatsD metrics. */
export function statsd(release: AirflowRelease): readonly Manifest[] {
  if (!flagAt(release.values, "statsd.enabled")) return [];
  const values = objectAt(release.values, "statsd");
  const name = `${release.name}-statsd`;
  const selector = componentLabels(release, "statsd");
  return [
    deployment(componentMeta(release, name, "statsd", { annotations: textMapAt(values, "annotations") }), {
      selector,
      pod: {
        serviceAccountName: accountName(release, "statsd", "statsd"),
        containers: [
          container("statsd", imageAt(release.values, "images.statsd"), {
            args: textsAt(values, "args"),
            ports: { "statsd-ingest": 9125, "statsd-scrape": 9102 },
            resources: objectAt(values, "resources"),
            volumeMounts: [mount("config", "/etc/statsd-exporter/mappings.yml", { subPath: "mappings.yml" })],
          }),
        ],
        volumes: [configMapVolume("config", name)],
        imagePullSecrets: pullSecrets(release),
        placement: componentPlacement(release, values),
      },
    }),
    service(componentMeta(release, name, "statsd"), {
      selector,
      ports: { "statsd-ingest": 9125, "statsd-scrape": 9102 },
    }),
  ];
}

/** The database of the sub-chart, meant for trying out. */
export function postgresql(release: AirflowRelease): readonly Manifest[] {
  if (!flagAt(release.values, "postgresql.enabled")) return [];
  const scope = scopeOf(release.rendering, { chart: "postgresql", below: "postgresql" });
  const { values, fullName } = scope;
  const selector = { ...scope.selector, "app.kubernetes.io/component": "primary" };
  const password = textAt(values, "auth.postgresPassword") || release.rendering.random(10);
  const existing = textAt(values, "auth.existingSecret");
  const key = textAt(values, "auth.secretKeys.adminPasswordKey") || "postgres-password";
  const ports = { "tcp-postgresql": 5432 };
  return [
    ...(existing === "" ? [secret(inNamespace(scope, fullName), { [key]: password })] : []),
    statefulSet(inNamespace(scope, fullName), {
      serviceName: `${fullName}-hl`,
      selector,
      claims: flagAt(values, "primary.persistence.enabled")
        ? [claim("data", textAt(values, "primary.persistence.size"))]
        : [],
      pod: {
        containers: [
          container("postgresql", imageAt(values, "image"), {
            env: [
              variable("PGDATA", "/bitnami/postgresql/data"),
              fromSecret("POSTGRES_PASSWORD", existing || fullName, key),
            ],
            ports,
            readinessProbe: { exec: { command: ["pg_isready", "-U", "postgres"] } },
            volumeMounts: [mount("data", "/bitnami/postgresql")],
          }),
        ],
        volumes: flagAt(values, "primary.persistence.enabled") ? [] : [emptyVolume("data")],
      },
    }),
    service(inNamespace(scope, fullName), { selector, ports }),
    service(inNamespace(scope, `${fullName}-hl`), { selector, ports, headless: true, publishNotReadyAddresses: true }),
  ];
}
