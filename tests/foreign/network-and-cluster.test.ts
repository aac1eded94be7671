import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { apply, expectWholeLife, leftBehind, pendingChanges, type Rehearsal, rehearse, succeed } from "./rehearsal.ts";

let rehearsal: Rehearsal | undefined;

afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
});

test("a network and a cluster in the style of the registry's modules live from plan to destroy", async () => {
  rehearsal = await rehearse("network-and-cluster");
  await expectWholeLife(rehearsal);
});

test("a changed label updates the node group in place and nothing else", async () => {
  rehearsal = await rehearse("network-and-cluster");
  await apply(rehearsal);
  writeFileSync(join(rehearsal.folder, "labels.auto.tfvars"), 'node_labels = { pool = "other" }\n');
  const changes = await pendingChanges(rehearsal);
  expect(changes.map((change) => change.replace(/ \(.*/s, ""))).toEqual([
    'update module.eks.aws_eks_node_group.this["default"]',
  ]);
});

test("a name server without nodes ends degraded, and is put in its place once there are nodes", async () => {
  rehearsal = await rehearse("network-and-cluster");
  const [values, file] = [join(rehearsal.folder, "nodes.auto.tfvars"), join(rehearsal.folder, "saved.plan")];
  writeFileSync(values, "without_nodes = true\n");
  succeed(await rehearsal.engine.plan({ out: file }));
  const { ok, diagnostics } = await rehearsal.engine.apply(file);
  expect(ok).toBe(false);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ address }) => address)).toEqual(['module.eks.aws_eks_addon.this["coredns"]']);
  expect(errors[0]?.summary).toContain("(last state: 'DEGRADED', timeout: 20m0s): InsufficientNumberOfReplicas");
  writeFileSync(values, "without_nodes = false\n");
  expect((await pendingChanges(rehearsal)).map((change) => change.replace(/ \(.*/s, ""))).toContain(
    'delete+create module.eks.aws_eks_addon.this["coredns"]',
  );
  await apply(rehearsal);
  expect(await pendingChanges(rehearsal)).toEqual([]);
});

test("a subnet that overlaps another is refused with the code of EC2, at its line, and the rest is kept", async () => {
  rehearsal = await rehearse("network-and-cluster", { TF_VAR_third_intra_subnet: "10.20.52.0/25" });
  const file = join(rehearsal.folder, "saved.plan");
  succeed(await rehearsal.engine.plan({ out: file }));
  const { ok, diagnostics } = await rehearsal.engine.apply(file);
  expect(ok).toBe(false);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({
    address: expect.stringMatching(/^module\.vpc\.aws_subnet\.intra\[[02]\]$/),
    range: { filename: "modules/vpc/main.tf" },
  });
  expect(`${diagnostics[0]?.summary} ${diagnostics[0]?.detail}`).toContain("InvalidSubnet.Conflict");
  succeed(await rehearsal.engine.destroy());
  expect(leftBehind(rehearsal)).toEqual([]);
});
