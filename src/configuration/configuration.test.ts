import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkConfiguration } from "./configuration.ts";
import * as parts from "./schema-parts.ts";
import { problemsOf, soundDeclaration } from "./testing/declaration.ts";

test("a sound declaration has no problem", () => {
  expect(problemsOf(soundDeclaration())).toEqual([]);
});

describe("all problems are shown at once", () => {
  test("those of the shape, and those between the files that have theirs", () => {
    const declaration = soundDeclaration();
    Object.assign(declaration.development, { regoin: "us-east-1" });
    declaration.staging.network.subnets.workers.a = "10.9.0.0/22";
    declaration.production.cluster.api = { allow: ["nowhere"] };
    declaration.staging.ingress.host = "Staging.example.org";
    expect(problemsOf(declaration).map(({ code, file, at }) => [code, file, at?.join(".")])).toEqual([
      ["ES0150", "environments/development.ts", "regoin"],
      ["ES0151", "environments/staging.ts", "ingress.host"],
      ["ES0122", "environments/production.ts", "cluster.api.allow.0"],
    ]);
  });

  test("those of every file, when the organisation itself is broken", () => {
    const declaration = soundDeclaration();
    Object.assign(declaration.organization, { contact: "nobody" });
    Object.assign(declaration.production, { account: "12345" });
    expect(problemsOf(declaration).map(({ file, at }) => [file, at?.join(".")])).toEqual([
      ["environments/organization.ts", "contact"],
      ["environments/production.ts", "account"],
    ]);
  });

  test("those of every check, each with its place and a way out", () => {
    const declaration = soundDeclaration();
    declaration.development.network.subnets.workers.a = "10.1.0.0/22";
    declaration.development.cluster.version = "1.30";
    declaration.staging.cluster.name = declaration.production.cluster.name;
    declaration.production.spacelift.space = "platform development";
    const problems = problemsOf(declaration);
    expect(problems.map(({ code }) => code)).toEqual([
      "ES0105",
      "ES0105",
      "ES0105",
      "ES0105",
      "ES0105",
      "ES0130",
      "ES0140",
      "ES0141",
    ]);
    for (const { file, at, hint } of problems) {
      expect(file).toMatch(/^environments\/\w+\.ts$/);
      expect(at?.length).toBeGreaterThan(0);
      expect(hint).not.toBe("");
    }
  });
});

