/** The kind that the operator turns into StatefulSets. */
export const installation = "clickhouse.altinity.com/ClickHouseInstallation";

/** Keeps an installation until its operator has taken its parts away. Source: clickhouse-operator, pkg/controller/chi/worker.go. */
export const installationFinalizer = "finalizer.clickhouseinstallation.altinity.com";

/** Labels by which the operator knows its objects. Source: clickhouse-operator, pkg/model/chi/labeler.go. */
export const labels = {
  app: "clickhouse.altinity.com/app",
  installation: "clickhouse.altinity.com/chi",
  cluster: "clickhouse.altinity.com/cluster",
  shard: "clickhouse.altinity.com/shard",
  replica: "clickhouse.altinity.com/replica",
  ready: "clickhouse.altinity.com/ready",
  reclaimPolicy: "clickhouse.altinity.com/reclaimPolicy",
} as const;

/** Whether an image runs the operator. */
export const isOperatorImage = (image: string): boolean => /altinity\/clickhouse-operator[:@]/.test(image);
/** Whether an image runs a server of ClickHouse. */
export const isServerImage = (image: string): boolean => /clickhouse\/clickhouse-server[:@]/.test(image);
