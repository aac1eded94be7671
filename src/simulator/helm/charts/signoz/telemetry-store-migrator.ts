import { at, flagAt, objectAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { accountAt } from "../shared/access.ts";
import { hook } from "../shared/hooks.ts";
import { imageAt } from "../shared/images.ts";
import { container, variable } from "../shared/pods.ts";
import { inNamespace, placement } from "../shared/scope.ts";
import { job } from "../shared/workloads.ts";
import { clickHouseVariables, type SigNozScopes } from "./scopes.ts";

/** The Job of the newer chart, which does its steps one after the other and takes them from the collector's image. */
export function telemetryStoreMigrator(scopes: SigNozScopes): readonly Manifest[] {
  const { signoz: scope, rendering } = scopes;
  const values = objectAt(rendering.values, "telemetryStoreMigrator");
  const name = textAt(values, "name");
  const account = accountAt(scope, "telemetryStoreMigrator.serviceAccount", name);
  const env = [
    ...clickHouseVariables(scopes),
    variable("SIGNOZ_OTEL_COLLECTOR_CLICKHOUSE_REPLICATION", String(flagAt(values, "enableReplication"))),
    variable("SIGNOZ_OTEL_COLLECTOR_TIMEOUT", textAt(values, "timeout")),
  ];
  const step = (ending: string, ...args: readonly string[]) =>
    container(`${name}-${ending}`, imageAt(rendering.values, "otelCollector.image"), {
      command: ["/signoz-otel-collector"],
      args: ["migrate", ...args],
      env,
      resources: at(values, "resources"),
    });
  const isHook = rendering.isUpgrade && flagAt(values, "upgradeHelmHooks");
  const made = job(
    inNamespace(scope, name, {
      labels: { "app.kubernetes.io/component": "telemetrystore-migrator" },
      annotations: {
        ...textMapAt(values, "annotations"),
        "argocd.argoproj.io/sync-options": "Force=true,Replace=true",
      },
    }),
    {
      labels: scope.selector,
      pod: {
        serviceAccountName: account.name,
        initContainers: [step("ready", "ready"), step("bootstrap", "bootstrap"), step("sync", "sync", "up")],
        containers: [step("async", "async", "up")],
        restartPolicy: "OnFailure",
        placement: placement(values),
      },
    },
  );
  return [...account.objects, isHook ? hook("pre-upgrade", made, { deletePolicy: "before-hook-creation" }) : made];
}
