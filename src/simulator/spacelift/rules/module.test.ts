import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { moduleRules } from "./module.ts";

function module(spacelift: TestSpacelift, changes: Values = {}): Values {
  return spacelift.create("spacelift_module", { repository: "terraform-aws-vpc", branch: "main", ...changes });
}

function versions(spacelift: TestSpacelift, ...numbers: readonly string[]): void {
  const module_id = module(spacelift).id ?? "";
  for (const version_number of numbers) spacelift.create("spacelift_version", { module_id, version_number });
}

testRules(moduleRules, () => testSpacelift(), {
  idTaken: {
    refused(spacelift) {
      module(spacelift);
      module(spacelift, { repository: "modules", name: "vpc", terraform_provider: "aws" });
    },
    accepted(spacelift) {
      module(spacelift);
      module(spacelift, { repository: "modules", name: "vpc", terraform_provider: "google" });
    },
  },
  notFound: {
    refused: (spacelift) => spacelift.create("spacelift_version", { module_id: "terraform-aws-vpc" }),
    accepted: (spacelift) => spacelift.create("spacelift_version", { module_id: module(spacelift).id ?? "" }),
  },
  protected: {
    refused: (spacelift) => spacelift.delete("spacelift_module", module(spacelift, { protect_from_deletion: true })),
    accepted: (spacelift) => spacelift.delete("spacelift_module", module(spacelift)),
  },
  activeVersions: {
    refused(spacelift) {
      const state = module(spacelift);
      spacelift.create("spacelift_version", { module_id: state.id ?? "" });
      spacelift.delete("spacelift_module", state);
    },
    accepted(spacelift) {
      const state = module(spacelift);
      const { id } = spacelift.create("spacelift_version", { module_id: state.id ?? "" });
      const found = spacelift.spacelift.table("module-version").get(String(id));
      if (found) spacelift.spacelift.table("module-version").put(found.id, { ...found, state: "FAILED" });
      spacelift.delete("spacelift_module", state);
    },
  },
  share: {
    refused(spacelift) {
      const theirs = spacelift.space("theirs");
      module(spacelift.withRole("space-admin", "legacy"), { space_shares: [theirs] });
    },
    accepted(spacelift) {
      const theirs = spacelift.space("theirs", { parent_space_id: "legacy" });
      module(spacelift.withRole("space-admin", "legacy"), { space_shares: [theirs] });
    },
  },
  versionNumber: {
    refused: (spacelift) => versions(spacelift, "v1.0.0"),
    accepted: (spacelift) => versions(spacelift, "1.0.0"),
  },
  versionExists: {
    refused: (spacelift) => versions(spacelift, "0.1.0", "0.1.0"),
    accepted: (spacelift) => versions(spacelift, "0.1.0", "0.1.1"),
  },
  versionGap: {
    refused: (spacelift) => versions(spacelift, "0.2.0", "0.4.0"),
    accepted: (spacelift) => versions(spacelift, "0.2.0", "0.3.0", "0.4.0", "1.0.0"),
  },
});
