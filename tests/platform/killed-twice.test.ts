import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Checkout, type Ended, eventsOf, summaryOf } from "./command-line.ts";
import { leaksIn, passwordOfClickHouse, secretsOf, type WorldSecret } from "./secrets.ts";

// One life of the development environment whose first two commands are killed, told once; and what came of the same kill when the
// state was lost with it.
const checkout = new Checkout();
let stateless: Checkout;
let killedInApply: Ended;
let killedInApplications: Ended;
let up: Ended;
let again: Ended;
let withoutState: Ended;
let down: Ended;
let plain: Readonly<Record<string, Ended>>;
let secrets: readonly WorldSecret[];
let leaks: readonly string[];

const command = ["up", "development", "--json"];

async function kill(printed: string, after = 0): Promise<Ended> {
  const running = checkout.start(command);
  await running.printed(printed);
  await setTimeout(after);
  running.kill("SIGKILL");
  return running.ended;
}

/** What an engine leaves that is killed while it writes its state. */
function cutStateShort({ world }: Checkout, stack: string): void {
  truncateSync(join(world, "states", `${stack}.tfstate`), 5_000);
  writeFileSync(join(world, "states", `.${stack}.tfstate.lock.info`), "");
}

beforeAll(async () => {
  killedInApply = await kill('"address":"helm_release.argo_cd","action":"create"');
  stateless = new Checkout(checkout);
  cutStateShort(stateless, "dpe-dev-kubernetes-deployments");
  withoutState = await stateless.run(command);

  killedInApplications = await kill('"type":"applicationsStarted"', 500);
  up = await checkout.run(command);
  plain = {
    up: await checkout.run(["up", "development"]),
    plan: await checkout.run(["plan", "development"]),
    status: await checkout.run(["status"]),
  };
  again = await checkout.run(command);
  const outputs = { killedInApply, killedInApplications, up, again, ...plain };
  const texts = Object.entries(outputs).map(([name, { stdout, stderr }]) => [name, `${stdout}${stderr}`]);
  secrets = secretsOf(checkout.world);
  leaks = leaksIn(secrets, [checkout.world, checkout.path("rendered")], Object.fromEntries(texts));

  down = await checkout.run(["down", "--json"]);
}, 600_000);

afterAll(() => {
  checkout.remove();
  stateless.remove();
});

/** Every application that is not synced and healthy. */
function unhealthy(ended: Ended): readonly string[] {
  return summaryOf(ended).applications.flatMap(({ name, sync, health, message }) =>
    sync === "Synced" && health === "Healthy" ? [] : [`${name}: ${sync}, ${health}: ${message}`],
  );
}

function expectHealthy(ended: Ended): void {
  expect(eventsOf(ended).filter(({ type }) => type === "diagnostic")).toEqual([]);
  expect(unhealthy(ended)).toEqual([]);
  expect(summaryOf(ended).applications.length).toBeGreaterThan(10);
  expect(summaryOf(ended).ok).toBe(true);
}

function recovered(ended: Ended): { readonly removed: readonly string[]; readonly kept: readonly string[] } {
  const events = eventsOf(ended).flatMap((event) => (event.type === "recovered" ? [event] : []));
  return {
    removed: events.flatMap(({ removed }) => removed),
    kept: events.flatMap(({ kept }) => kept.map(({ object, reason }) => `${object}: ${reason}`)),
  };
}

describe("an up that is killed while charts are installed, and again while applications come up", () => {
  test("ends healthy with the next one", () => {
    for (const { stdout } of [killedInApply, killedInApplications]) expect(stdout).not.toContain('"type":"summary"');
    expect(recovered(killedInApplications).kept).toEqual([]);
    expectHealthy(up);
  });

  test("is then as whole as any other: nothing changes any more", () => {
    expectHealthy(again);
    expect(summaryOf(again).stacks.map(({ added, changed, destroyed }) => added + changed + destroyed)).toEqual(
      summaryOf(again).stacks.map(() => 0),
    );
  });

  test("can be torn down to nothing", () => {
    expect(eventsOf(down).filter(({ type }) => type === "diagnostic")).toEqual([]);
    expect(summaryOf(down).leftovers.filter(({ reason }) => reason === null)).toEqual([]);
    expect(summaryOf(down).ok).toBe(true);
  });
});

describe("an up that is killed while the engine writes its state", () => {
  test("ends healthy with the next one, which first removes all that no state records: nodes, releases, secrets, buckets", () => {
    const { removed, kept } = recovered(withoutState);
    expect(kept).toEqual([]);
    const types = new Set(removed.map((object) => object.split(" ")[0]));
    for (const type of ["helm_release", "kubernetes_secret_v1", "spotinst_ocean_aws", "aws_s3_bucket"]) {
      expect(types).toContain(type);
    }
    expectHealthy(withoutState);
  });
});

describe("secrets", () => {
  test("are many: of every cluster, tenant, account and store", () => {
    const holders = secrets.map(({ heldBy }) => heldBy).join("\n");
    for (const table of ["kubernetes/", "secretsmanager/", "spacelift/", "sts/session"]) {
      expect(holders).toContain(table);
    }
    expect(secrets.length).toBeGreaterThan(50);
  });

  test("are in no state, plan, journal, record, workspace, rendered file or output, neither in clear nor in Base64", () => {
    expect(leaks.filter((leak) => !passwordOfClickHouse.test(leak))).toEqual([]);
  });
});
