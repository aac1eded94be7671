import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { apply, expectWholeLife, pendingChanges, type Rehearsal, rehearse, succeed } from "./rehearsal.ts";

let rehearsal: Rehearsal | undefined;

afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
});

test("every type of the utility providers lives through the real engine", async () => {
  rehearsal = await rehearse("utilities");
  await expectWholeLife(rehearsal);
  expect(existsSync(join(rehearsal.folder, "out", "inventory.json"))).toBe(false);
});

test("outputs, files and data sources agree", async () => {
  rehearsal = await rehearse("utilities");
  await apply(rehearsal);
  const outputs = await rehearsal.engine.outputs();
  const inventory = JSON.parse(readFileSync(join(rehearsal.folder, "out", "inventory.json"), "utf8")) as {
    name: string;
  };
  expect(outputs.name?.value).toBe(inventory.name);
  expect(outputs).toMatchObject({ same_key: { value: true }, week: { value: 48 } });
});

test("a changed keeper replaces what depends on it and nothing else", async () => {
  rehearsal = await rehearse("utilities");
  await apply(rehearsal);
  writeFileSync(join(rehearsal.folder, "generation.auto.tfvars"), "generation = 2\n");
  const changes = await pendingChanges(rehearsal);
  expect(changes.map((change) => change.replace(/ \(.*/s, "")).sort()).toEqual([
    "delete+create local_file.inventory",
    "delete+create random_id.bucket",
    "delete+create random_pet.name",
    "delete+create time_sleep.settle",
    "output name",
    "read data.local_file.inventory",
    "update time_offset.expiry",
  ]);
});

test("a file that is written outside of the folder is refused", async () => {
  rehearsal = await rehearse("outside");
  const file = join(rehearsal.folder, "saved.plan");
  succeed(await rehearsal.engine.plan({ out: file }));
  const { ok, diagnostics } = await rehearsal.engine.apply(file);
  expect(ok).toBe(false);
  expect(diagnostics[0]).toMatchObject({
    summary: "Refused to write outside of the working folder",
    address: "local_file.outside",
    range: { filename: "main.tf", start: { line: 2 } },
  });
});
