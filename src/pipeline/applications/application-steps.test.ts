import { expect, test } from "vitest";
import { criticalPath } from "../critical-path.ts";
import type { ApplicationResult } from "../events.ts";
import { applicationSteps } from "./application-steps.ts";

const stacks = [
  { stack: "Deployments", environment: "development" },
  { stack: "Administrative", environment: null },
];

function application(name: string, finishedAfter: number, differently: Partial<ApplicationResult> = {}) {
  const state = {
    environment: "development",
    engine: "argo-cd",
    sync: "Synced",
    health: "Healthy",
    message: "",
    changed: true,
  } as const;
  return { ...state, name, kind: "Application", wave: 0, parent: "platform", finishedAfter, ...differently };
}

const platform = application("platform", 300, { parent: null });
const definitions = application("definitions", 60, { wave: -2 });
const operator = application("operator", 200, { wave: -1 });
const database = application("database", 280);
const all = [platform, database, operator, definitions];

test("an application takes from the moment when the waves before it were healthy", () => {
  const steps = applicationSteps(stacks, all);
  expect(steps.map(({ name, seconds }) => [name, seconds])).toEqual([
    ["development: Application platform", 20],
    ["development: Application database", 80],
    ["development: Application operator", 140],
    ["development: Application definitions", 60],
  ]);
});

test("the critical path leads from the stack through the waves to the application that made them", () => {
  const deployments = { name: "Deployments", seconds: 100, after: [] };
  const path = criticalPath([deployments, ...applicationSteps(stacks, all)]);
  expect(path.seconds).toBe(400);
  expect(path.steps.map(({ name }) => name)).toEqual([
    "Deployments",
    "development: Application definitions",
    "development: Application operator",
    "development: Application database",
    "development: Application platform",
  ]);
});

test("applications of another environment or engine are not waited for", () => {
  const others = [
    application("late", 1_000, { environment: "staging", wave: -5 }),
    application("chart", 900, { engine: "flux", kind: "HelmRelease", wave: -5 }),
  ];
  const [step] = applicationSteps(stacks, [database, ...others]);
  expect(step).toEqual({ name: "development: Application database", seconds: 280, after: ["Deployments"] });
});

test("a release is not taken for the Kustomization of the same name that made it", () => {
  const made = application("signoz", 50, { engine: "flux", kind: "Kustomization", parent: null });
  const release = application("signoz", 40, { engine: "flux", kind: "HelmRelease", parent: "signoz" });
  expect(applicationSteps(stacks, [made, release]).map(({ seconds }) => seconds)).toEqual([10, 40]);
});
