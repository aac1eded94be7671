import type { PlanOptions } from "../../engine/engine.ts";
import type { Stack } from "../../simulator/spacelift/records/stack.ts";
import type { Runner } from "../runner.ts";
import { managedOf, parseState, type State, type StateInstance } from "../state.ts";
import { keptBuckets } from "./kept-buckets.ts";
import type { Phases } from "./phases.ts";
import { forgetManaged, recover } from "./recovery.ts";
import { mustSucceed } from "./run-ended.ts";
import type { RunReport } from "./run-report.ts";
import { readState, type Workspace } from "./workspace.ts";

/** What a tear-down works with. */
interface TearDown {
  readonly runner: Runner;
  readonly stack: Stack;
  readonly workspace: Workspace;
  readonly report: RunReport;
  readonly phases: Phases;
  /** Addresses that the configuration protects. */
  readonly protectedAddresses: ReadonlySet<string>;
}

/**
 * The task that tears a stack down: protections are lifted first, where a service keeps them, then everything goes.
 *
 * @throws RunEnded when the engine or a hook fails
 */
export async function tearDown(task: TearDown, before: State): Promise<void> {
  const { runner, stack, workspace, report, phases, protectedAddresses } = task;
  report.move("PERFORMING");
  await recover(runner, stack.id, before, phases, "perform");
  const targets = managedOf(before).flatMap(({ address }) => (protectedAddresses.has(address) ? [address] : []));
  if (targets.length > 0) await applyAtOnce(task, { targets });
  await giveBack(task, itselfIn(before, stack));
  // Buckets whose data is kept leave the state with all that is set on them; the ledger says why they stay.
  await giveBack(task, keptBuckets(runner.records.world, managedOf(before)));
  report.tearDown(managedOf(parseState(readState(workspace))));
  await applyAtOnce(task, { destroy: true });
}

async function applyAtOnce({ workspace, phases }: TearDown, options: Omit<PlanOptions, "out">): Promise<void> {
  const { planFile } = workspace;
  await phases.perform("perform", async (engine) => {
    const plan = await engine.plan({ ...options, out: planFile });
    mustSucceed(plan);
    if (plan.changes) mustSucceed(await engine.apply(planFile));
  });
}

/** The administrative stack holds itself; it was made by hand and stays, so its state gives it back before the rest goes. */
function itselfIn(state: State, { id: stackId }: Stack): readonly StateInstance[] {
  return managedOf(state).filter(({ type, id }) => type === "spacelift_stack" && id === stackId);
}

/** Lets resources leave the state without removing them. */
async function giveBack(
  { runner, stack, report, phases }: TearDown,
  resources: readonly StateInstance[],
): Promise<void> {
  if (resources.length === 0) return;
  await phases.perform("perform", (engine) => engine.forget(resources.map(({ address }) => address)));
  forgetManaged(
    runner.records.world,
    { stack: stack.id, run: report.run.id },
    resources.flatMap(({ type, id }) => (id === null ? [] : [{ type, id }])),
  );
}
