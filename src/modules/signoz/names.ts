/** Where SigNoz and its database run. */
export const signozNamespace = "signoz";

/** Release, and so the beginning of what the chart makes. */
export const signozRelease = "signoz";

/** Service account of ClickHouse, as the chart calls it. */
export const clickhouseAccount = `${signozRelease}-clickhouse`;

/** Service account of the one replica that is backed up: it alone reaches the bucket of backups. */
export const backupAccount = "clickhouse-backup";

/** Takes telemetry in by HTTP. */
export const collector = { service: `${signozRelease}-otel-collector`, port: 4318 } as const;
