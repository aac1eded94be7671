import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { dependencyRules } from "./dependency.ts";

function depend(spacelift: TestSpacelift, stack_id: string, depends_on_stack_id: string): Values {
  return spacelift.create("spacelift_stack_dependency", { stack_id, depends_on_stack_id });
}

function refer(spacelift: TestSpacelift, dependency: Values, input_name: string, output_name = "id"): Values {
  const stack_dependency_id = dependency.id ?? "";
  return spacelift.create("spacelift_stack_dependency_reference", { stack_dependency_id, input_name, output_name });
}

function pair(spacelift: TestSpacelift): Values {
  return depend(spacelift, spacelift.stack("Child"), spacelift.stack("Parent"));
}

testRules(dependencyRules, () => testSpacelift(), {
  stackNotFound: {
    refused(spacelift) {
      const ours = spacelift.space("ours");
      const child = spacelift.stack("Child", { space_id: ours });
      const hidden = spacelift.stack("Parent", { space_id: spacelift.space("theirs") });
      depend(spacelift.withRole("space-admin", ours), child, hidden);
    },
    accepted(spacelift) {
      const ours = spacelift.space("ours");
      const child = spacelift.stack("Child", { space_id: ours });
      depend(spacelift.withRole("space-admin", ours), child, spacelift.stack("Parent", { space_id: ours }));
    },
  },
  cycle: {
    refused(spacelift) {
      const [one, two, three] = ["One", "Two", "Three"].map((name) => spacelift.stack(name)) as [
        string,
        string,
        string,
      ];
      depend(spacelift, one, two);
      depend(spacelift, two, three);
      depend(spacelift, three, one);
    },
    accepted(spacelift) {
      const [one, two, three] = ["One", "Two", "Three"].map((name) => spacelift.stack(name)) as [
        string,
        string,
        string,
      ];
      depend(spacelift, one, two);
      depend(spacelift, two, three);
      depend(spacelift, one, three);
    },
  },
  exists: {
    refused(spacelift) {
      pair(spacelift);
      depend(spacelift, "child", "parent");
    },
    accepted(spacelift) {
      spacelift.delete("spacelift_stack_dependency", pair(spacelift));
      depend(spacelift, "child", "parent");
    },
  },
  notFound: {
    refused: (spacelift) => refer(spacelift, { id: "child/01ARZ3NDEKTSV4RRFFQ69G5FAV" }, "TF_VAR_id"),
    accepted: (spacelift) => refer(spacelift, pair(spacelift), "TF_VAR_id"),
  },
  inputName: {
    refused: (spacelift) => refer(spacelift, pair(spacelift), "TF_VAR_vpc-id"),
    accepted: (spacelift) => refer(spacelift, pair(spacelift), "TF_VAR_vpc_id"),
  },
  inputTaken: {
    refused(spacelift) {
      const dependency = pair(spacelift);
      refer(spacelift, dependency, "TF_VAR_id");
      refer(spacelift, dependency, "TF_VAR_id", "other");
    },
    accepted(spacelift) {
      const dependency = pair(spacelift);
      refer(spacelift, dependency, "TF_VAR_id");
      refer(spacelift, dependency, "TF_VAR_other", "id");
    },
  },
});
