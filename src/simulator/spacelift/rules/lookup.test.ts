import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { lookupRules } from "./lookup.ts";

function byPath(spacelift: TestSpacelift, space_path: string): void {
  spacelift.data("spacelift_space_by_path", { space_path });
}

/** Asks with which external id a new integration would serve a new stack. */
function externalId(spacelift: TestSpacelift, read: boolean, write: boolean): void {
  const { id } = spacelift.create("spacelift_aws_integration", { name: "aws", role_arn: "arn:aws:iam::1:role/ci" });
  spacelift.data("spacelift_aws_integration_attachment_external_id", {
    integration_id: id ?? "",
    stack_id: spacelift.stack("App"),
    read,
    write,
  });
}

testRules(lookupRules, () => testSpacelift(), {
  notFound: {
    refused: (spacelift) => spacelift.data("spacelift_stack", { stack_id: "missing" }),
    accepted: (spacelift) => spacelift.data("spacelift_stack", { stack_id: spacelift.stack("App") }),
  },
  outsideRun: {
    refused: (spacelift) => spacelift.data("spacelift_current_stack", {}),
    accepted: (spacelift) => spacelift.inRunOf(spacelift.stack("App")).data("spacelift_current_stack", {}),
  },
  absolutePath: {
    refused: (spacelift) => byPath(spacelift, "/root/legacy"),
    accepted: (spacelift) => byPath(spacelift, "root/legacy"),
  },
  unknownPath: {
    refused: (spacelift) => byPath(spacelift, "root/legacy/team"),
    accepted(spacelift) {
      spacelift.space("team", { parent_space_id: "legacy" });
      byPath(spacelift, "root/legacy/team");
    },
  },
  ambiguousPath: {
    refused(spacelift) {
      spacelift.space("team");
      spacelift.space("team");
      byPath(spacelift, "root/team");
    },
    accepted(spacelift) {
      spacelift.space("team");
      spacelift.space("team", { parent_space_id: "legacy" });
      byPath(spacelift, "root/team");
    },
  },
  roleUnnamed: {
    refused: (spacelift) => spacelift.data("spacelift_role", {}),
    accepted: (spacelift) => spacelift.data("spacelift_role", { slug: "space-admin" }),
  },
  rolesHidden: {
    refused: (spacelift) => spacelift.withRole("space-admin", "legacy").data("spacelift_role", { slug: "space-admin" }),
    accepted: (spacelift) => spacelift.withRole("space-admin", "root").data("spacelift_role", { slug: "space-admin" }),
  },
  noAccess: {
    refused: (spacelift) => externalId(spacelift, false, false),
    accepted: (spacelift) => externalId(spacelift, true, false),
  },
});
