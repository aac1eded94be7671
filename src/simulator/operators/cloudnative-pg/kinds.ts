/** Kinds of CloudNativePG, as `group/Kind`. */
export const kinds = {
  cluster: "postgresql.cnpg.io/Cluster",
  pooler: "postgresql.cnpg.io/Pooler",
  backup: "postgresql.cnpg.io/Backup",
  scheduledBackup: "postgresql.cnpg.io/ScheduledBackup",
  imageCatalog: "postgresql.cnpg.io/ImageCatalog",
  clusterImageCatalog: "postgresql.cnpg.io/ClusterImageCatalog",
} as const;

/** Labels by which the operator knows its objects. Source: CloudNativePG, docs/src/labels_annotations.md. */
export const labels = {
  cluster: "cnpg.io/cluster",
  instance: "cnpg.io/instanceName",
  role: "cnpg.io/instanceRole",
  podRole: "cnpg.io/podRole",
  pooler: "cnpg.io/poolerName",
  volumeRole: "cnpg.io/pvcRole",
} as const;

/** Annotations of claims: number of the instance, and whether its data are there. */
export const annotations = { serial: "cnpg.io/nodeSerial", volumeStatus: "cnpg.io/pvcStatus" } as const;
