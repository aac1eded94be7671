import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PipelineEvent, Summary } from "../../src/pipeline/events.ts";
import type { Status } from "../../src/pipeline/status.ts";
import { Checkout, type Ended, eventsOf, summaryOf } from "./command-line.ts";
import { leaksIn, passwordOfClickHouse, secretsOf } from "./secrets.ts";

// One life of the three real environments, told once: every test below reads what a command printed.
const checkout = new Checkout();
let up: Ended;
let again: Ended;
let plan: Ended;
let status: Ended;
let doctor: Ended;
let changed: Ended;
let replaced: Ended;
let orphaned: Ended;
let down: Ended;
let leaks: readonly string[];

const developmentFile = "environments/development.ts";

beforeAll(async () => {
  up = await checkout.run(["up", "--json"]);
  again = await checkout.run(["up", "--json"]);
  plan = await checkout.run(["plan"]);
  status = await checkout.run(["status", "--json"]);
  doctor = await checkout.run(["doctor"]);
  const printed = Object.entries({ up, again, plan, status, doctor }).map(([name, { stdout, stderr }]) => [
    name,
    `${stdout}${stderr}`,
  ]);
  const folders = [checkout.world, checkout.path("rendered")];
  leaks = leaksIn(secretsOf(checkout.world), folders, Object.fromEntries(printed));

  checkout.edit(developmentFile, 'api: { allow: ["vpn"] }', 'api: { allow: ["vpn"] }, logs: { retentionDays: 30 }');
  await checkout.run(["synth"]);
  changed = await checkout.run(["plan", "development"]);
  checkout.edit(developmentFile, 'a: "10.52.18.0/28"', 'a: "10.52.18.32/28"');
  await checkout.run(["synth"]);
  replaced = await checkout.run(["plan", "development"]);

  const staging = checkout.read("environments/staging.ts");
  rmSync(checkout.path("environments/staging.ts"));
  await checkout.run(["synth"]);
  orphaned = await checkout.run(["up"]);
  checkout.write("environments/staging.ts", staging);
  await checkout.run(["synth"]);

  down = await checkout.run(["down", "--json"]);
}, 600_000);

afterAll(() => checkout.remove());

function events<Type extends PipelineEvent["type"]>(
  ended: Ended,
  type: Type,
): Extract<PipelineEvent, { type: Type }>[] {
  return eventsOf(ended).filter((event): event is Extract<PipelineEvent, { type: Type }> => event.type === type);
}

const diagnostics = (ended: Ended): string[] => events(ended, "diagnostic").map(({ summary }) => summary);

