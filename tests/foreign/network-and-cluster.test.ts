import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Aws } from "../../src/simulator/aws/client.ts";
import { createNetworkInterface, deleteNetworkInterface } from "../../src/simulator/aws/ec2/api/network-interfaces.ts";
import { authoriseEgress, revokeRules } from "../../src/simulator/aws/ec2/api/security-group-rules.ts";
import { createSecurityGroup, deleteSecurityGroup } from "../../src/simulator/aws/ec2/api/security-groups.ts";
import { ec2 } from "../../src/simulator/aws/ec2/tables.ts";
import { servicePrincipal } from "../../src/simulator/aws/principal.ts";
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

test("what a load balancer left in the network stops its removal with the codes of EC2, until that is gone, too", async () => {
  rehearsal = await rehearse("network-and-cluster");
  const { engine, world, folder } = rehearsal;
  const file = join(folder, "saved.plan");
  succeed(await engine.plan({ out: file, targets: ["module.vpc", "module.eks.aws_security_group.node"] }));
  succeed(await engine.apply(file));
  const balancing = new Aws({
    world,
    actor: { stack: "kubernetes", run: "kubernetes" },
    principal: servicePrincipal("elasticloadbalancing.amazonaws.com", "123456789012"),
    account: "123456789012",
    region: "eu-west-1",
  });
  const [subnet] = ec2.subnets(balancing).filter(({ tags }) => tags.Name?.includes("-intra-") === true);
  const [node] = ec2.securityGroups(balancing).filter(({ name }) => name.includes("-node"));
  if (!subnet || !node) throw new Error("the network is not there");
  const request = { subnetId: subnet.id, description: "ELB net/web/0123456789abcdef", requesterId: "amazon-elb" };
  const left = createNetworkInterface(balancing, request);
  const group = createSecurityGroup(balancing, { name: "k8s-elb-web", description: "web", vpcId: subnet.vpcId });
  const [rule] = authoriseEgress(balancing, group.id, [{ protocol: "-1", referencedSecurityGroupId: node.id }]);

  const refusals = async (): Promise<string[]> => {
    const { diagnostics } = await engine.destroy();
    return diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ summary }) => /^deleting (.*) \(.*api error (.*)$/.exec(summary)?.slice(1).join(": ") ?? summary)
      .sort();
  };
  expect(await refusals()).toEqual([
    `EC2 Security Group: DependencyViolation: resource ${node.id} has a dependent object`,
    `EC2 Subnet: DependencyViolation: The subnet '${subnet.id}' has dependencies and cannot be deleted.`,
  ]);
  deleteNetworkInterface(balancing, left.id);
  revokeRules(balancing, group.id, "egress", [rule?.id ?? ""]);
  expect(await refusals()).toEqual([
    `EC2 VPC: DependencyViolation: The vpc '${subnet.vpcId}' has dependencies and cannot be deleted.`,
  ]);
  deleteSecurityGroup(balancing, group.id);
  expect(await refusals()).toEqual([]);
  expect(leftBehind(rehearsal)).toEqual([]);
});
