import { textAt } from "../../../kubernetes/fields.ts";
import type { SigNozScopes } from "./scopes.ts";

/** Name of one of the two Jobs of the older chart: an upgrade makes others than the installation did. */
export function migratorName({ rendering, signoz }: SigNozScopes, mode: "sync" | "async"): string {
  const ending = rendering.isUpgrade ? "upgrade" : "init";
  return `${signoz.fullName}-${textAt(rendering.values, "schemaMigrator.name")}-${mode}-${ending}`;
}
