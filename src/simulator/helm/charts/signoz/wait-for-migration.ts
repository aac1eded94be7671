import { flagAt } from "../../../kubernetes/fields.ts";
import type { JsonObject } from "../../../world/json.ts";
import { imageAt } from "../shared/images.ts";
import { container } from "../shared/pods.ts";
import { migratorName } from "./migrator-name.ts";
import { clickHouseVariables, type SigNozScopes } from "./scopes.ts";

/**
 * The init container with which a collector waits for the schema: at the older version it watches the Job, at the newer one it asks
 * the database itself.
 */
export function waitForMigration(scopes: SigNozScopes, collectorImage: string): readonly JsonObject[] {
  const { rendering, signoz } = scopes;
  const { values, edition } = rendering;
  if (edition === "newest") {
    if (!flagAt(values, "telemetryStoreMigrator.enabled")) return [];
    return [
      container(`${signoz.fullName}-migration-check`, collectorImage, {
        command: ["/signoz-otel-collector"],
        args: ["migrate", "sync", "check"],
        env: clickHouseVariables(scopes),
      }),
    ];
  }
  if (!flagAt(values, "schemaMigrator.enabled") || !flagAt(values, "schemaMigrator.initContainers.wait.enabled"))
    return [];
  return [
    container(`${signoz.fullName}-migrator-init`, imageAt(values, "schemaMigrator.initContainers.wait.image"), {
      args: ["job", migratorName(scopes, "sync")],
    }),
  ];
}