describe("the shape of a file", () => {
  test("ES0150: an unknown key is named with the one that was meant", () => {
    const declaration = soundDeclaration();
    Object.assign(declaration.development.network, { natt: "single" });
    expect(problemsOf(declaration)).toMatchObject([
      { code: "ES0150", at: ["network", "natt"], problem: "natt is not known here.", hint: "Did you mean nat?" },
    ]);
  });

  test.each([
    ["a host name", { ingress: { host: "dev_1.example.org" } }, "ingress.host", "Write a host name"],
    ["an e-mail address", { mail: { addresses: ["dev@"] } }, "mail.addresses.0", "no e-mail address"],
    ["an account id", { account: "1234" }, "account", "twelve digits"],
    ["a Spot account", { spot: { account: "act-xyz" } }, "spot.account", "Spot account"],
    ["a schedule", { spacelift: { driftSchedule: "daily" } }, "spacelift.driftSchedule", "Five fields"],
    ["an exact version", { spacelift: { openTofu: "~> 1.12" } }, "spacelift.openTofu", "exact version"],
    ["a name of AWS resources", { network: { name: "dpe sandbox" } }, "network.name", "Letters, digits"],
    ["a reason", { cluster: { api: { openBecause: "demo" } } }, "cluster.api.openBecause", "Say why"],
  ])("ES0151: %s of the wrong form is refused", (_what, change, at, says) => {
    const declaration = soundDeclaration();
    merge(declaration.development, change);
    const problems = problemsOf(declaration).filter(({ code }) => code === "ES0151");
    expect(problems.map((problem) => problem.at?.join("."))).toEqual([at]);
    expect(problems[0]?.problem).toContain(says);
    expect(problems[0]?.hint).toMatch(/^Write it as in ".+"\.$/);
  });

  test("the examples of the forms have them", () => {
    const withExample = Object.values(parts).flatMap((part) => {
      const [example] = [part.meta()?.examples ?? []].flat();
      return example === undefined ? [] : [{ part, example }];
    });
    expect(withExample.length).toBeGreaterThan(8);
    for (const { part, example } of withExample) expect(part.safeParse(example).success).toBe(true);
  });

  test("ES0151: a value that is not one of a few is refused with all of them", () => {
    const declaration = soundDeclaration();
    Object.assign(declaration.development.network, { nat: "none" });
    expect(problemsOf(declaration)).toMatchObject([{ code: "ES0151", hint: "Use one of single, per-zone." }]);
  });

  test("ES0151: a retention that CloudWatch Logs does not offer is refused", () => {
    const declaration = soundDeclaration();
    Object.assign(declaration.development.network, { flowLogs: { retentionDays: 91 } });
    expect(problemsOf(declaration)).toMatchObject([{ code: "ES0151", at: ["network", "flowLogs", "retentionDays"] }]);
    Object.assign(declaration.development.network, { flowLogs: { retentionDays: 90 } });
    expect(problemsOf(declaration)).toEqual([]);
  });

  test("ES0151: what is missing is said to be, with what belongs there", () => {
    const { organization, now } = soundDeclaration();
    const checked = checkConfiguration(
      { file: "environments/organization.ts", data: organization },
      [{ file: "environments/development.ts", data: { name: "development" } }],
      { now },
    );
    const missing = new Map(checked.ok ? [] : checked.problems.map((problem) => [problem.at?.join("."), problem]));
    expect(missing.get("account")).toMatchObject({
      problem: "account is missing.",
      hint: 'Write it as in "123456789012".',
    });
    expect(missing.get("ingress")?.hint).toBe(
      "Give it a value of type object; it holds host, enabled, telemetry, allow, certificates.",
    );
  });

  test("ES0152: a copy that still has the name of its original is told that, and nothing of the clashes that follow", () => {
    const { organization, development, now } = soundDeclaration();
    const files = ["development", "sandbox"].map((name) => ({ file: `environments/${name}.ts`, data: development }));
    const checked = checkConfiguration({ file: "environments/organization.ts", data: organization }, files, { now });
    expect(checked.ok || checked.problems.map(({ code, file }) => `${file} ${code}`)).toEqual([
      "environments/sandbox.ts ES0152",
    ]);
  });

  test("ES0152: an environment in a file of another name is refused", () => {
    const { organization, development, now } = soundDeclaration();
    const organizationFile = { file: "environments/organization.ts", data: organization };
    const check = (file: string) => checkConfiguration(organizationFile, [{ file, data: development }], { now });
    expect(check("environments/sandbox.ts")).toMatchObject({
      ok: false,
      problems: [{ code: "ES0152", file: "environments/sandbox.ts", at: ["name"] }],
    });
    expect(check("environments/development.ts").ok).toBe(true);
  });
});

test("every error code of a declaration is broken by a test", () => {
  const sources = filesBelow("src/configuration").filter((path) => !path.includes("testing/"));
  const codesIn = (paths: readonly string[]) =>
    new Set(paths.flatMap((path) => readFileSync(path, "utf8").match(/ES01\d\d/g) ?? []));
  const tested = codesIn(sources.filter((path) => path.endsWith(".test.ts")));
  const known = codesIn(sources.filter((path) => !path.endsWith(".test.ts")));
  expect([...known].filter((code) => !tested.has(code))).toEqual([]);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
}

/** Puts the values of one object into another, at their places. */
function merge(target: object, change: object): void {
  for (const [key, value] of Object.entries(change)) {
    const present: unknown = Reflect.get(target, key);
    if (isRecord(present) && isRecord(value)) merge(present, value);
    else Reflect.set(target, key, value);
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
