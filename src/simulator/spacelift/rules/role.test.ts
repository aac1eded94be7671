import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { roleRules } from "./role.ts";

function role(spacelift: TestSpacelift, name: string, actions: readonly string[] = ["RUN_TRIGGER"]): Values {
  return spacelift.create("spacelift_role", { name, actions });
}

function attach(spacelift: TestSpacelift, changes: Values): void {
  const role_id = spacelift.roleId("space-reader");
  spacelift.create("spacelift_role_attachment", { role_id, space_id: "legacy", ...changes });
}

testRules(roleRules, () => testSpacelift(), {
  unknownAction: {
    refused: (spacelift) => role(spacelift, "Deployer", ["run:trigger"]),
    accepted: (spacelift) => role(spacelift, "Deployer", ["RUN_TRIGGER", "SPACE_READ"]),
  },
  slugTaken: {
    refused: (spacelift) => role(spacelift, "Space Admin"),
    accepted: (spacelift) => role(spacelift, "Space Administrator"),
  },
  system: {
    refused(spacelift) {
      spacelift.delete("spacelift_role", spacelift.import("spacelift_role", spacelift.roleId("space-writer")));
    },
    accepted: (spacelift) => spacelift.delete("spacelift_role", role(spacelift, "Deployer")),
  },
  notFound: {
    refused: (spacelift) => attach(spacelift, { stack_id: spacelift.stack("App"), role_id: "space-reader" }),
    accepted: (spacelift) => attach(spacelift, { stack_id: spacelift.stack("App") }),
  },
  subjectNotFound: {
    refused: (spacelift) => attach(spacelift, { idp_group_mapping_id: "engineers" }),
    accepted(spacelift) {
      const { id } = spacelift.create("spacelift_idp_group_mapping", { name: "engineers" });
      attach(spacelift, { idp_group_mapping_id: String(id) });
    },
  },
  rootBinding: {
    refused: (spacelift) => attach(spacelift, { stack_id: spacelift.stack("App"), space_id: "root" }),
    accepted: (spacelift) =>
      attach(spacelift, { stack_id: spacelift.stack("App", { space_id: "root" }), space_id: "root" }),
  },
});
