import { rule } from "../../rule.ts";

const api = { code: "invalid", http: 200 } as const;

/** Refusals about drift detection and other schedules. */
export const scheduleRules = {
  cron: rule({
    ...api,
    id: "spacelift/schedule-cron",
    operation: "stackIntegrationDriftDetectionCreate, stackScheduledRunCreate, stackScheduledTaskCreate",
    message: (expression: string) => `invalid cron expression "${expression}": five fields are expected`,
    source: "D:concepts/stack/drift-detection.md",
  }),
  noTime: rule({
    code: "invalid",
    id: "spacelift/schedule-without-time",
    operation: "stackScheduledRunCreate, stackScheduledTaskCreate",
    message: (kind: string) => `could not extract ${kind}: Either \`at\` or \`every\` attribute is required`,
    source: "P:resource_scheduled_task.go",
  }),
  timezone: rule({
    ...api,
    id: "spacelift/schedule-timezone",
    operation: "stackIntegrationDriftDetectionCreate, stackScheduledRunCreate, stackScheduledTaskCreate",
    message: (timezone: string) => `unknown time zone ${timezone}`,
    source: "D:concepts/stack/drift-detection.md",
  }),
  driftExists: rule({
    ...api,
    id: "spacelift/drift-detection-exists",
    operation: "stackIntegrationDriftDetectionCreate",
    message: (stack: string) => `stack ${stack} already has drift detection`,
    source: "P:resource_drift_detection.go (a stack holds one)",
  }),
  driftPoolDisabled: rule({
    ...api,
    id: "spacelift/drift-detection-pool-disabled",
    operation: "stackIntegrationDriftDetectionCreate, stackIntegrationDriftDetectionUpdate",
    message: (pool: string) => `drift detection is disabled on worker pool ${pool}`,
    source: "D:concepts/stack/drift-detection.md",
  }),
};
