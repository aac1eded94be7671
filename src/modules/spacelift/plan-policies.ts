import { Construct } from "constructs";
import { Policy } from "../../../.gen/spacelift/policy.js";
import { literal } from "../engine-text.ts";
import { planPolicyText } from "./policy-files.ts";

/** The plan policies: key of the attachments to what the policy is. */
const definitions = {
  tags: {
    file: "enforce-tags-on-resources",
    name: "Enforce Tags On Resources - cli",
    description: "Denies a plan that writes a resource which can be tagged and does not name its cost center.",
    labels: ["compliance", "plan", "tagging", "terraform"],
  },
  cost: {
    file: "check-estimated-cloud-spend",
    name: "Cloud Spend Estimation - cli",
    description: "Warns when a plan costs more, or raises the cost more steeply, than the labels of the stack allow.",
    labels: ["cost", "plan"],
  },
  drift: {
    file: "warn-for-drift-reconciliation",
    name: "drift-detection-warning",
    description: "Asks a person to confirm that drift is reconciled.",
    labels: ["drift", "plan"],
  },
} as const;

/** Policies that look at every plan of an environment's stacks. */
export class PlanPolicies extends Construct {
  /** Ids by the key that their attachments bear. */
  readonly ids: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.ids = Object.fromEntries(
      Object.entries(definitions).map(([key, { file, name, description, labels }]) => {
        const body = literal(planPolicyText(file));
        const policy = new Policy(this, key, {
          name,
          description,
          body,
          type: "PLAN",
          engineType: "REGO_V1",
          spaceId: "root",
          labels: [...labels],
        });
        return [key, policy.id];
      }),
    );
  }
}

/** Labels of a stack by which the cost policy knows its limits. */
export function costLabels(limits: { readonly monthlyDollars: number; readonly increasePercent: number }): string[] {
  return [`monthly-cost-limit:${limits.monthlyDollars}`, `cost-increase-limit:${limits.increasePercent}`];
}
