import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Clusters } from "../../simulator/kubernetes/clusters.ts";
import { noRepositories } from "../../simulator/kubernetes/repositories.ts";
import type { Stack } from "../../simulator/spacelift/records/stack.ts";
import { spaceliftTable } from "../../simulator/spacelift/records/tables.ts";
import { stackRecord } from "../../simulator/testing/account-records.ts";
import { testSpacelift } from "../../simulator/testing/spacelift.ts";
import { emitter, type PipelineEvent } from "../events.ts";
import { RunRecords } from "../run-records.ts";
import type { Runner } from "../runner.ts";

/** A runner on a fresh world that knows one stack, with an engine that nobody may call; it keeps the events. */
export function runnerOf(changes: Partial<Stack> = {}): {
  readonly runner: Runner;
  readonly stack: Stack;
  readonly events: readonly PipelineEvent[];
} {
  const worldFolder = mkdtempSync(join(tmpdir(), "pipeline-"));
  onTestFinished(() => rmSync(worldFolder, { recursive: true }));
  const { world, spacelift } = testSpacelift();
  const stack = stackRecord("app", changes);
  spaceliftTable(world, spacelift.account, "stack").put(stack.id, stack);
  const events: PipelineEvent[] = [];
  const runner: Runner = {
    records: new RunRecords(world, spacelift.account),
    clusters: new Clusters(world, [], noRepositories),
    repository: worldFolder,
    worldFolder,
    engine: { name: "tofu", path: "/dev/null", version: "1.11.0" },
    attach: async () => ({ reattach: "{}", operations: () => [], remove: () => null, close: async () => undefined }),
    evaluatePolicy: async () => ({ deny: [], warn: [] }),
    callerEnvironment: { PATH: process.env.PATH },
    emit: emitter(
      (event) => void events.push(event),
      () => new Date(0),
    ),
    signal: new AbortController().signal,
    clock: () => 0,
    environmentOf: () => null,
  };
  return { runner, stack, events };
}
