import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { scheduleRules } from "./schedule.ts";

const nightly = ["0 4 * * *"];

function drift(spacelift: TestSpacelift, changes: Values = {}): void {
  const stack_id = changes.stack_id ?? spacelift.stack("App");
  spacelift.create("spacelift_drift_detection", { stack_id, schedule: nightly, ...changes });
}

/** A stack on a pool with a limit of drift runs. */
function onPool(spacelift: TestSpacelift, drift_detection_run_limit: number): string {
  const pool = spacelift.create("spacelift_worker_pool", { name: "private", csr: "Y3Ny", drift_detection_run_limit });
  return spacelift.stack("App", { worker_pool_id: pool.id ?? "" });
}

testRules(scheduleRules, () => testSpacelift(), {
  cron: {
    refused: (spacelift) => drift(spacelift, { schedule: ["0 4 * *"] }),
    accepted: (spacelift) => drift(spacelift, { schedule: ["*/15 4-6 1,15 jan-mar mon"] }),
  },
  noTime: {
    refused: (spacelift) =>
      spacelift.create("spacelift_scheduled_task", { stack_id: spacelift.stack("App"), command: "ls" }),
    accepted(spacelift) {
      spacelift.create("spacelift_scheduled_task", { stack_id: spacelift.stack("App"), command: "ls", every: nightly });
    },
  },
  timezone: {
    refused: (spacelift) => drift(spacelift, { timezone: "Europe/Atlantis" }),
    accepted: (spacelift) => drift(spacelift, { timezone: "Europe/Warsaw" }),
  },
  driftExists: {
    refused(spacelift) {
      const stack_id = spacelift.stack("App");
      drift(spacelift, { stack_id });
      drift(spacelift, { stack_id });
    },
    accepted(spacelift) {
      drift(spacelift, { stack_id: spacelift.stack("App") });
      drift(spacelift, { stack_id: spacelift.stack("Other") });
    },
  },
  driftPoolDisabled: {
    refused: (spacelift) => drift(spacelift, { stack_id: onPool(spacelift, 0) }),
    accepted: (spacelift) => drift(spacelift, { stack_id: onPool(spacelift, 1) }),
  },
});
