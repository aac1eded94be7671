import type { PlanFile } from "../../engine/plan-file.ts";
import { planInput } from "../../policy/plan-input.ts";
import type { AccountRecords } from "../../simulator/spacelift/queries/account.ts";
import { policiesOf } from "../../simulator/spacelift/queries/attachments.ts";
import type { Run } from "../../simulator/spacelift/records/run.ts";
import type { Stack } from "../../simulator/spacelift/records/stack.ts";
import type { Runner } from "../runner.ts";

/** What the plan policies of a stack come to together: a single denial denies. */
export interface PlanVerdict {
  readonly denied: boolean;
  readonly warned: boolean;
}

/** Asks every plan policy that applies to the stack, and shows what each says. */
export async function decideOnPlan(
  runner: Runner,
  records: AccountRecords,
  stack: Stack,
  run: Run,
  plan: PlanFile,
  cost: { readonly planned: number; readonly present: number },
): Promise<PlanVerdict> {
  const space = records.spaces.get(stack.spaceId);
  const input = planInput({
    stack: {
      ...stack,
      namespace: stack.sourceControl.namespace,
      space: { id: stack.spaceId, name: space?.name ?? stack.spaceId, labels: space?.labels ?? [] },
    },
    run,
    plan,
    cost,
    timestamp: runner.records.world.now.getTime() * 1_000_000,
  });
  let denied = false;
  let warned = false;
  for (const { policy } of policiesOf(records, stack.id, "PLAN")) {
    const { deny, warn } = await runner.evaluatePolicy(policy, input);
    const about = { stack: stack.name, environment: runner.environmentOf(stack.id), run: run.id, policy: policy.name };
    for (const message of deny) runner.emit("policy", { ...about, outcome: "deny", message });
    for (const message of warn) runner.emit("policy", { ...about, outcome: "warn", message });
    denied ||= deny.length > 0;
    warned ||= warn.length > 0;
  }
  return { denied, warned };
}
