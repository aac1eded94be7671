import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PipelineEvent } from "../../src/pipeline/events.ts";
import type { Fault } from "../../src/simulator/world/faults.ts";
import { Checkout, eventsOf, summaryOf } from "./command-line.ts";

const worldFile = ".eks-stack/world/world.json";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

/** What is printed once the network of development is being built. */
const midApply = '"address":"aws_vpc.vpc","action":"create"';

async function expectUpResumes(): Promise<readonly PipelineEvent[]> {
  const resumed = await checkout.run(["up", "development", "--json"]);
  expect(eventsOf(resumed).filter(({ type }) => type === "diagnostic")).toEqual([]);
  expect(summaryOf(resumed)).toMatchObject({ ok: true });
  const quiet = summaryOf(await checkout.run(["up", "development", "--json"]));
  expect(quiet.stacks.map(({ added, changed, destroyed }) => added + changed + destroyed)).toEqual(
    quiet.stacks.map(() => 0),
  );
  return eventsOf(resumed);
}

async function expectNothingIsLeft(): Promise<void> {
  const down = summaryOf(await checkout.run(["down", "--json"]));
  expect(down.leftovers.filter(({ reason }) => reason === null)).toEqual([]);
  expect(down.ok).toBe(true);
}

describe("an up that is stopped in the middle of an apply", () => {
  test("by Ctrl-C finishes what the engine began, says how it ended, and the next up goes on from there", async () => {
    const running = checkout.start(["up", "development", "--json"]);
    await running.printed(midApply);
    running.kill("SIGINT");
    const stopped = await running.ended;
    expect(stopped.exitCode).toBe(130);
    expect(summaryOf(stopped)).toMatchObject({ ok: false });
    expect(summaryOf(stopped).stacks.map(({ state }) => state)).toContain("STOPPED");
    await expectUpResumes();
  }, 300_000);

  test("by kill -9 while the network is built, and again while the control plane is, loses nothing: the next up removes what no state recorded and builds the rest", async () => {
    for (const printed of [midApply, '"address":"aws_eks_cluster.cluster","action":"create"']) {
      const running = checkout.start(["up", "development", "--json"]);
      await running.printed(printed);
      running.kill("SIGKILL");
      await running.ended;
    }
    const resumed = await expectUpResumes();
    expect(resumed.flatMap((event) => (event.type === "recovered" ? event.kept : []))).toEqual([]);
    await expectNothingIsLeft();
  }, 300_000);
});

describe("a failed stack", () => {
  test("stops what depends on it and nothing else, and the next up resumes", async () => {
    await checkout.run(["onboard"]);
    const world = JSON.parse(checkout.read(worldFile)) as { faults: Fault[] };
    world.faults.push({
      action: "eks:CreateCluster",
      code: "ResourceLimitExceededException",
      message: "Cluster limit exceeded for account.",
      http: 400,
      skip: 0,
      times: 1,
      afterSuccess: false,
    });
    checkout.write(worldFile, JSON.stringify(world));

    const up = await checkout.run(["up", "development", "staging", "--json"]);
    const { ok, stacks } = summaryOf(up);
    expect(ok).toBe(false);
    expect(up.exitCode).toBe(1);
    expect(up.stdout).toContain("ResourceLimitExceededException: Cluster limit exceeded for account.");
    const failed = stacks.filter(({ state }) => state === "FAILED");
    expect(failed.map(({ stack }) => stack)).toEqual([expect.stringContaining("Infrastructure")]);
    const others = stacks.filter(({ environment }) => environment !== failed[0]?.environment);
    expect(others.map(({ state }) => state)).toEqual(others.map(() => "FINISHED"));
    const ofFailed = stacks.filter(({ environment }) => environment === failed[0]?.environment);
    expect(ofFailed.map(({ stack, state }) => `${stack} ${state}`)).toEqual([
      expect.stringMatching(/Auth0 FINISHED$/),
      expect.stringMatching(/Infrastructure FAILED$/),
      expect.stringMatching(/Deployments SKIPPED$/),
    ]);

    const resumed = summaryOf(await checkout.run(["up", "development", "staging", "--json"]));
    expect(resumed.ok).toBe(true);
    expect(resumed.stacks.filter(({ added }) => added > 0).map(({ environment }) => environment)).toEqual(
      resumed.stacks.filter(({ added }) => added > 0).map(() => failed[0]?.environment),
    );
  }, 300_000);
});
