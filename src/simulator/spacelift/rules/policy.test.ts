import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { policyRules } from "./policy.ts";

function policy(spacelift: TestSpacelift, body: string, changes: Values = {}): string {
  return String(spacelift.create("spacelift_policy", { name: "Policy", type: "PLAN", body, ...changes }).id);
}

function attach(spacelift: TestSpacelift, policy_id: string, stack_id: string): void {
  spacelift.create("spacelift_policy_attachment", { policy_id, stack_id });
}

const empty = "package spacelift\n";

testRules(policyRules, () => testSpacelift(), {
  slugTaken: {
    refused(spacelift) {
      policy(spacelift, empty);
      policy(spacelift, empty, { name: "policy!", space_id: "root" });
    },
    accepted(spacelift) {
      policy(spacelift, empty);
      policy(spacelift, empty, { name: "Policy 2" });
    },
  },
  notFound: {
    refused: (spacelift) => attach(spacelift, "missing", spacelift.stack("App")),
    accepted: (spacelift) => attach(spacelift, policy(spacelift, empty), spacelift.stack("App")),
  },
  attached: {
    refused(spacelift) {
      const [id, stackId] = [policy(spacelift, empty), spacelift.stack("App")];
      attach(spacelift, id, stackId);
      attach(spacelift, id, stackId);
    },
    accepted(spacelift) {
      const id = policy(spacelift, empty);
      attach(spacelift, id, spacelift.stack("App"));
      attach(spacelift, id, spacelift.stack("Other"));
    },
  },
  package: {
    refused: (spacelift) => policy(spacelift, "# Costs\npackage costs\n"),
    accepted: (spacelift) => policy(spacelift, "# Costs\npackage spacelift\n"),
  },
  syntax: {
    refused: (spacelift) => policy(spacelift, `${empty}deny["dear"] { input.cost > 10\n`),
    accepted: (spacelift) => policy(spacelift, `${empty}deny["dear {"] { input.cost > 10 } # }\n`),
  },
  variableType: {
    refused: (spacelift) => policy(spacelift, `${empty}deny := true if input.cost > 10\n`),
    accepted: (spacelift) => policy(spacelift, `${empty}deny contains "dear" if input.cost > 10\n`),
  },
  builtIn: {
    refused: (spacelift) => policy(spacelift, `${empty}answer := http.send({"url": "https://example.org"})\n`),
    accepted: (spacelift) => policy(spacelift, `${empty}answer := "http.send({})"\n`),
  },
  loginOutsideRoot: {
    refused: (spacelift) => policy(spacelift, empty, { type: "LOGIN", space_id: "legacy" }),
    accepted: (spacelift) => policy(spacelift, empty, { type: "LOGIN" }),
  },
  loginAttached: {
    refused: (spacelift) => attach(spacelift, policy(spacelift, empty, { type: "LOGIN" }), spacelift.stack("App")),
    accepted: (spacelift) => attach(spacelift, policy(spacelift, empty, { type: "APPROVAL" }), spacelift.stack("App")),
  },
});
