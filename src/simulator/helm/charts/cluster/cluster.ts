import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import { chartVersions, type Rendering } from "../shared/chart-versions.ts";
import { compact } from "../shared/compact.ts";
import { configMap } from "../shared/configuration.ts";
import { hook } from "../shared/hooks.ts";
import { container, fromSecret, variable } from "../shared/pods.ts";
import { inNamespace, type Scope, scopeOf } from "../shared/scope.ts";
import { job } from "../shared/workloads.ts";
import { backupConfiguration, backupSecret, scheduledBackups } from "./backups.ts";
import { podMonitor, prometheusRule } from "./monitoring.ts";

/** A PostgreSQL cluster of CloudNativePG: one custom resource and what goes with it. */
export const cluster = chartVersions("cluster", (rendering) => {
  const { values, edition } = rendering;
  const scope = clusterScope(rendering);
  const isNew = edition === "newest";
  if (isNew && at(values, "pooler") !== undefined) {
    throw new ChartError(
      "execution error at (cluster/templates/NOTES.txt): `pooler` was replaced by the list `poolers`; remove it from the values",
    );
  }
  const hasMonitoring = flagAt(values, "cluster.monitoring.enabled");
  return {
    crds: [],
    objects: [
      clusterObject(rendering, scope),
      ...backupSecret(scope),
      ...scheduledBackups(scope),
      ...poolers(rendering, scope),
      ...(isNew && flagAt(values, "cluster.monitoring.instrumentation.logicalReplication")
        ? [configMap(inNamespace(scope, `${scope.fullName}-monitoring-logical-replication`), { "custom-queries": "" })]
        : []),
      ...(isNew && hasMonitoring && flagAt(values, "cluster.monitoring.podMonitor.enabled") ? [podMonitor(scope)] : []),
      ...(hasMonitoring && flagAt(values, "cluster.monitoring.prometheusRule.enabled") ? [prometheusRule(scope)] : []),
      pingTest(scope),
    ],
  };
});

/** Everything is named `<release>-cluster`, unless the release's name holds the word. */
function clusterScope(rendering: Rendering): Scope {
  const scope = scopeOf(rendering);
  const namespace = textAt(rendering.values, "namespaceOverride") || scope.namespace;
  return { ...scope, namespace, labels: { ...scope.labels, "app.kubernetes.io/part-of": "cloudnative-pg" } };
}

/** Source: chart, templates/_helpers.tpl: an older version has its image written into it, the newer one chooses by version. */
function imageName({ values, edition }: Rendering): string {
  const written = textAt(values, "cluster.imageName");
  if (written !== "") return written;
  return edition === "reference"
    ? "ghcr.io/cloudnative-pg/postgresql:15.2"
    : `ghcr.io/cloudnative-pg/postgresql:${String(at(values, "version.postgresql"))}`;
}

function clusterObject(rendering: Rendering, scope: Scope): Manifest {
  const { values, edition } = rendering;
  const isNew = edition === "newest";
  const own = objectAt(values, "cluster");
  const hasMonitoring = flagAt(own, "monitoring.enabled");
  const superuserSecret = textAt(own, "superuserSecret");
  const catalog = at(own, "imageCatalogRef");
  const hasCatalog = isNew && catalog !== undefined && Object.keys(objectAt(own, "imageCatalogRef")).length > 0;
  return {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: inNamespace(scope, scope.fullName, {
      labels: textMapAt(own, "additionalLabels"),
      annotations: textMapAt(own, "annotations"),
    }),
    spec: {
      instances: numberAt(own, "instances", 3),
      ...(hasCatalog ? { imageCatalogRef: catalog } : { imageName: imageName(rendering) }),
      imagePullPolicy: textAt(own, "imagePullPolicy"),
      ...compact({ imagePullSecrets: at(own, "imagePullSecrets") }),
      ...identifiers(own),
      storage: storage(objectAt(own, "storage")),
      ...(flagAt(own, "walStorage.enabled") ? { walStorage: storage(objectAt(own, "walStorage")) } : {}),
      ...compact({
        resources: at(own, "resources"),
        affinity: at(own, "affinity"),
        priorityClassName: at(own, "priorityClassName"),
        certificates: at(own, "certificates"),
        serviceAccountTemplate: at(own, "serviceAccountTemplate"),
        env: at(own, "env"),
        plugins: at(own, "plugins"),
      }),
      primaryUpdateMethod: textAt(own, "primaryUpdateMethod"),
      primaryUpdateStrategy: textAt(own, "primaryUpdateStrategy"),
      logLevel: textAt(own, "logLevel"),
      enableSuperuserAccess: flagAt(own, "enableSuperuserAccess"),
      ...(superuserSecret === "" ? {} : { superuserSecret: { name: superuserSecret } }),
      ...(isNew ? { enablePDB: flagAt(own, "enablePDB"), stopDelay: numberAt(own, "stopDelay", 1800) } : {}),
      postgresql: postgresql(own),
      ...(objectsAt(own, "roles").length > 0 ? { managed: { roles: at(own, "roles") } } : {}),
      monitoring: {
        // The newer chart makes the PodMonitor itself.
        enablePodMonitor: !isNew && hasMonitoring && flagAt(own, "monitoring.podMonitor.enabled"),
        ...compact({ customQueries: at(own, "monitoring.customQueries") }),
      },
      ...bootstrap(values),
      ...backupConfiguration(scope),
    },
  };
}

