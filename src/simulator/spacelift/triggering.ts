import type { Call } from "../planning/resource-type.ts";
import { isRecord, type Value, type Values } from "../planning/values.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import { parseDuration } from "../time/duration.ts";
import type { Spacelift, SpaceliftRequest } from "./client.ts";
import { block, flag, text } from "./input.ts";
import { stackOf } from "./project.ts";
import type { Run } from "./records/run.ts";
import { runRules } from "./rules/run.ts";

/** How long the provider waits for a run, in seconds [spacelift.md §1.5]. */
const waitSeconds = 30 * 60;

type Asked = Pick<Run, "type" | "commit" | "command" | "initialize" | "runtimeConfig">;

/** Queues a run or task of a stack; a disabled stack takes none, a locked one only those of its owner. */
export function queueRun(
  client: Spacelift,
  stackId: Value | undefined,
  request: Pick<SpaceliftRequest, "operation" | "attempt">,
  asked: Asked,
): Run {
  const stack = stackOf(client, stackId);
  return client.call({ ...request, space: stack.spaceId, resources: [stack.id] }, () => {
    refuseIf(stack.disabled, runRules.disabled, stack.id);
    const owner = stack.lockedBy;
    const isOwner = client.caller.kind === "user" && client.caller.login === owner;
    refuseUnless(owner === null || isOwner, runRules.locked, stack.id, owner ?? "");
    const id = client.ulid("run", [stack.id, asked.type, asked.command]);
    return client.table("run").put(id, {
      id,
      stackId: stack.id,
      state: "QUEUED",
      triggeredBy: client.name,
      driftDetection: false,
      createdAt: client.now,
      updatedAt: client.now,
      references: [],
      note: null,
      ...asked,
      commit: asked.commit ?? stack.trackedCommit,
    });
  });
}

/**
 * Waits as the provider's `wait` block asks. Runs are carried out by the pipeline, never while a provider waits: so the wait ends
 * by its time-out, which is an error unless the block lets it pass.
 */
export function awaitRun({ takes }: Pick<Call<Spacelift>, "takes">, run: Run, input: Values): void {
  const wait = block(input.wait);
  if (!wait || flag(wait.disabled)) return;
  const timeouts = isRecord(input.timeouts) ? input.timeouts : {};
  // The provider's own second for the operation comes on top.
  takes((parseDuration(text(timeouts.create)) ?? waitSeconds) - 1);
  refuseUnless(flag(wait.continue_on_timeout), runRules.timedOut, run.id, run.stackId);
}
