import { denial } from "../review.ts";

const source = "CloudNativePG, internal/webhook/v1";

const ofCluster = <Details extends readonly unknown[]>(id: string, problem: (...details: Details) => string) =>
  denial("vcluster.cnpg.io", {
    id: `cloudnative-pg/${id}`,
    operation: "write Cluster",
    message: (name: string, ...details: Details) =>
      `Cluster.postgresql.cnpg.io "${name}" is invalid: ${problem(...details)}`,
    source: `${source}/cluster_webhook.go`,
  });
const ofPooler = <Details extends readonly unknown[]>(id: string, problem: (...details: Details) => string) =>
  denial("vpooler.cnpg.io", {
    id: `cloudnative-pg/${id}`,
    operation: "write Pooler",
    message: (name: string, ...details: Details) =>
      `Pooler.postgresql.cnpg.io "${name}" is invalid: ${problem(...details)}`,
    source: `${source}/pooler_webhook.go`,
  });
const ofSchedule = <Details extends readonly unknown[]>(id: string, problem: (...details: Details) => string) =>
  denial("vscheduledbackup.cnpg.io", {
    id: `cloudnative-pg/${id}`,
    operation: "write ScheduledBackup",
    message: (name: string, ...details: Details) =>
      `ScheduledBackup.postgresql.cnpg.io "${name}" is invalid: ${problem(...details)}`,
    source: `${source}/scheduledbackup_webhook.go`,
  });

const snapshots =
  "Cannot use volumeSnapshot backup method due to missing VolumeSnapshot CRD. If you installed the CRD after having started the operator, please restart it to enable VolumeSnapshot support";

