import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configurationOf, type Declaration, soundDeclaration } from "../../src/configuration/testing/declaration.ts";
import type { ApplicationResult } from "../../src/pipeline/events.ts";
import { render } from "../../src/rendering/render.ts";
import { Checkout, type Ended, eventsOf, summaryOf } from "./command-line.ts";

// What an environment can switch off, or leave to people: first what each switch renders, then a rehearsal of all of them.

/** The files that Spacelift, Argo CD and Flux read of development, by their paths below its folder. */
function rendered(change: (declaration: Declaration) => void = () => {}): ReadonlyMap<string, string> {
  const declaration = soundDeclaration();
  change(declaration);
  const { organization, environments } = configurationOf(declaration);
  const development = environments.filter(({ name }) => name === "development");
  const files = [...render({ organization, environments: development })];
  return new Map(
    files.flatMap(([path, text]) =>
      path.startsWith("rendered/development/") ? [[path.slice("rendered/development/".length), text]] : [],
    ),
  );
}

const paths = (change?: (declaration: Declaration) => void): readonly string[] => [...rendered(change).keys()];

/** Texts of the objects of a kind. */
function texts(files: ReadonlyMap<string, string>, kind: string): readonly string[] {
  return [...files.values()].filter((text) => new RegExp(`^kind: ${kind}$`, "m").test(text));
}

/** Texts of the objects of a kind, of which there are some. */
function someTexts(files: ReadonlyMap<string, string>, kind: string): readonly string[] {
  const found = texts(files, kind);
  expect(found, kind).not.toEqual([]);
  return found;
}

describe("rendered with a switch", () => {
  const whole = paths();

  for (const [part, pattern] of [
    ["airflow", /airflow|postgres/],
    ["security", /trivy|policy-reporter/],
    ["signoz", /signoz|clickhouse/],
    ["capacitor", /capacitor/],
  ] as const) {
    test(`applications.${part} off, nothing of it is left, in gitops/ or in the stacks, and nothing else goes`, () => {
      const off = rendered(({ development }) => {
        Object.assign(development, { applications: { [part]: { enabled: false } } });
        development.ingress.telemetry = part !== "signoz";
      });
      expect(whole.filter((path) => pattern.test(path)).length).toBeGreaterThan(0);
      expect([...off.keys()].filter((path) => pattern.test(path))).toEqual([]);
      expect(whole.filter((path) => !pattern.test(path) && !off.has(path))).toEqual([]);
      expect(off.get("kubernetes-deployments/main.tf.json")).not.toMatch(
        new RegExp(`"namespace": "(${part}|trivy-system)"`),
      );
    });
  }

  test("ingress.enabled off, neither gateway nor certificates are left", () => {
    const off = paths(({ development }) => Object.assign(development.ingress, { enabled: false, telemetry: false }));
    expect(whole.filter((path) => /gateway|cert-manager/.test(path)).length).toBeGreaterThan(3);
    expect(off.filter((path) => /gateway|cert-manager/.test(path))).toEqual([]);
  });

  test("ingress.telemetry off, the gateway stays and lets no telemetry in", () => {
    const off = rendered(({ development }) => Object.assign(development.ingress, { telemetry: false }));
    expect(texts(off, "Gateway")).toHaveLength(1);
    for (const kind of ["SecurityPolicy", "ReferenceGrant"]) {
      expect(texts(rendered(), kind).length).toBeGreaterThan(0);
      expect(texts(off, kind)).toEqual([]);
    }
  });

  test("auth0.enabled off, there is no such stack", () => {
    const off = paths(({ development }) => {
      development.auth0.enabled = false;
      development.ingress.telemetry = false;
    });
    expect(whole).toContain("auth0/main.tf.json");
    expect(off).not.toContain("auth0/main.tf.json");
  });

  test("gitOps.sync manual, Argo CD waits for the button and Flux is suspended", () => {
    const manual = rendered(({ development }) => Object.assign(development, { gitOps: { sync: "manual" } }));
    for (const text of someTexts(rendered(), "Application")) expect(text).toMatch(/^ {4}automated:$/m);
    for (const text of someTexts(manual, "Application")) expect(text).not.toMatch(/^ {4}automated:$/m);
    for (const kind of ["Kustomization", "HelmRelease"]) {
      for (const text of someTexts(rendered(), kind)) expect(text).toMatch(/^ {2}suspend: false$/m);
      for (const text of someTexts(manual, kind)) expect(text).toMatch(/^ {2}suspend: true$/m);
    }
  });

  test("gitOps.prune on, both engines remove what is no longer in git", () => {
    const pruning = rendered(({ development }) => Object.assign(development, { gitOps: { prune: true } }));
    for (const kind of ["Application", "Kustomization"]) {
      for (const text of someTexts(rendered(), kind)) expect(text).toMatch(/^ +prune: false$/m);
      for (const text of someTexts(pruning, kind)) expect(text).toMatch(/^ +prune: true$/m);
    }
  });

  test("spacelift.autodeploy on, Spacelift deploys by itself, and nothing changes for Argo CD and Flux", () => {
    const deploying = rendered(({ development }) => Object.assign(development.spacelift, { autodeploy: true }));
    expect(new Map(deploying)).toEqual(new Map(rendered()));
  });
});

