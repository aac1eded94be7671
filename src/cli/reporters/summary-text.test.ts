import { expect, test } from "vitest";
import type { StackResult, Summary } from "../../pipeline/events.ts";
import { summaryText } from "./summary-text.ts";

const stack: StackResult = {
  stack: "Infrastructure",
  environment: "development",
  state: "FINISHED",
  added: 83,
  changed: 0,
  destroyed: 0,
  resources: 83,
  simulatedSeconds: 710,
  realSeconds: 2.04,
};
const summary: Summary = {
  ok: true,
  stopped: false,
  command: "up",
  target: "rehearsal",
  engine: { name: "tofu", version: "1.12.6" },
  stacks: [stack],
  realSeconds: 5.31,
  simulatedSeconds: 716,
  criticalPath: [
    { name: "Root", seconds: 6 },
    { name: "Infrastructure: aws_kms_key.logs", seconds: 21 },
    { name: "Infrastructure: aws_eks_cluster.cluster", seconds: 620 },
  ],
  monthlyCost: { total: 1111.5, byEnvironment: { development: 111.5, production: 1000 } },
  warnings: [],
  leftovers: [],
  applications: [],
};
const shown = (changes: Partial<Summary> = {}): string => summaryText({ ...summary, ...changes }, { colour: false });

test("each stack has a row: what changed, what it holds, how long the real thing takes", () => {
  expect(shown().split("\n")[0]).toBe("✔ Infrastructure  83 created  83 resources  ~12 min for real  2.0 s");
});

test("the critical path is told stack by stack", () => {
  expect(shown()).toContain(
    [
      "The real thing takes ~12 min. Its critical path:",
      "  Root 6 s",
      "  Infrastructure: aws_kms_key.logs 21 s → aws_eks_cluster.cluster 10 min",
    ].join("\n"),
  );
});

test("the cost is told by environment", () => {
  expect(shown()).toContain(
    "Cost ~$1,112 a month before traffic and added nodes: development $112 · production $1,000",
  );
});

test("an up that changed nothing says so and tells of no path", () => {
  const quiet = shown({ stacks: [{ ...stack, added: 0, simulatedSeconds: 0 }], simulatedSeconds: 0, criticalPath: [] });
  expect(quiet).toContain("no changes");
  expect(quiet).not.toContain("critical path");
});

test("a failed stack is marked, and the way on is the same command", () => {
  const failed = shown({ ok: false, stacks: [{ ...stack, state: "FAILED" }] });
  expect(failed).toMatch(/^✘ Infrastructure {2}failed/);
  expect(failed).toContain("mend the cause above and run the same command");
});

test("a tear-down ends with what is left, and why what is on its way out is still there", () => {
  expect(shown({ command: "down" })).toContain("Nothing is left of development.");
  const root = { ...stack, stack: "Root", environment: null };
  expect(shown({ command: "down", stacks: [stack, root] })).toContain("Nothing is left in the world.");
  const leftovers = [
    { kind: "ec2/volume", id: "vol-1", stack: "deployments", reason: null, monthlyCost: 8 },
    { kind: "kms/key", id: "key-1", stack: "infrastructure", reason: "AWS deletes it on 2026-12-24", monthlyCost: 0 },
  ];
  const left = shown({ command: "down", ok: false, leftovers });
  expect(left).toContain("Left in the world: 1\n  ec2/volume vol-1 (deployments), $8 a month\nThey cost ~$8 a month.");
  expect(left).toContain("There for a reason: 1\n  kms/key key-1: AWS deletes it on 2026-12-24");
});

test("a command that was stopped says that the same command goes on from there", () => {
  const stopped = shown({ ok: false, stopped: true });
  expect(stopped).toContain("Stopped after");
  expect(stopped).not.toContain("mend the cause");
});

test("applications are counted by environment, and those that are not healthy are named", () => {
  const application = {
    environment: "development",
    name: "airflow",
    kind: "Application",
    engine: "argo-cd",
    sync: "Synced",
    health: "Healthy",
    message: "",
    changed: true,
    wave: 0,
    parent: null,
    finishedAfter: 360,
  } as const;
  const healthy = shown({ applications: [application] });
  expect(healthy).toContain("✔ development  1 of 1 applications synced and healthy  ~6 min for real");
  const untouched = shown({ applications: [application, { ...application, name: "signoz", changed: false }] });
  expect(untouched).toContain("2 of 2 applications synced and healthy  changed Application airflow · ~6 min for real");
  const degraded = { ...application, name: "signoz", health: "Degraded", message: "no volume" };
  expect(shown({ ok: false, applications: [application, degraded] })).toContain(
    "✘ development  1 of 2 applications synced and healthy  not Application signoz",
  );
});
