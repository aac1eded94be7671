import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import type { Environment } from "../../configuration/environment.ts";
import { clickhouseBackupImage } from "../../configuration/versions.ts";
import type { ChartPatch } from "../gitops/application.ts";
import { type DataObject, type Manifest, manifest } from "../gitops/manifest.ts";
import { backupAccount, signozNamespace } from "./names.ts";
import { clickhousePasswords } from "./secrets.ts";
import { backups } from "./storage.ts";

/** Pod template of the replica that is backed up. */
const template = "with-backup";

/**
 * One shard, two replicas, and a pod template of its own for the first of them: two that back up would take each other's for old
 * ones.
 */
export const layout: DataObject = {
  replicasCount: 2,
  shards: [{ replicas: [{ templates: { podTemplate: template } }, { templates: { podTemplate: "pod-template" } }] }],
};

/** The service account that the chart knows nothing of. */
export function backupServiceAccount(): Manifest {
  return manifest<IServiceAccount>({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: backupAccount, namespace: signozNamespace },
  });
}

/** Makes the pod template: the chart's own, with the sidecar and the account. No value of the chart tells replicas apart. */
export function backupPatch(environment: Environment): ChartPatch {
  const templates = "/spec/templates/podTemplates";
  return {
    target: { kind: "ClickHouseInstallation" },
    patch: [
      { op: "copy", from: `${templates}/0`, path: `${templates}/1` },
      { op: "replace", path: `${templates}/1/name`, value: template },
      { op: "replace", path: `${templates}/1/spec/serviceAccountName`, value: backupAccount },
      { op: "add", path: `${templates}/1/spec/containers/-`, value: sidecar(environment) },
    ],
  };
}

/**
 * Waits for tables, since a backup of none fails, and a program that failed would keep its replica from being ready: the operator
 * would wait a quarter of an hour for the first replica before it makes the second, longer than the release has.
 */
const backUpWhenThereIsSomething = [
  "until clickhouse-backup tables | grep -q '^signoz_'; do echo 'no tables yet'; sleep 10; done",
  "exec clickhouse-backup watch --watch-interval=8h --full-interval=24h",
].join("\n");

/**
 * Watches and backs up: everything once a day, what was added every eight hours. It answers to nobody, so there is no interface to
 * protect; it fails for an empty database; and it deletes nothing in the bucket.
 */
function sidecar(environment: Environment): DataObject {
  const bucket = backups(environment).name;
  const settings: Readonly<Record<string, string>> = {
    LOG_LEVEL: "info",
    ALLOW_EMPTY_BACKUPS: "false",
    BACKUPS_TO_KEEP_LOCAL: "1",
    BACKUPS_TO_KEEP_REMOTE: "0",
    REMOTE_STORAGE: "s3",
    S3_BUCKET: bucket,
    S3_REGION: environment.region,
    // The bucket refuses lists of rights on objects, and the program would send one.
    S3_ACL: "",
    S3_PATH: "backup/shard-{shard}",
    S3_OBJECT_DISK_PATH: "backup-object-disks/shard-{shard}",
    CLICKHOUSE_USERNAME: "admin",
  };
  return {
    name: "clickhouse-backup",
    image: clickhouseBackupImage,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/sh", "-c"],
    args: [backUpWhenThereIsSomething],
    env: [
      ...Object.entries(settings).map(([name, value]) => ({ name, value })),
      // The chart lets its administrator in from private networks, of which localhost is none.
      { name: "CLICKHOUSE_HOST", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      {
        name: "CLICKHOUSE_PASSWORD",
        valueFrom: { secretKeyRef: { name: clickhousePasswords.name, key: "administrator" } },
      },
    ],
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
    volumeMounts: [{ name: "data-volumeclaim-template", mountPath: "/var/lib/clickhouse" }],
  };
}
