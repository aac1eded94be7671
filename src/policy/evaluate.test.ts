import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compiledPolicies, policyHash } from "./evaluate.ts";
import { type PlanFacts, planInput } from "./plan-input.ts";

const sources = fileURLToPath(new URL("../../policies/plan/", import.meta.url));
const compiled = fileURLToPath(new URL("../../policies/compiled/", import.meta.url));
const names = readdirSync(sources)
  .filter((name) => name.endsWith(".rego") && !name.endsWith("_test.rego"))
  .map((name) => name.replace(/\.rego$/, ""));
const evaluate = compiledPolicies(compiled);

function textOf(name: string): string {
  return readFileSync(`${sources}${name}.rego`, "utf8");
}

/** What a policy says about an ordinary plan with some facts changed. */
function decide(name: string, change: Partial<PlanFacts>) {
  const facts: PlanFacts = {
    stack: {
      id: "infra",
      name: "Infra",
      autodeploy: false,
      branch: "main",
      labels: ["environment:development", "monthly-cost-limit:400", "cost-increase-limit:25"],
      projectRoot: "rendered/development/kubernetes-infrastructure",
      repository: "eks-stack",
      namespace: "Example",
      space: { id: "development", name: "development", labels: [] },
    },
    run: {
      id: "1",
      type: "TRACKED",
      state: "PLANNING",
      driftDetection: false,
      triggeredBy: "somebody",
      commit: "c0ffee",
    },
    plan: { resource_changes: [], terraform_version: "1.12.6" },
    cost: { planned: 0, present: 0 },
    timestamp: 0,
    ...change,
  };
  return evaluate({ name, body: textOf(name) }, planInput(facts));
}

describe("compiled policies", () => {
  test("are those of the sources as they stand, and no others", () => {
    expect(readdirSync(compiled).sort()).toEqual(names.map((name) => `${policyHash(textOf(name))}.wasm`).sort());
  });

  test("are found by their text alone, however it ends", async () => {
    const body = `\n${textOf("warn-for-drift-reconciliation").trim()}`;
    await expect(evaluate({ name: "drift", body }, {})).resolves.toEqual({ deny: [], warn: [] });
  });

  test("do not stand in for a text that was changed since: it is refused by name, with the way to compile it", async () => {
    const changed = `${textOf("warn-for-drift-reconciliation")}\n# changed`;
    await expect(evaluate({ name: "drift", body: changed }, {})).rejects.toThrow(
      /ES0610[\s\S]*"drift"[\s\S]*npm run policies/,
    );
  });
});

// Defect 97: the policy would have blocked the repository's own code, and missed what it was made for.
describe("enforce-tags-on-resources", () => {
  const change = (actions: readonly string[], after: object | null) => ({
    plan: { resource_changes: [{ address: "aws_vpc.vpc", change: { actions, after } }] },
  });

  test("denies a resource that is written without a cost center, by its address", async () => {
    await expect(
      decide("enforce-tags-on-resources", change(["create"], { tags_all: { Owner: "dpe" } })),
    ).resolves.toEqual({
      deny: ["aws_vpc.vpc needs the tags: CostCenter"],
      warn: [],
    });
    expect((await decide("enforce-tags-on-resources", change(["update"], { tags_all: null }))).deny).toHaveLength(1);
    expect(
      (await decide("enforce-tags-on-resources", change(["delete", "create"], { tags_all: {} }))).deny,
    ).toHaveLength(1);
  });

  test("accepts one that has it, one that cannot be tagged, and one that goes", async () => {
    for (const [actions, after] of [
      [["create"], { tags_all: { CostCenter: "Platform / 000000" } }],
      [["create"], { destination_cidr_block: "0.0.0.0/0" }],
      [["delete"], null],
      [["no-op"], { tags_all: {} }],
    ] as const) {
      expect((await decide("enforce-tags-on-resources", change(actions, after))).deny).toEqual([]);
    }
  });
});

// Defect 98: one threshold for everything, on figures that nothing produced.
describe("check-estimated-cloud-spend", () => {
  test("warns above the monthly limit of the stack's labels, and not at it", async () => {
    await expect(decide("check-estimated-cloud-spend", { cost: { planned: 400.5, present: 400 } })).resolves.toEqual({
      deny: [],
      warn: ["The plan costs $400.5 a month, more than $400"],
    });
    expect((await decide("check-estimated-cloud-spend", { cost: { planned: 400, present: 400 } })).warn).toEqual([]);
  });

  test("warns of an increase above the limit in percent, and not of a first plan, which has nothing before it", async () => {
    expect((await decide("check-estimated-cloud-spend", { cost: { planned: 126, present: 100 } })).warn).toEqual([
      "The plan raises the monthly cost by 26%, more than 25%",
    ]);
    expect((await decide("check-estimated-cloud-spend", { cost: { planned: 125, present: 100 } })).warn).toEqual([]);
    expect((await decide("check-estimated-cloud-spend", { cost: { planned: 399, present: 0 } })).warn).toEqual([]);
  });
});

// Defect 99: a policy about drift, and no run that looked for it.
describe("warn-for-drift-reconciliation", () => {
  const run = (driftDetection: boolean) => ({
    run: { id: "1", type: "TRACKED", state: "PLANNING", driftDetection, triggeredBy: "reconciliation", commit: null },
  });

  test("asks a person before a run undoes drift, and nobody before any other run", async () => {
    expect((await decide("warn-for-drift-reconciliation", run(true))).warn).toHaveLength(1);
    expect((await decide("warn-for-drift-reconciliation", run(false))).warn).toEqual([]);
  });
});
