import { testRules } from "../../testing/rule-test.ts";
import { testSpacelift } from "../../testing/spacelift.ts";
import { peopleRules } from "./people.ts";

testRules(peopleRules, () => testSpacelift(), {
  groupTaken: {
    refused(spacelift) {
      spacelift.create("spacelift_idp_group_mapping", { name: "engineers" });
      spacelift.create("spacelift_idp_group_mapping", { name: "engineers", description: "Again" });
    },
    accepted(spacelift) {
      spacelift.create("spacelift_idp_group_mapping", { name: "engineers" });
      spacelift.create("spacelift_idp_group_mapping", { name: "Engineers" });
    },
  },
  userTaken: {
    refused(spacelift) {
      spacelift.create("spacelift_user", { username: "ada" });
      spacelift.create("spacelift_user", { username: "ada", invitation_email: "ada@example.org" });
    },
    accepted(spacelift) {
      spacelift.create("spacelift_user", { username: "ada" });
      spacelift.create("spacelift_user", { username: "grace" });
    },
  },
});
