import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { configurationOf, soundDeclaration } from "../configuration/testing/declaration.ts";
import { render } from "./render.ts";

const files = render(configurationOf(soundDeclaration()));

describe("rendering", () => {
  test("twice gives byte-identical files", () => {
    expect([...render(configurationOf(soundDeclaration()))]).toEqual([...files]);
  });

  test("gives one root module for the administrative stack, and one for each stack of each environment", () => {
    const stacks = ["kubernetes-infrastructure", "kubernetes-deployments", "auth0"];
    expect([...files.keys()].filter((path) => path.endsWith(".tf.json"))).toEqual([
      "rendered/administrative/main.tf.json",
      ...["development", "staging", "production"].flatMap((name) =>
        stacks.map((stack) => `rendered/${name}/${stack}/main.tf.json`),
      ),
    ]);
  });

  test("writes sorted keys, no time and no path of this machine", () => {
    for (const text of files.values()) {
      for (const document of parseAllDocuments(text)) expectSorted(document.toJS());
      expect(text).not.toContain(process.cwd());
      expect(text).not.toMatch(/\b20\d\d-\d\d-\d\dT(?!00:00:00Z)/);
      expect(text).toMatch(/\S\n$/);
    }
  });

  test("gives Argo CD and Flux a folder of each environment, with one root for each of the two", () => {
    const folders = new Set([...files.keys()].map((path) => path.split("/").slice(0, 4).join("/")));
    for (const name of ["development", "staging", "production"]) {
      expect(folders).toContain(`rendered/${name}/gitops/argo-cd`);
      expect(folders).toContain(`rendered/${name}/gitops/flux`);
    }
  });

  test("writes YAML without anchors, so that a difference shows where it is", () => {
    for (const [path, text] of files) {
      if (path.endsWith(".yaml")) expect(text).not.toMatch(/^[^#\n]*: [&*]\w/m);
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
