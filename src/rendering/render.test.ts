import { describe, expect, test } from "vitest";
import { configurationOf, soundDeclaration } from "../configuration/testing/declaration.ts";
import { render } from "./render.ts";

const files = render(configurationOf(soundDeclaration()));

describe("rendering", () => {
  test("twice gives byte-identical files", () => {
    expect([...render(configurationOf(soundDeclaration()))]).toEqual([...files]);
  });

  test("gives one root module for the administrative stack, and one for each stack of each environment", () => {
    const stacks = ["kubernetes-infrastructure", "kubernetes-deployments"];
    expect([...files.keys()]).toEqual([
      "rendered/administrative/main.tf.json",
      ...["development", "staging", "production"].flatMap((name) =>
        stacks.map((stack) => `rendered/${name}/${stack}/main.tf.json`),
      ),
    ]);
  });

  test("writes sorted keys, no time and no path of this machine", () => {
    for (const text of files.values()) {
      expectSorted(JSON.parse(text));
      expect(text).not.toContain(process.cwd());
      expect(text).not.toMatch(/\b20\d\d-\d\d-\d\dT(?!00:00:00Z)/);
      expect(text.endsWith("}\n")).toBe(true);
    }
  });

  // Defect 63: a change for one environment reached all of them.
  test("shows a change of one environment in that environment's files, and in Spacelift where it is told", () => {
    const declaration = soundDeclaration();
    declaration.staging.network.nat = "per-zone";
    declaration.staging.spacelift.cost.monthlyDollars = 500;
    const changed = [...render(configurationOf(declaration))].filter(([path, text]) => files.get(path) !== text);
    expect(changed.map(([path]) => path)).toEqual([
      "rendered/administrative/main.tf.json",
      "rendered/staging/kubernetes-infrastructure/main.tf.json",
    ]);
  });
});

function expectSorted(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) expect(Object.keys(value)).toEqual(Object.keys(value).sort());
  for (const part of Object.values(value)) expectSorted(part);
}
