import { definitionRule } from "../review.ts";

const source = "clickhouse-operator, deploy/operator: definition of ClickHouseInstallation";
const operation = "write ClickHouseInstallation";
const names = "spec.configuration.clusters";

/** What the definition of ClickHouseInstallation refuses. */
export const rules = {
  clusterNameLength: definitionRule({
    id: "clickhouse/cluster-name-length",
    operation,
    message: (index: number, name: string) =>
      `${names}[${index}].name: Too long: may not be more than 15 bytes; "${name}" has ${name.length}`,
    source,
  }),
  clusterName: definitionRule({
    id: "clickhouse/cluster-name",
    operation,
    message: (index: number, name: string) =>
      `${names}[${index}].name: Invalid value: "${name}": ${names}[${index}].name in body should match '^[a-zA-Z0-9-]{0,15}$'`,
    source,
  }),
  reclaimPolicy: definitionRule({
    id: "clickhouse/reclaim-policy",
    operation,
    message: (index: number, policy: string) =>
      `spec.templates.volumeClaimTemplates[${index}].reclaimPolicy: Unsupported value: "${policy}": supported values: "", "Retain", "Delete"`,
    source,
  }),
} as const;
