import { flagAt, numberAt, objectsAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt, role, roleBinding } from "../shared/access.ts";
import { hook } from "../shared/hooks.ts";
import { imageAt } from "../shared/images.ts";
import { container, variable } from "../shared/pods.ts";
import { inNamespace, placement } from "../shared/scope.ts";
import { job } from "../shared/workloads.ts";
import { migratorName } from "./migrator-name.ts";
import { clickHouseHost, clickHouseVariables, type SigNozScopes, waitForService } from "./scopes.ts";

/** The two Jobs of the older chart: what must be done before anything writes, and what can be done later. */
export function schemaMigrator(scopes: SigNozScopes): readonly Manifest[] {
  const { signoz: scope, rendering } = scopes;
  const { values } = rendering;
  const name = `${scope.fullName}-${textAt(values, "schemaMigrator.name")}`;
  const account = accountAt(scope, "schemaMigrator.serviceAccount", name);
  const access = inNamespace(scope, name);
  return [
    ...account.objects,
    role(access, objectsAt(values, "schemaMigrator.role.rules")),
    roleBinding(access, name, { name: account.name, namespace: scope.namespace }),
    migration(scopes, "sync", account.name),
    migration(scopes, "async", account.name),
  ];
}

function migration(scopes: SigNozScopes, mode: "sync" | "async", account: string): Manifest {
  const { signoz: scope, rendering } = scopes;
  const { values, isUpgrade } = rendering;
  const path = "schemaMigrator";
  const env = clickHouseVariables(scopes);
  const host = clickHouseHost(scopes);
  const port = numberAt(values, "clickhouse.service.httpPort", 8123);
  const wait = waitForService(
    `${scope.fullName}-${textAt(values, `${path}.name`)}-init`,
    imageAt(values, `${path}.initContainers.init.image`),
    { host, port, path: textAt(values, `${path}.initContainers.init.command.endpoint`) },
    env,
  );
  const allReplicas = container(`${scope.fullName}-ch-ready`, imageAt(values, `${path}.initContainers.chReady.image`), {
    command: ["sh", "-c", "wait until every shard and replica of the cluster answers"],
    env: [
      ...env,
      variable("CLICKHOUSE_SHARDS", String(numberAt(values, "clickhouse.layout.shardsCount", 1))),
      variable("CLICKHOUSE_REPLICAS", String(numberAt(values, "clickhouse.layout.replicasCount", 1))),
    ],
  });
  const first = container(`${scope.fullName}-sync-wait`, imageAt(values, `${path}.initContainers.wait.image`), {
    args: ["job", migratorName(scopes, "sync")],
  });
  const isOn = (name: string) => flagAt(values, `${path}.initContainers.${name}.enabled`);
  const main = container("schema-migrator", imageAt(values, `${path}.image`), {
    args: [
      mode,
      "--cluster-name",
      "$(CLICKHOUSE_CLUSTER)",
      "--dsn",
      "tcp://$(CLICKHOUSE_USER):$(CLICKHOUSE_PASSWORD)@$(CLICKHOUSE_HOST):$(CLICKHOUSE_PORT)",
      ...(flagAt(values, `${path}.enableReplication`) ? ["--replication"] : []),
      ...textsAt(values, `${path}.args`),
    ],
    env,
  });
  const asHook = isUpgrade && flagAt(values, `${path}.upgradeHelmHooks`);
  const made = job(
    inNamespace(scope, migratorName(scopes, mode), {
      labels: { "app.kubernetes.io/component": "schema-migrator" },
      annotations: {
        ...textMapAt(values, `${path}.annotations`),
        ...(isUpgrade ? {} : { "argocd.argoproj.io/hook": "Sync" }),
      },
    }),
    {
      labels: scope.selector,
      pod: {
        serviceAccountName: account,
        initContainers: [
          ...(isOn("init") ? [wait] : []),
          ...(isOn("chReady") ? [allReplicas] : []),
          ...(mode === "async" && isOn("wait") ? [first] : []),
        ],
        containers: [main],
        restartPolicy: "OnFailure",
        placement: placement(values, path),
      },
    },
  );
  return asHook ? hook("pre-upgrade", made, { deletePolicy: "before-hook-creation" }) : made;
}
