import type { ControllerContext } from "../../kubernetes/controller.ts";
import { flagAt, objectsAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject, type Manifest } from "../../kubernetes/object.ts";
import { ServiceError } from "../../rule.ts";
import { applyTarget, checkTask, createNamespace, liveOf, type SyncScope } from "./apply.ts";
import { hookDeletionsOf } from "./hooks.ts";
import { failureMessage, hasFailed, type OperationState, type ResourceResult, resultOf } from "./operation-state.ts";
import { progressOf } from "./progress.ts";
import { isKept, prunePropagation, skippedPruning } from "./pruning.ts";
import { retryDelay, retryMessage, retryOf } from "./retry.ts";
import { isMultiStep, isSelected, planTasks, type SyncTask, subjectOf } from "./tasks.ts";
import { waitingMessage } from "./waiting.ts";

/** Seconds between two waves. */
const wavePause = 2;

/** One operation at work: everything that it does at one moment. */
export class Operation {
  readonly #scope: SyncScope;
  readonly #context: ControllerContext;
  readonly #targets: readonly Manifest[];
  readonly #extra: readonly KubernetesObject[];
  #state: OperationState;

  /** @param extra objects of the Application in the cluster that its sources no longer have */
  constructor(
    scope: SyncScope,
    context: ControllerContext,
    state: OperationState,
    targets: readonly Manifest[],
    extra: readonly KubernetesObject[],
  ) {
    this.#scope = scope;
    this.#context = context;
    this.#state = state;
    this.#targets = targets;
    this.#extra = extra;
  }