/** What the webhooks of CloudNativePG refuse. */
export const rules = {
  nameLength: ofCluster(
    "name-length",
    (name: string) => `metadata.name: Invalid value: "${name}": the maximum length of a cluster name is 50 characters`,
  ),
  nameForm: ofCluster(
    "name-form",
    (name: string) => `metadata.name: Invalid value: "${name}": cluster name must be a valid DNS label`,
  ),
  storageMissing: ofCluster(
    "storage-missing",
    (field: string) =>
      `spec.${field}.size: Invalid value: "": Size not configured. Please add it, or a storage request in the pvcTemplate.`,
  ),
  storageSize: ofCluster(
    "storage-size",
    (field: string, size: string) => `spec.${field}.size: Invalid value: "${size}": Size value isn't valid`,
  ),
  storageShrunk: ofCluster(
    "storage-shrunk",
    (field: string, from: string, to: string) =>
      `spec.${field}: Invalid value: "${to}": can't shrink existing storage from ${from} to ${to}`,
  ),
  walStorageRemoved: ofCluster(
    "wal-storage-removed",
    () => 'spec.walStorage: Invalid value: "null": walStorage cannot be disabled once the cluster is created',
  ),
  bootstraps: ofCluster(
    "bootstrap-methods",
    () => 'spec.bootstrap: Invalid value: "": Too many bootstrap types specified',
  ),
  ownerMissing: ofCluster(
    "bootstrap-owner",
    (method: string) =>
      `spec.bootstrap.${method}.owner: Invalid value: "": You need to specify the database owner user`,
  ),
  databaseMissing: ofCluster(
    "bootstrap-database",
    (method: string) => `spec.bootstrap.${method}.database: Invalid value: "": You need to specify the database name`,
  ),
  recoverySource: ofCluster(
    "recovery-source",
    (name: string) => `spec.bootstrap.recovery.source: Invalid value: "${name}": External cluster ${name} not found`,
  ),
  imageLatest: ofCluster(
    "image-latest",
    (image: string) =>
      `spec.imageName: Invalid value: "${image}": Can't use 'latest' as image tag as we can't detect upgrades`,
  ),
  imageDigest: ofCluster(
    "image-digest",
    (image: string) =>
      `spec.imageName: Invalid value: "${image}": Can't use just the image sha as we can't detect upgrades`,
  ),
  imageTag: ofCluster("image-tag", (image: string) => `spec.imageName: Invalid value: "${image}": invalid version tag`),
  downgrade: ofCluster(
    "downgrade",
    (from: string, to: string) =>
      `spec.imageName: Invalid value: "${to}": can't downgrade from majors ${from} to ${to}`,
  ),
  maxSync: ofCluster(
    "max-sync-replicas",
    (value: number) =>
      `spec.maxSyncReplicas: Invalid value: ${value}: maxSyncReplicas must be lower than the number of instances`,
  ),
  minSync: ofCluster(
    "min-sync-replicas",
    (value: number) =>
      `spec.minSyncReplicas: Invalid value: ${value}: minSyncReplicas cannot be greater than maxSyncReplicas`,
  ),
  updateStrategy: ofCluster(
    "update-strategy",
    (value: string) =>
      `spec.primaryUpdateStrategy: Invalid value: "${value}": primaryUpdateStrategy should be empty, 'supervised' or 'unsupervised'`,
  ),
  supervisedAlone: ofCluster(
    "supervised-alone",
    () =>
      'spec.primaryUpdateStrategy: Invalid value: "supervised": supervised update strategy is not allowed for clusters with a single instance',
  ),
  superuserSecret: ofCluster(
    "superuser-secret",
    () => `spec.superusersecret.name: Invalid value: "": Super user secret name can't be empty`,
  ),
  cpuRequest: ofCluster(
    "cpu-request",
    (request: string) =>
      `spec.resources.requests.cpu: Invalid value: "${request}": CPU request is greater than the limit`,
  ),
  memoryRequest: ofCluster(
    "memory-request",
    (request: string) =>
      `spec.resources.requests.memory: Invalid value: "${request}": Memory request is greater than the limit`,
  ),
  antiAffinity: ofCluster(
    "anti-affinity",
    (type: string) =>
      `spec.affinity.podAntiAffinityType: Invalid value: "${type}": pod anti-affinity type must be 'preferred' (default if empty) or 'required'`,
  ),
  identifier: ofCluster(
    "identifier-changed",
    (field: string, value: number) =>
      `spec.${field}: Invalid value: ${value}: ${field.slice(-3)} is an immutable field in the spec`,
  ),
  credentials: ofCluster(
    "backup-credentials",
    () =>
      'spec.backup.barmanObjectStore: Invalid value: "object": missing credentials. One and only one of azureCredentials, s3Credentials and googleCredentials are required',
  ),
  retention: ofCluster(
    "backup-retention",
    (policy: string) => `spec.backup.retentionPolicy: Invalid value: "${policy}": not a valid retention policy`,
  ),
  poolerCluster: ofPooler("pooler-cluster", () => 'spec.cluster.name: Invalid value: "": must specify a cluster name'),
  poolerName: ofPooler(
    "pooler-name",
    (name: string) =>
      `metadata.name: Invalid value: "${name}": the pooler resource cannot have the same name of a cluster`,
  ),
  poolerSettings: ofPooler(
    "pooler-settings",
    () => 'spec.pgbouncer: Invalid value: "": required pgbouncer configuration',
  ),
  poolerParameter: ofPooler(
    "pooler-parameter",
    (name: string) => `spec.cluster.parameters: Invalid value: "${name}": Invalid or reserved parameter`,
  ),
  poolerMoved: ofPooler(
    "pooler-moved",
    () => 'spec.cluster: Invalid value: "object": the cluster reference is immutable',
  ),
  schedule: ofSchedule(
    "schedule",
    (schedule: string, problem: string) => `spec.schedule: Invalid value: "${schedule}": ${problem}`,
  ),
  snapshotKind: ofSchedule("schedule-snapshots", () => `spec.method: Invalid value: "volumeSnapshot": ${snapshots}`),
  online: ofSchedule(
    "schedule-online",
    (online: string) =>
      `spec.online: Invalid value: ${online}: Online parameter can be specified only if the method is volumeSnapshot`,
  ),
  backupSnapshots: denial("vbackup.cnpg.io", {
    id: "cloudnative-pg/backup-snapshots",
    operation: "write Backup",
    message: (name: string) =>
      `Backup.postgresql.cnpg.io "${name}" is invalid: spec.method: Invalid value: "volumeSnapshot": ${snapshots}`,
    source: `${source}/backup_webhook.go`,
  }),
} as const;
