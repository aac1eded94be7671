import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApplicationResult, Summary } from "../../src/pipeline/events.ts";
import { Checkout, type Ended, summaryOf } from "./command-line.ts";

// The second day of an environment: something is taken away and its nodes are replaced, and later all of it is as before.

const checkout = new Checkout();
const file = "environments/development.ts";
let first: Ended;
let changed: Ended;
let back: Ended;
let again: Ended;
let stranding: Ended;
let renamed: Ended;
let withoutAuth0: Ended;
let nodes: readonly number[];

async function nodeCount(): Promise<number> {
  const { stdout } = await checkout.run(["status", "--json"]);
  const status = JSON.parse(stdout) as { environments: readonly { name: string; nodes: readonly unknown[] }[] };
  return status.environments.find(({ name }) => name === "development")?.nodes.length ?? 0;
}

async function up(): Promise<Ended> {
  await checkout.run(["synth"]);
  return checkout.run(["up", "development", "--json"]);
}

beforeAll(async () => {
  const asItIs = checkout.read(file);
  first = await up();
  const before = await nodeCount();
  checkout.edit(file, "ingress: { ", "nodes: { rootVolumeGib: 80 },\n  ingress: { enabled: false, telemetry: false, ");
  changed = await up();
  const rolled = await nodeCount();
  checkout.write(file, asItIs);
  back = await up();
  again = await up();
  nodes = [before, rolled, await nodeCount()];
  checkout.edit(file, "gitOps: { prune: true }", "gitOps: { prune: false }");
  await up();
  checkout.edit(file, "applications: {", "applications: { capacitor: { enabled: false },");
  await checkout.run(["synth"]);
  stranding = await checkout.run(["plan", "development"]);
  checkout.write(file, asItIs);
  checkout.edit(file, 'name: "dpe-k8-sandbox"', 'name: "dpe-k8-playground"');
  checkout.edit(file, 'signoz: { alertSender: "aws-dpe-dev@sagebase.org" }', "");
  await checkout.run(["synth"]);
  renamed = await checkout.run(["up", "development"]);
  checkout.write(file, asItIs);
  checkout.edit(file, "ingress: { ", "ingress: { telemetry: false, ");
  checkout.edit(file, "auth0: {\n", "auth0: {\n    enabled: false,\n");
  await checkout.run(["synth"]);
  withoutAuth0 = await checkout.run(["up", "development"]);
}, 300_000);

afterAll(() => checkout.remove());

const ingress = ["cert-manager", "envoy-gateway", "gateway-api"];

function names({ applications }: Summary, which: (application: ApplicationResult) => boolean = () => true): string[] {
  return applications.filter(which).map(({ kind, name }) => `${kind} ${name}`);
}

test("every step ends with all applications synced and healthy", () => {
  for (const ended of [first, changed, back, again]) {
    expect(ended.exitCode, ended.stderr + ended.stdout.slice(-2_000)).toBe(0);
    const { applications } = summaryOf(ended);
    expect(applications.filter(({ sync, health }) => sync !== "Synced" || health !== "Healthy")).toEqual([]);
  }
});

test("what is switched off goes, and nothing else", () => {
  const gone = names(summaryOf(first)).filter((name) => !names(summaryOf(changed)).includes(name));
  expect(gone).toEqual(ingress.map((name) => `Application ${name}`));
});

test("what was switched off comes back, although kinds that it had brought were still there", () => {
  expect(names(summaryOf(back))).toEqual(names(summaryOf(first)));
});

test("the applications that changed are told apart from those that only stand", () => {
  const isChanged = ({ changed }: ApplicationResult): boolean => changed;
  expect(names(summaryOf(first), isChanged)).toEqual(names(summaryOf(first)));
  expect(names(summaryOf(changed), isChanged)).toEqual(["Application platform", "Kustomization signoz"]);
  expect(names(summaryOf(back), isChanged)).toEqual([
    ...["Application cert-manager", "Application envoy-gateway", "Application gateway-api", "Application platform"],
    "Kustomization signoz",
  ]);
  expect(names(summaryOf(again), isChanged)).toEqual([]);
});

test("nodes are replaced by ones of their kind, so that hardly more are needed, however often", () => {
  const [before = 0, rolled = 0, rolledAgain = 0] = nodes;
  expect(before).toBeGreaterThan(3);
  expect(Math.max(rolled, rolledAgain)).toBeLessThanOrEqual(before + 1);
});

test("a command without changes takes no time", () => {
  expect(summaryOf(again)).toMatchObject({ simulatedSeconds: 0, criticalPath: [] });
});

test("what nothing would remove is not switched off", () => {
  expect(stranding.exitCode).toBe(2);
  expect(stranding.stderr).toContain("environments/development.ts  gitOps  ES0423");
  expect(stranding.stderr).toContain("Nothing removes what was switched off in development: Kustomization capacitor.");
});

test("a cluster that stands gets no other name", () => {
  expect(renamed.exitCode).toBe(2);
  expect(renamed.stderr).toContain("environments/development.ts  cluster.name  ES0424");
  expect(renamed.stderr).toContain("Put dpe-k8-sandbox back and run eks-stack synth and eks-stack down development");
});

test("a stack is not given up while it holds resources", () => {
  expect(withoutAuth0.exitCode).toBe(2);
  expect(withoutAuth0.stderr).toContain("rendered/development/auth0  ES0422");
  expect(withoutAuth0.stderr).toContain("Switch it on again in environments/development.ts");
});
