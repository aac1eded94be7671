import { describe, expect, test } from "vitest";
import type { ParentResult } from "../simulator/spacelift/queries/dependencies.ts";
import type { RunState } from "../simulator/spacelift/records/run.ts";
import { accountRecords, dependencyRecord } from "../simulator/testing/account-records.ts";
import type { StackOutcome } from "./stack-run/run-report.ts";
import { type Decide, planDecision, runWave, teardownDecision, type WaveMember } from "./wave.ts";

const outcome = (stack: string, state: RunState): StackOutcome => ({
  result: {
    stack,
    environment: null,
    state,
    added: 0,
    changed: 0,
    destroyed: 0,
    resources: 0,
    simulatedSeconds: 0,
    realSeconds: 0,
  },
  time: { seconds: 0, steps: [] },
  monthlyCost: 0,
  changedOutputs: [],
});

function member(stackId: string, log: string[], state: RunState = "FINISHED"): WaveMember {
  return {
    stackId,
    perform: async () => {
      log.push(`start ${stackId}`);
      await Promise.resolve();
      log.push(`end ${stackId}`);
      return outcome(stackId, state);
    },
    skip: (note) => {
      log.push(`skip ${stackId}: ${note}`);
      return outcome(stackId, "SKIPPED");
    },
  };
}

const dependencies = [{ id: "d", stackId: "deployments", dependsOnStackId: "infrastructure" }];
const afterInfrastructure: Decide = (stackId, results) => {
  const parent = results.get("infrastructure");
  if (stackId === "infrastructure" || parent === undefined) return { verdict: "run", note: "" };
  if (parent.state === "QUEUED") return { verdict: "wait", note: "" };
  return parent.state === "FINISHED" ? { verdict: "run", note: "" } : { verdict: "skip", note: "parent failed" };
};

test("a child starts when its parent has ended", async () => {
  const log: string[] = [];
  await runWave([member("deployments", log), member("infrastructure", log)], afterInfrastructure, 4);
  expect(log).toEqual(["start infrastructure", "end infrastructure", "start deployments", "end deployments"]);
});

test("a failed parent skips its child and leaves others alone", async () => {
  const log: string[] = [];
  const members = [member("infrastructure", log, "FAILED"), member("deployments", log)];
  const outcomes = await runWave(
    [...members, member("other", log)],
    (id, results) => (id === "other" ? { verdict: "run", note: "" } : afterInfrastructure(id, results)),
    1,
  );
  expect(outcomes.map(({ result }) => result.state)).toEqual(["FAILED", "SKIPPED", "FINISHED"]);
});

test("no more stacks run at once than there are workers", async () => {
  const log: string[] = [];
  await runWave([member("a", log), member("b", log)], () => ({ verdict: "run", note: "" }), 1);
  expect(log).toEqual(["start a", "end a", "start b", "end b"]);
});

const ended = (state: RunState): ReadonlyMap<string, ParentResult> =>
  new Map([["deployments", { state, changedOutputs: [] }]]);

test("a stack is torn down after those that depend on it", () => {
  expect(teardownDecision({ dependencies }, "infrastructure", ended("QUEUED")).verdict).toBe("wait");
  expect(teardownDecision({ dependencies }, "infrastructure", ended("FINISHED")).verdict).toBe("run");
});

test("a stack stays when one that depends on it could not be torn down", () => {
  expect(teardownDecision({ dependencies }, "infrastructure", ended("FAILED")).verdict).toBe("skip");
});

test("a run that throws lets the running ones end and starts no other", async () => {
  const log: string[] = [];
  const broken: WaveMember = { ...member("broken", log), perform: () => Promise.reject(new RangeError("a defect")) };
  const members = [broken, member("running", log), member("later", log)];
  await expect(runWave(members, () => ({ verdict: "run", note: "" }), 2)).rejects.toThrow("a defect");
  expect(log).toEqual(["start running", "end running"]);
});

test("a decision that throws lets the running ones end", async () => {
  const log: string[] = [];
  const decide: Decide = (stackId) => {
    if (stackId === "broken") throw new RangeError("a defect");
    return { verdict: "run", note: "" };
  };
  await expect(runWave([member("running", log), member("broken", log)], decide, 2)).rejects.toThrow("a defect");
  expect(log).toEqual(["start running", "end running"]);
});

test("stacks that wait for each other are a defect, not a wait without end", async () => {
  const decide: Decide = () => ({ verdict: "wait", note: "" });
  await expect(runWave([member("a", []), member("b", [])], decide, 2)).rejects.toThrow("wait for each other");
});

describe("the plan of a stack", () => {
  const records = accountRecords({ dependencies: [dependencyRecord("deployments", "infrastructure")] });
  const parent = (state: RunState, changedOutputs: readonly string[] = []): ReadonlyMap<string, ParentResult> =>
    new Map([["infrastructure", { state, changedOutputs }]]);

  test("waits for the plan of what it depends on", () => {
    expect(planDecision(records, "deployments", parent("PLANNING")).verdict).toBe("wait");
  });

  test("is made when its inputs stay as they are, or when nothing else is planned", () => {
    expect(planDecision(records, "deployments", parent("FINISHED")).verdict).toBe("run");
    expect(planDecision(records, "deployments", new Map()).verdict).toBe("run");
  });

  test("is skipped when its inputs would be others, and names them", () => {
    const { verdict, note } = planDecision(records, "deployments", parent("FINISHED", ["region", "vpc_id"]));
    expect(verdict).toBe("skip");
    expect(note).toContain("region, vpc_id");
  });
});
