import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { apply, expectWholeLife, pendingChanges, type Rehearsal, rehearse, succeed } from "./rehearsal.ts";

let rehearsal: Rehearsal | undefined;

afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
});

test("buckets with their settings, objects and mail identities live from plan to destroy", async () => {
  rehearsal = await rehearse("storage-and-mail");
  await expectWholeLife(rehearsal);
});

test("outputs know the bucket's endpoint and the records of the domain", async () => {
  rehearsal = await rehearse("storage-and-mail");
  await apply(rehearsal);
  const { endpoint, records } = await rehearsal.engine.outputs();
  expect(endpoint?.value).toMatch(/^foreign-[0-9a-f]{8}-data\.s3\.eu-west-1\.amazonaws\.com$/);
  expect(records?.value).toHaveLength(3);
});

test("other content of an object is uploaded again, and nothing else changes", async () => {
  rehearsal = await rehearse("storage-and-mail");
  await apply(rehearsal);
  writeFileSync(join(rehearsal.folder, "greeting.auto.tfvars"), 'greeting = "good morning"\n');
  const changes = await pendingChanges(rehearsal);
  expect(changes.map((change) => change.replace(/ \(.*/s, ""))).toEqual(["update aws_s3_object.greeting"]);
});

test("a policy for everybody is refused with the words of S3, at its line, and the rest is kept", async () => {
  rehearsal = await rehearse("storage-and-mail", { TF_VAR_public: "true" });
  const file = join(rehearsal.folder, "saved.plan");
  succeed(await rehearsal.engine.plan({ out: file }));
  const { ok, diagnostics } = await rehearsal.engine.apply(file);
  expect(ok).toBe(false);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({ address: "aws_s3_bucket_policy.data", range: { filename: "main.tf" } });
  expect(`${diagnostics[0]?.summary} ${diagnostics[0]?.detail}`).toContain(
    "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access",
  );
  succeed(await rehearsal.engine.destroy());
  expect(rehearsal.world.ledger()).toEqual([]);
});