describe("the first up", () => {
  test("finishes every stack of three environments without an error", () => {
    const summary = summaryOf(up);
    expect(diagnostics(up)).toEqual([]);
    expect(summary.stacks.map(({ stack, state }) => `${stack}: ${state}`)).toEqual(
      summary.stacks.map(({ stack }) => `${stack}: FINISHED`),
    );
    expect(new Set(summary.stacks.map(({ environment }) => environment))).toEqual(
      new Set([null, "development", "staging", "production"]),
    );
    expect(summary).toMatchObject({ ok: true, target: "rehearsal", leftovers: [] });
    expect(up.exitCode).toBe(0);
  });

  test("creates what the stacks then hold", () => {
    for (const { added, resources } of summaryOf(up).stacks) expect(added).toBeLessThanOrEqual(resources);
    const infrastructure = summaryOf(up).stacks.filter(({ stack }) => stack.includes("Infrastructure"));
    for (const { added } of infrastructure) expect(added).toBeGreaterThan(50);
  });

  test("runs the administrative stack before any other, and each environment's infrastructure before its deployments", () => {
    const states = events(up, "runState").map(({ stack, state }) => `${stack} ${state}`);
    const rootFinished = states.findIndex((line) => line.endsWith("Administrative Stack FINISHED"));
    const firstOther = states.findIndex((line) => line.startsWith("DPE ") && line.endsWith("PREPARING"));
    expect(rootFinished).toBeLessThan(firstOther);
    for (const name of ["DPE DEV", "DPE Staging", "DPE"]) {
      expect(states.indexOf(`${name} Kubernetes Infrastructure FINISHED`)).toBeLessThan(
        states.indexOf(`${name} Kubernetes Deployments PREPARING`),
      );
    }
  });

  test("tells how long the real thing takes, with the control plane on the critical path", () => {
    const { simulatedSeconds, criticalPath } = summaryOf(up);
    expect(simulatedSeconds).toBeGreaterThan(10 * 60);
    expect(simulatedSeconds).toBeLessThan(40 * 60);
    expect(criticalPath.map(({ name }) => name).join()).toContain("aws_eks_cluster");
  });

  test("ends with every application of three environments synced and healthy", () => {
    const { applications } = summaryOf(up);
    expect(applications.filter(({ sync, health }) => sync !== "Synced" || health !== "Healthy")).toEqual([]);
    for (const name of ["development", "staging", "production"]) {
      expect(applications.filter(({ environment }) => environment === name).length).toBeGreaterThan(12);
    }
  });

  test("follows the critical path from the stacks into the applications, in this order", () => {
    const names = summaryOf(up).criticalPath.map(({ name }) => name);
    const at = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name));
    const order = [
      at(/Infrastructure: aws_eks_cluster/),
      at(/Deployments: helm_release\.argo_cd/),
      at(/: Application /),
    ];
    expect(
      order.every((index) => index >= 0),
      names.join("\n"),
    ).toBe(true);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    const { simulatedSeconds, criticalPath } = summaryOf(up);
    const sum = criticalPath.reduce((total, { seconds }) => total + seconds, 0);
    expect(sum).toBeLessThanOrEqual(simulatedSeconds);
  });

  test("tells what each environment costs a month; production with a NAT gateway in each zone costs most", () => {
    const { total, byEnvironment } = summaryOf(up).monthlyCost;
    const { development = 0, staging = 0, production = 0 } = byEnvironment;
    expect(total).toBeCloseTo(development + staging + production, 1);
    expect(production).toBeGreaterThan(development);
    expect(development).toBeGreaterThan(73);
  });

  test("writes every call to the journal, with the role that Spacelift assumed", () => {
    const journal = readFileSync(join(checkout.world, "journal.ndjson"), "utf8").split("\n").filter(Boolean);
    const calls = journal.map((line) => JSON.parse(line) as { action: string; principal: string });
    const cluster = calls.find(({ action }) => action === "eks:CreateCluster");
    expect(cluster?.principal).toMatch(/assumed-role\/spacelift-admin-role\//);
  });
});

describe("the second up", () => {
  test("changes nothing and says so", () => {
    const summary = summaryOf(again);
    expect(summary.ok).toBe(true);
    expect(summary.stacks.map(({ added, changed, destroyed }) => added + changed + destroyed)).toEqual(
      summary.stacks.map(() => 0),
    );
    expect(events(again, "planned")).toEqual([]);
    expect(summary.monthlyCost).toEqual(summaryOf(up).monthlyCost);
  });
});

describe("plan", () => {
  test("of what is applied shows no change", () => {
    expect(plan.stdout).toContain("no changes");
    expect(plan.stdout).not.toMatch(/to (create|update|delete)/);
    expect(plan.exitCode).toBe(0);
  });

  test("shows a changed value as an update in place, before and after, in its environment only", () => {
    expect(changed.stdout).toMatch(/~ update in place aws_cloudwatch_log_group\.\S+\n\S.*retention_in_days: 90 → 30/);
    expect(changed.stdout).not.toContain("Staging");
    expect(changed.stdout).not.toContain("± replace");
  });

  test("names the attribute that forces a replacement", () => {
    expect(replaced.stdout).toMatch(/± replace aws_subnet\.\S+, because cidr_block cannot change in place/);
  });
});

test("an environment that is taken away before it was torn down is refused, with the way out", () => {
  expect(orphaned.stderr).toContain("ES0422");
  expect(orphaned.stderr).toContain("DPE Staging Kubernetes Infrastructure");
  expect(orphaned.stderr).toContain("eks-stack down");
  expect(orphaned.exitCode).toBe(2);
});