describe("rehearsed", () => {
  const checkout = new Checkout();
  let up: Ended;
  let off: Ended;
  let again: Ended;

  beforeAll(async () => {
    const development = "environments/development.ts";
    checkout.edit(development, "ingress: { ", "ingress: { enabled: false, telemetry: false, ");
    checkout.edit(development, "auth0: {\n", "auth0: {\n    enabled: false,\n");
    checkout.edit(development, "applications: {", "applications: { airflow: off, capacitor: off,");
    checkout.edit(development, "signoz: {", "signoz: { enabled: false,");
    checkout.edit(development, "export default", "const off = { enabled: false };\n\nexport default");
    checkout.edit("environments/staging.ts", "  spot: {", '  gitOps: { sync: "manual" },\n  spot: {');
    await checkout.run(["synth"]);
    up = await checkout.run(["up", "development", "staging", "--json"]);
    checkout.edit(development, "applications: {", "applications: { security: off,");
    await checkout.run(["synth"]);
    off = await checkout.run(["up", "development", "--json"]);
    again = await checkout.run(["up", "development", "staging", "--json"]);
  }, 600_000);

  afterAll(() => checkout.remove());

  const diagnostics = (ended: Ended) => eventsOf(ended).filter(({ type }) => type === "diagnostic");
  const of = (ended: Ended, environment: string): readonly ApplicationResult[] =>
    summaryOf(ended).applications.filter((application) => application.environment === environment);
  const names = (ended: Ended, environment: string): readonly string[] =>
    of(ended, environment).map(({ name }) => name);

  test("with all but metrics and scans switched off, the rest is brought and healthy", () => {
    expect(diagnostics(up)).toEqual([]);
    expect(names(up, "development")).toEqual([
      "platform",
      "policy-reporter",
      "trivy-operator",
      "trivy-operator-polr-adapter",
      "victoria-metrics-k8s-stack",
    ]);
    expect(of(up, "development").filter(({ health }) => health !== "Healthy")).toEqual([]);
    expect(summaryOf(up).stacks.map(({ stack }) => stack)).not.toContain("DPE DEV Auth0");
  });

  test("with the scans switched off afterwards, they are pruned with their namespace", () => {
    expect(diagnostics(off)).toEqual([]);
    expect(names(off, "development")).toEqual(["platform", "victoria-metrics-k8s-stack"]);
    expect(summaryOf(off).ok).toBe(true);
  });

  test("with synchronisation by hand, somebody presses the button of Argo CD for each wave, and Flux stays suspended", () => {
    const applications = of(up, "staging");
    expect(applications.filter(({ engine }) => engine === "argo-cd").length).toBeGreaterThan(8);
    expect(
      applications.filter(({ engine, health }) => health !== (engine === "argo-cd" ? "Healthy" : "Suspended")),
    ).toEqual([]);
    expect(summaryOf(up).ok).toBe(true);
  });

  test("a second time, nothing changes", () => {
    expect(summaryOf(again).ok).toBe(true);
    expect(summaryOf(again).stacks.map(({ added, changed, destroyed }) => added + changed + destroyed)).toEqual(
      summaryOf(again).stacks.map(() => 0),
    );
  });
});
