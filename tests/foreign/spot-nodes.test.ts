import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { apply, expectWholeLife, pendingChanges, type Rehearsal, rehearse } from "./rehearsal.ts";

let rehearsal: Rehearsal | undefined;

afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
});

test("nodes of Ocean, a virtual node group and the add-on that needs them live from plan to destroy", async () => {
  rehearsal = await rehearse("spot-nodes");
  await expectWholeLife(rehearsal);
});

test("another size changes the Ocean cluster in place and nothing else", async () => {
  rehearsal = await rehearse("spot-nodes");
  await apply(rehearsal);
  writeFileSync(join(rehearsal.folder, "size.auto.tfvars"), "max_size = 20\n");
  const changes = await pendingChanges(rehearsal);
  expect(changes.map((change) => change.replace(/ \(.*/s, ""))).toEqual(["update spotinst_ocean_aws.nodes"]);
});
