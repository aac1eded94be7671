import { EksStackError } from "../errors.ts";
import { type AccountRecords, readAccount } from "../simulator/spacelift/queries/account.ts";
import { changedOutputs } from "../simulator/spacelift/queries/dependencies.ts";
import type { Run, RunState, RunType } from "../simulator/spacelift/records/run.ts";
import type { StackOutput } from "../simulator/spacelift/records/stack.ts";
import { spaceliftTable } from "../simulator/spacelift/records/tables.ts";
import { checksum, seal } from "../simulator/spacelift/sealing.ts";
import { ulid } from "../simulator/spacelift/ulid.ts";
import { canonicalJson } from "../simulator/world/json.ts";
import type { World } from "../simulator/world/world.ts";
import type { StateOutput } from "./state.ts";

/** The simulated Spacelift account as the pipeline, which plays its server, sees and changes it. */
export class RunRecords {
  readonly world: World;
  readonly account: string;

  constructor(world: World, account: string) {
    this.world = world;
    this.account = account;
  }

  /** Everything the account holds now. */
  read(): AccountRecords {
    const records = readAccount(this.world, this.account);
    if (records) return records;
    throw new EksStackError({
      code: "ES0420",
      problem: `The world has no Spacelift account ${this.account}.`,
      hint: "Run eks-stack onboard.",
    });
  }

  /** Queues a run of a stack. */
  queue(stackId: string, type: RunType, triggeredBy: string): Run {
    const createdAt = this.world.now.toISOString();
    const run: Run = {
      id: ulid(this.world.ids, createdAt, "spacelift run", [stackId, type]),
      stackId,
      type,
      state: "QUEUED",
      commit: null,
      triggeredBy,
      command: type === "TASK" ? "destroy" : null,
      initialize: true,
      driftDetection: false,
      runtimeConfig: null,
      createdAt,
      updatedAt: createdAt,
      references: [],
      note: null,
    };
    return this.#put(run);
  }

  /** Moves a run to a state; a stack mirrors its latest tracked run. */
  move(run: Run, state: RunState, note: string | null = null): Run {
    return this.#put({ ...run, state, note, updatedAt: this.world.now.toISOString() });
  }

  /**
   * Keeps the outputs of a successful apply for the stacks below.
   *
   * @returns names of those that are new or differ
   */
  keepOutputs(stackId: string, outputs: readonly StateOutput[]): readonly string[] {
    const stacks = spaceliftTable(this.world, this.account, "stack");
    const stack = stacks.get(stackId);
    if (!stack) return [];
    const after = outputs
      .filter(({ sensitive }) => !sensitive || stack.enableSensitiveOutputsUpload)
      .map((output) => this.#storedOutput(output));
    stacks.put(stackId, { ...stack, outputs: after });
    this.#commit(stackId, "outputs");
    return changedOutputs(stack.outputs, after);
  }

  /** Keeps how many resources a stack holds. */
  keepResourceCount(stackId: string, resourceCount: number): void {
    const stacks = spaceliftTable(this.world, this.account, "stack");
    const stack = stacks.get(stackId);
    if (!stack || stack.resourceCount === resourceCount) return;
    stacks.put(stackId, { ...stack, resourceCount });
    this.#commit(stackId, "resources");
  }

  #storedOutput({ name, value, sensitive }: StateOutput): StackOutput {
    const text = canonicalJson(value);
    return {
      name,
      description: "",
      sensitive,
      value: sensitive ? seal(this.world.seed, text) : text,
      checksum: checksum(text),
    };
  }

  #put(run: Run): Run {
    spaceliftTable(this.world, this.account, "run").put(run.id, run);
    const stacks = spaceliftTable(this.world, this.account, "stack");
    const stack = stacks.get(run.stackId);
    if (stack && run.type === "TRACKED" && stack.state !== run.state)
      stacks.put(stack.id, { ...stack, state: run.state });
    this.#commit(run.stackId, run.id);
    return run;
  }

  #commit(stack: string, run: string): void {
    this.world.commit({ stack, run });
  }
}