/** Numbers of user and group; the newer chart leaves out what is -1. */
function identifiers(own: JsonObject): JsonObject {
  const [user, group] = [numberAt(own, "postgresUID", 26), numberAt(own, "postgresGID", 26)];
  return { ...(user < 0 ? {} : { postgresUID: user }), ...(group < 0 ? {} : { postgresGID: group }) };
}

function storage(values: JsonObject): JsonObject {
  return { size: textAt(values, "size"), ...compact({ storageClass: at(values, "storageClass") }) };
}

/** The older chart takes the parameters directly, the newer one below `parameters` beside other settings. */
function postgresql(own: JsonObject): JsonObject {
  const settings = objectAt(own, "postgresql");
  const parameters = at(settings, "parameters") === undefined ? settings : objectAt(settings, "parameters");
  const others = ["synchronous", "pg_hba", "pg_ident", "shared_preload_libraries", "ldap"];
  const rest: Record<string, Json | undefined> = {};
  for (const name of others) rest[name] = at(settings, name);
  return compact({
    ...rest,
    parameters: Object.fromEntries(Object.entries(parameters).filter(([key]) => !others.includes(key))),
  });
}

/** What a new cluster begins with: an empty database in the usual mode, or a backup. */
function bootstrap(values: JsonObject): JsonObject {
  const mode = textAt(values, "mode");
  if (mode === "recovery") {
    return {
      bootstrap: {
        recovery: { source: "objectStoreRecoveryCluster", ...compact({ owner: at(values, "recovery.owner") }) },
      },
    };
  }
  const initdb = compact(objectAt(values, "cluster.initdb"));
  return Object.keys(initdb).length === 0 ? {} : { bootstrap: { initdb } };
}

/** One Pooler at the older version, a list of them at the newer one. */
function poolers({ values, edition }: Rendering, scope: Scope): readonly Manifest[] {
  const wanted =
    edition === "newest"
      ? objectsAt(values, "poolers")
      : flagAt(values, "pooler.enabled")
        ? [{ name: "", ...objectAt(values, "pooler") }]
        : [];
  return wanted.map((pooler) => {
    const type = textAt(pooler, "type") || "rw";
    const name = textAt(pooler, "name") || (edition === "newest" ? type : `pooler-${type}`);
    return {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Pooler",
      metadata: inNamespace(
        scope,
        edition === "newest" ? `${scope.fullName}-pooler-${name}` : `${scope.fullName}-${name}`,
      ),
      spec: {
        cluster: { name: scope.fullName },
        instances: numberAt(pooler, "instances", 3),
        type,
        pgbouncer: {
          poolMode: textAt(pooler, "poolMode") || "transaction",
          parameters: textMapAt(pooler, "parameters"),
        },
        monitoring: {
          enablePodMonitor: flagAt(pooler, "monitoring.enabled") && flagAt(pooler, "monitoring.podMonitor.enabled"),
        },
        ...compact({ template: at(pooler, "template") }),
      },
    };
  });
}

/** A test hook that asks the database whether it is there. */
function pingTest(scope: Scope): Manifest {
  const secret = `${scope.fullName}-app`;
  const ping = container("alpine", "alpine:3.17", {
    command: ["sh"],
    env: [
      fromSecret("PGUSER", secret, "username"),
      fromSecret("PGPASS", secret, "password"),
      variable("PGHOST", `${scope.fullName}-rw`),
    ],
  });
  return hook(
    "test",
    job(
      inNamespace(scope, `${scope.fullName}-ping-test`, {
        labels: { "app.kubernetes.io/component": "database-ping-test" },
      }),
      {
        labels: scope.selector,
        pod: { containers: [ping] },
      },
    ),
    { deletePolicy: "before-hook-creation,hook-succeeded" },
  );
}