  /** Goes as far as it can without waiting, and gives the state after it. */
  advance(): OperationState {
    if (this.#state.finishedAt !== undefined && !this.#retriesNow()) return this.#state;
    const tasks = this.#tasks();
    if (this.#state.results.length === 0 && !this.#start(tasks)) return this.#state;
    // Each round applies one wave at most.
    while (this.#state.phase === "Running" && this.#state.finishedAt === undefined && this.#step(tasks)) {}
    return this.#state;
  }

  /** Ends it: hooks that run are deleted, everything else stays as it is. Source of the words: gitops-engine pkg/sync/sync_context.go. */
  terminate(): OperationState {
    for (const { id, hook, target } of this.#tasks()) {
      if (!hook || !target || this.#result(id)?.hookPhase !== "Running") continue;
      const live = liveOf(this.#scope.api, target);
      if (live) this.#scope.api.delete(live, "Background");
    }
    return { ...this.#state, phase: "Failed", message: "Operation terminated", finishedAt: this.#now() };
  }

  #tasks(): readonly SyncTask[] {
    const { operation } = this.#state;
    const prune = flagAt(operation, "sync.prune");
    const pruned = prune ? this.#extra.filter((object) => !isKept(object, "Prune")) : [];
    const tasks = planTasks(this.#targets, pruned, this.#scope.spec.options.PruneLast === "true");
    const selected = objectsAt(operation, "sync.resources");
    if (selected.length === 0) return tasks;
    return tasks.filter((task) => task.hook === undefined && isSelected(subjectOf(task), selected));
  }

  /** Checks everything before anything is applied. Gives false when the sync ends here. */
  #start(tasks: readonly SyncTask[]): boolean {
    const targets = tasks.flatMap(({ target }) => target ?? []);
    const refused = tasks.flatMap((task) => {
      if (!task.target) return [];
      try {
        checkTask(this.#scope, task.target, targets);
        return [];
      } catch (error) {
        if (error instanceof ServiceError) return [resultOf(task, "SyncFailed", "Failed", error.message)];
        throw error;
      }
    });
    if (refused.length > 0) {
      this.#state = { ...this.#state, results: refused };
      const reasons = [...new Set(refused.map(({ message }) => message))].join("; ");
      this.#fail(`one or more synchronization tasks are not valid: ${reasons}`);
      return false;
    }
    try {
      createNamespace(this.#scope);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#fail(`one or more objects failed to apply, reason: ${error.message}`);
      return false;
    }
    return true;
  }

  /** Looks at what runs, then applies the next wave. Gives false when something is waited for, or all is done. */
  #step(all: readonly SyncTask[]): boolean {
    const failing = hasFailed(this.#state.results);
    const tasks = all.filter(({ phase }) => (phase === "SyncFail") === failing);
    this.#lookAtRunning(all);
    const running = this.#running(all);
    if (running.length > 0) {
      this.#state = { ...this.#state, message: waitingMessage(running) };
      return false;
    }
    if (!failing && hasFailed(this.#state.results)) return true;
    const pending = tasks.filter(({ id }) => this.#result(id) === undefined);
    const [next] = pending;
    if (!next) {
      if (failing) this.#fail(failureMessage(this.#state.results));
      else this.#succeed(all);
      return false;
    }
    const wave = pending.filter((task) => task.phase === next.phase && task.wave === next.wave);
    const waits = this.#state.results.length > 0 && !failing;
    const key = `${this.#scope.application.metadata.uid} ${next.phase} ${next.wave}`;
    if (waits && !wave.some(({ id }) => this.#begun(id)) && !this.#context.elapsed(key, wavePause)) return false;
    return this.#applyWave(wave, isMultiStep(all));
  }

  /** True for a task of a wave whose other tasks were applied, but whose old hook was still there. */
  #begun(id: string): boolean {
    return this.#state.message === `waiting for deletion of ${id}`;
  }

  #applyWave(wave: readonly SyncTask[], multiStep: boolean): boolean {
    let waiting: string | undefined;
    for (const task of wave) {
      if (task.hook && task.target && this.#oldHookStays(task, task.target)) {
        waiting = task.id;
        continue;
      }
      this.#record(this.#run(task, multiStep));
    }
    if (waiting !== undefined) this.#state = { ...this.#state, message: `waiting for deletion of ${waiting}` };
    return waiting === undefined;
  }

  #run(task: SyncTask, multiStep: boolean): ResourceResult {
    const { api } = this.#scope;
    try {
      if (task.pruned) {
        const gone = api.delete(task.pruned, prunePropagation(this.#scope.spec.options.PrunePropagationPolicy));
        return resultOf(task, "Pruned", gone ? "Succeeded" : "Running", "pruned");
      }
      const message = applyTarget(this.#scope, subjectOf(task));
      return resultOf(task, "Synced", task.hook || multiStep ? "Running" : "Succeeded", message);
    } catch (error) {
      if (error instanceof ServiceError) return resultOf(task, "SyncFailed", "Failed", error.message);
      throw error;
    }
  }

  /** Deletes what an earlier run of a hook has left; true while it is still there. */
  #oldHookStays(task: SyncTask, target: Manifest): boolean {
    const live = liveOf(this.#scope.api, target);
    if (!live || !hookDeletionsOf(target).includes("BeforeHookCreation")) return false;
    if (this.#result(task.id)) return false;
    if (!isTerminating(live)) this.#scope.api.delete(live, "Background");
    return liveOf(this.#scope.api, target) !== undefined;
  }

  #lookAtRunning(tasks: readonly SyncTask[]): void {
    const results = this.#state.results.map((result) =>
      result.hookPhase === "Running"
        ? progressOf(
            this.#scope.api,
            result,
            tasks.find(({ id }) => id === result.task),
          )
        : result,
    );
    this.#state = { ...this.#state, results };
  }

  #running(tasks: readonly SyncTask[]): readonly SyncTask[] {
    return tasks.filter(({ id }) => this.#result(id)?.hookPhase === "Running");
  }

  #result(id: string): ResourceResult | undefined {
    return this.#state.results.find(({ task }) => task === id);
  }

  #record(result: ResourceResult): void {
    const others = this.#state.results.filter(({ task }) => task !== result.task);
    this.#state = { ...this.#state, results: [...others, result] };
  }

  #succeed(tasks: readonly SyncTask[]): void {
    this.#deleteHooks(tasks, "HookSucceeded");
    const { operation } = this.#state;
    const selected = objectsAt(operation, "sync.resources");
    const extra = this.#extra.filter((object) => isSelected(object, selected));
    const skipped = flagAt(operation, "sync.prune")
      ? skippedPruning(
          extra.filter((object) => isKept(object, "Prune")),
          "ignored (no prune)",
        )
      : skippedPruning(extra, "ignored (requires pruning)");
    this.#state = {
      ...this.#state,
      phase: "Succeeded",
      message: "successfully synced (all tasks run)",
      finishedAt: this.#now(),
      results: [...this.#state.results, ...skipped],
    };
  }

  /** Ends the attempt: the next one is waited for when there are retries left. */
  #fail(message: string): void {
    this.#deleteHooks(this.#tasks(), "HookFailed");
    const { retryCount, operation } = this.#state;
    const retry = retryOf(operation);
    const failed = { ...this.#state, finishedAt: this.#now() };
    if (retry.limit >= 0 && retryCount >= retry.limit) {
      const retried = retryCount > 0 ? ` (retried ${retryCount} times).` : "";
      this.#state = { ...failed, phase: "Failed", message: `${message}${retried}` };
      return;
    }
    const attempt = retryCount + 1;
    const delay = retryDelay(retry, attempt);
    const next = new Date(this.#context.cluster.now.getTime() + delay * 1_000);
    const note = retryMessage(attempt, next);
    this.#state = { ...failed, phase: "Running", retryCount: attempt, message: `${message}. ${note}` };
    this.#context.elapsed(this.#retryKey(), delay);
  }

  #retriesNow(): boolean {
    if (this.#state.phase !== "Running") return false;
    const { operation, retryCount } = this.#state;
    if (!this.#context.elapsed(this.#retryKey(), retryDelay(retryOf(operation), retryCount))) return false;
    this.#state = { ...this.#state, finishedAt: undefined, results: [], message: "Retrying operation" };
    return true;
  }

  #retryKey(): string {
    return `${this.#scope.application.metadata.uid} retry ${this.#state.retryCount}`;
  }

  #deleteHooks(tasks: readonly SyncTask[], when: "HookSucceeded" | "HookFailed"): void {
    for (const { hook, target, id } of tasks) {
      if (!hook || !target || !this.#result(id) || !hookDeletionsOf(target).includes(when)) continue;
      const live = liveOf(this.#scope.api, target);
      if (live) this.#scope.api.delete(live, "Background");
    }
  }

  #now(): string {
    return this.#context.cluster.now.toISOString();
  }
}
