import { at, flagAt, numberAt, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { compact } from "../shared/compact.ts";
import { secret } from "../shared/configuration.ts";
import { inNamespace, type Scope } from "../shared/scope.ts";

/** `spec.backup` of the cluster, when backups are on and go to an object store. */
export function backupConfiguration({ values, fullName }: Scope): JsonObject {
  if (!flagAt(values, "backups.enabled") || textAt(values, "backups.method") === "plugin") return {};
  return {
    backup: {
      target: "prefer-standby",
      retentionPolicy: textAt(values, "backups.retentionPolicy"),
      barmanObjectStore: {
        wal: compression(values, "backups.wal", "maxParallel"),
        data: compression(values, "backups.data", "jobs"),
        ...compact({ endpointURL: at(values, "backups.endpointURL") }),
        destinationPath: destination(values),
        s3Credentials: credentials(values, fullName),
      },
    },
  };
}

function compression(values: JsonObject, path: string, parallel: string): JsonObject {
  return {
    ...compact({ compression: at(values, `${path}.compression`), encryption: at(values, `${path}.encryption`) }),
    [parallel]: numberAt(values, `${path}.${parallel}`, 1),
  };
}

function destination(values: JsonObject): string {
  const written = textAt(values, "backups.destinationPath");
  return written || `s3://${textAt(values, "backups.s3.bucket")}${textAt(values, "backups.s3.path")}`;
}

/** The pods' own role when asked, else keys in a secret that the chart makes or somebody else did. */
function credentials(values: JsonObject, fullName: string): JsonObject {
  if (flagAt(values, "backups.s3.inheritFromIAMRole")) return { inheritFromIAMRole: true };
  const name = textAt(values, "backups.secret.name") || `${fullName}-backup-s3-creds`;
  return { accessKeyId: { name, key: "ACCESS_KEY_ID" }, secretAccessKey: { name, key: "ACCESS_SECRET_KEY" } };
}

/** The secret with the access key that the values hold, when the chart is to make it. */
export function backupSecret(scope: Scope): readonly Manifest[] {
  const { values, fullName } = scope;
  const isWanted = flagAt(values, "backups.enabled") && flagAt(values, "backups.secret.create");
  if (!isWanted || textAt(values, "backups.provider") !== "s3") return [];
  const name = textAt(values, "backups.secret.name") || `${fullName}-backup-s3-creds`;
  return [
    secret(inNamespace(scope, name), {
      ACCESS_KEY_ID: textAt(values, "backups.s3.accessKey"),
      ACCESS_SECRET_KEY: textAt(values, "backups.s3.secretKey"),
    }),
  ];
}

/** One ScheduledBackup for each entry; the default schedule is midnight. */
export function scheduledBackups(scope: Scope): readonly Manifest[] {
  const { values, fullName } = scope;
  if (!flagAt(values, "backups.enabled")) return [];
  return objectsAt(values, "backups.scheduledBackups").map((entry) => ({
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "ScheduledBackup",
    metadata: inNamespace(scope, `${fullName}-${textAt(entry, "name")}`),
    spec: {
      immediate: true,
      schedule: textAt(entry, "schedule") || "0 0 0 * * *",
      method: textAt(entry, "method") || "barmanObjectStore",
      backupOwnerReference: textAt(entry, "backupOwnerReference") || "self",
      cluster: { name: fullName },
      ...compact({ pluginConfiguration: at(entry, "pluginConfiguration") }),
    },
  }));
}
