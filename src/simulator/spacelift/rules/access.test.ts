import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { accessRules } from "./access.ts";

const context = { name: "Shared", space_id: "root" };

/** A run of a stack that administers `root`. */
function administrativeRun(spacelift: TestSpacelift): TestSpacelift {
  const stackId = spacelift.stack("Administrative", { space_id: "root" });
  const role_id = spacelift.roleId("space-admin");
  spacelift.create("spacelift_role_attachment", { stack_id: stackId, role_id, space_id: "root" });
  return spacelift.inRunOf(stackId);
}

testRules(accessRules, () => testSpacelift(), {
  unauthorized: {
    refused: (spacelift) => spacelift.withRole("space-writer").create("spacelift_context", context),
    accepted: (spacelift) => spacelift.withRole("space-admin").create("spacelift_context", context),
  },
  tokenExpired: {
    refused(spacelift) {
      const run = administrativeRun(spacelift);
      spacelift.world.advanceTo(new Date(spacelift.world.now.getTime() + 3 * 3_600_000));
      run.create("spacelift_context", context);
    },
    accepted(spacelift) {
      const run = administrativeRun(spacelift);
      spacelift.world.advanceTo(new Date(spacelift.world.now.getTime() + 3 * 3_600_000 - 1));
      run.create("spacelift_context", context);
    },
  },
  unknownSpace: {
    refused: (spacelift) => spacelift.create("spacelift_context", { ...context, space_id: "nowhere" }),
    accepted: (spacelift) => spacelift.create("spacelift_context", { ...context, space_id: "legacy" }),
  },
});
