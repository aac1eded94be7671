import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emitter } from "../../pipeline/events.ts";
import type { Output } from "../output.ts";
import { plainReporter } from "./plain.ts";
import { terminalReporter } from "./terminal.ts";

let written: string;
const output: Output = {
  write: (text) => {
    written += text;
  },
  writeError: () => undefined,
  isTerminal: true,
  columns: 80,
  colour: false,
};
const run = { stack: "Infrastructure", environment: "development", run: "01" };
const result = {
  ...run,
  state: "FAILED",
  added: 0,
  changed: 0,
  destroyed: 0,
  resources: 0,
  simulatedSeconds: 0,
  realSeconds: 1,
} as const;

const application = {
  environment: "development",
  kind: "Application",
  engine: "argo-cd",
  sync: "Synced",
  health: "Healthy",
  message: "",
  wave: 0,
  parent: null,
  finishedAfter: 60,
  changed: true,
} as const;

beforeEach(() => {
  written = "";
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const emitTo = (reporter: typeof plainReporter) => emitter(reporter(output), () => new Date(0));

test("a running stack has a live line that moves with what is applied", () => {
  const emit = emitTo(terminalReporter);
  emit("runState", { ...run, state: "APPLYING", note: null });
  emit("planned", {
    ...run,
    change: { address: "aws_vpc.vpc", type: "aws_vpc", action: "create", forcedBy: [], attributes: [] },
  });
  emit("applied", { ...run, address: "aws_vpc.vpc", action: "create", id: "vpc-1" });
  vi.advanceTimersByTime(200);
  expect(written).toContain("Infrastructure  applying 1/1 aws_vpc.vpc");
  emit("stackFinished", { result });
  written = "";
  vi.advanceTimersByTime(500);
  expect(written).toBe("");
});

test("the live lines do not keep a process that has nothing else to do", () => {
  const timers = vi.spyOn(globalThis, "setInterval");
  emitTo(terminalReporter)("runState", { ...run, state: "APPLYING", note: null });
  expect(timers.mock.results.map(({ value }) => value.hasRef())).toEqual([false]);
});

test("the applications of an environment share a live line, and only one that is not healthy gets a line of its own", () => {
  const emit = emitTo(terminalReporter);
  emit("applicationsStarted", { environment: "development" });
  emit("applicationFinished", { result: { ...application, name: "airflow" } });
  vi.advanceTimersByTime(200);
  expect(written).toContain("development  applications settled: 1 Application airflow");
  expect(written).not.toContain("Application airflow healthy");
  const sick = { ...application, name: "signoz", health: "Degraded", message: "no volume" };
  emit("applicationFinished", { result: sick });
  expect(written).toContain("development: Application signoz is Degraded\n  no volume\n");
});

test("what hooks print is shown when their run fails, and only then", () => {
  const emit = emitTo(terminalReporter);
  emit("hook", { ...run, phase: "before_init", line: "No cluster found" });
  expect(written).not.toContain("No cluster found");
  emit("runState", { ...run, state: "FAILED", note: "before_init ended with exit code 254" });
  expect(written).toContain("before_init: No cluster found");
  expect(written).toContain("failed (before_init ended with exit code 254)");
  emit("stackFinished", { result });
});

test("a pipe gets every state and line in its order, each naming its stack", () => {
  const emit = emitTo(plainReporter);
  emit("runState", { ...run, state: "PLANNING", note: null });
  emit("hook", { ...run, phase: "before_init", line: "ready" });
  emit("applied", { ...run, address: "aws_vpc.vpc", action: "create", id: "vpc-1" });
  expect(written).toBe(
    "Infrastructure: planning\nInfrastructure: before_init: ready\nInfrastructure: create aws_vpc.vpc vpc-1\n",
  );
});
