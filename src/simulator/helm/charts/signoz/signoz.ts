import { flagAt, objectAt } from "../../../kubernetes/fields.ts";
import { chartVersions } from "../shared/chart-versions.ts";
import { customResourceDefinitions } from "../shared/definitions.ts";
import { scopeOf } from "../shared/scope.ts";
import { clickHouse } from "./clickhouse.ts";
import { clickHouseOperator } from "./clickhouse-operator.ts";
import { collector } from "./collector.ts";
import { olderComponents } from "./older-components.ts";
import { schemaMigrator } from "./schema-migrator.ts";
import type { SigNozScopes } from "./scopes.ts";
import { signozServer } from "./server.ts";
import { telemetryStoreMigrator } from "./telemetry-store-migrator.ts";
import { zooKeeper } from "./zookeeper.ts";

/** SigNoz: ClickHouse with its operator and ZooKeeper, the migration of its schema, collectors, and what people look at. */
export const signoz = chartVersions("signoz", (rendering) => {
  const scopes: SigNozScopes = {
    rendering,
    signoz: scopeOf(rendering),
    clickHouse: scopeOf(rendering, { chart: "clickhouse", below: "clickhouse" }),
    zooKeeper: scopeOf(rendering, { chart: "zookeeper", below: "clickhouse.zookeeper" }),
  };
  const hasClickHouse = flagAt(rendering.values, "clickhouse.enabled");
  const hasZooKeeper = hasClickHouse && flagAt(rendering.values, "clickhouse.zookeeper.enabled");
  return {
    crds: hasClickHouse ? customResourceDefinitions(rendering.definitions) : [],
    objects: [
      ...(hasClickHouse ? [...clickHouseOperator(scopes), ...clickHouse(scopes)] : []),
      ...(hasZooKeeper ? zooKeeper(scopes) : []),
      ...(rendering.edition === "reference" ? older(scopes) : newer(scopes)),
      ...collector(scopes, "otelCollector"),
    ],
  };
});

/** Four programs and two Jobs, until 0.56. */
function older(scopes: SigNozScopes) {
  const { values } = scopes.rendering;
  return [
    ...olderComponents(scopes),
    ...(flagAt(values, "schemaMigrator.enabled") ? schemaMigrator(scopes) : []),
    ...(flagAt(objectAt(values, "otelCollectorMetrics"), "enabled") ? collector(scopes, "otelCollectorMetrics") : []),
  ];
}

/** One program and one Job. */
function newer(scopes: SigNozScopes) {
  const { values } = scopes.rendering;
  return [
    ...signozServer(scopes),
    ...(flagAt(values, "telemetryStoreMigrator.enabled") ? telemetryStoreMigrator(scopes) : []),
  ];
}