describe("status and doctor", () => {
  test("status shows spaces, stacks with their last run, resources and outputs", () => {
    const shown = JSON.parse(status.stdout) as {
      spaces: { name: string }[];
      stacks: { name: string; state: string; resources: number; outputs: Record<string, string> }[];
    };
    expect(shown.spaces.map(({ name }) => name)).toEqual(expect.arrayContaining(["environment", "production"]));
    const production = shown.stacks.find(({ name }) => name === "DPE Kubernetes Infrastructure");
    expect(production).toMatchObject({ state: "FINISHED" });
    expect(production?.resources).toBeGreaterThan(50);
    expect(production?.outputs.vpc_id).toMatch(/^"vpc-[0-9a-f]{17}"$/);
  });

  test("status shows of each environment its stacks, nodes, add-ons and applications", () => {
    const { environments } = JSON.parse(status.stdout) as Status;
    expect(environments.map(({ name }) => name).sort()).toEqual(["development", "production", "staging"]);
    for (const { stacks, nodes, addOns, applications } of environments) {
      expect(stacks.length).toBe(3);
      expect(nodes.length).toBeGreaterThan(2);
      for (const { ready } of nodes) expect(ready).toBe(true);
      expect(addOns.length).toBeGreaterThan(5);
      for (const addOn of addOns) {
        expect(addOn).toEqual({ name: addOn.name, version: expect.stringMatching(/^v\d/), status: "ACTIVE" });
      }
      for (const { name, engine, sync, health, message } of applications) {
        expect([name, sync, health, message]).toEqual([name, "Synced", "Healthy", ""]);
        expect(["argo-cd", "flux"]).toContain(engine);
      }
      expect(new Set(applications.map(({ engine }) => engine)).size).toBe(2);
    }
  });

  test("doctor finds everything in place", () => {
    expect(doctor.exitCode).toBe(0);
    expect(doctor.stdout).toMatch(/engine: (tofu|terraform) 1\./);
  });
});

describe("down", () => {
  test("destroys in reverse order: deployments before infrastructure, the administrative stack last", () => {
    const states = events(down, "runState").map(({ stack, state }) => `${stack} ${state}`);
    for (const name of ["DPE DEV", "DPE Staging", "DPE"]) {
      expect(states.indexOf(`${name} Kubernetes Deployments FINISHED`)).toBeLessThan(
        states.indexOf(`${name} Kubernetes Infrastructure PREPARING`),
      );
    }
    expect(summaryOf(down).stacks.at(-1)?.stack).toBe("Root Spacelift Administrative Stack");
  });

  test("leaves nothing that anybody pays for, and says why what waits for its deletion date is still there", () => {
    const summary: Summary = summaryOf(down);
    expect(diagnostics(down)).toEqual([]);
    expect(summary.leftovers.filter(({ reason }) => reason === null)).toEqual([]);
    expect(new Set(summary.leftovers.map(({ kind, reason }) => `${kind.split(" ")[0]}: ${reason}`))).toEqual(
      new Set([
        expect.stringMatching(/^kms\/key: AWS deletes it on/),
        expect.stringMatching(/^s3\/bucket: it holds \d+ objects, and its tag DataRetention says/),
      ]),
    );
    expect(summary.ok).toBe(true);
    expect(down.exitCode).toBe(0);
  });
});

test("no state, plan, journal, rendered file or output of three environments holds a secret, in clear or in Base64", () => {
  expect(leaks.filter((leak) => !passwordOfClickHouse.test(leak))).toEqual([]);
});

test("no state, plan or log of the whole life holds a secret key of the world", () => {
  const secret = /AWS_SECRET_ACCESS_KEY=|"secret_access_key"|BEGIN (RSA )?PRIVATE KEY/;
  const folder = join(checkout.world, "states");
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), "utf8")).not.toMatch(secret);
  for (const { stdout } of [up, again, plan, changed, replaced, down]) expect(stdout).not.toMatch(secret);
});
