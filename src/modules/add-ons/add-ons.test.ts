import { describe, expect, test } from "vitest";
import { EksStackError } from "../../errors.ts";
import { policyOf, synthesise } from "../../stacks/testing/root-module.ts";
import { AddOns } from "./add-ons.ts";

const versions = {
  coredns: "v1.14.3-eksbuild.16",
  "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
  "aws-guardduty-agent": "v1.12.1-eksbuild.2",
};

const account = "111111111111";

function addOns(pinned: Readonly<Record<string, string>> = versions) {
  return synthesise((stack) => {
    const place = { account, region: "us-east-1", roleBoundaryArn: `arn:aws:iam::${account}:policy/boundary` };
    new AddOns(stack, "add-ons", {
      ...place,
      clusterName: "k8",
      versions: pinned,
      nodes: new NodesStandIn(),
      vpcId: "vpc-1",
      subnetIds: ["subnet-1"],
      nodeSecurityGroupId: "sg-nodes",
    });
  });
}

/** Anything that can be depended on. */
class NodesStandIn {
  readonly fqn = "spotinst_ocean_aws.nodes";
}

describe("add-ons", () => {
  // Defect 75: versions floated.
  test("have pinned versions, and EKS's own settings where they find others", () => {
    const found = Object.values(addOns().resources("aws_eks_addon")).map(({ addon_name, addon_version }) => [
      addon_name,
      addon_version,
    ]);
    expect(Object.fromEntries(found)).toEqual(versions);
    for (const addOn of Object.values(addOns().resources("aws_eks_addon"))) {
      expect(addOn).toMatchObject({
        resolve_conflicts_on_create: "OVERWRITE",
        resolve_conflicts_on_update: "PRESERVE",
      });
    }
  });

  test("are refused without a pinned version, with the place to add it", () => {
    const { coredns: _left, ...rest } = versions;
    expect(() => addOns(rest)).toThrow(EksStackError);
    expect(() => addOns(rest)).toThrow(/coredns/);
  });

  // Defect 74: they waited for nodes that came later.
  test("wait for the nodes that they run on", () => {
    for (const { depends_on } of Object.values(addOns().resources("aws_eks_addon"))) {
      expect(depends_on).toContain("spotinst_ocean_aws.nodes");
    }
  });
});

describe("the role of the EBS driver", () => {
  // Defect 6: the driver worked with the rights of the node.
  test("is given to the controller's service account of this cluster, and to no other pod", () => {
    const driver = addOns().resource("aws_eks_addon.aws_ebs_csi_driver");
    expect(driver.pod_identity_association).toMatchObject([{ service_account: "ebs-csi-controller-sa" }]);
    const [statement] = policyOf(addOns().resource("aws_iam_role.ebs_csi_driver").assume_role_policy).Statement;
    expect(statement).toMatchObject({
      Principal: { Service: "pods.eks.amazonaws.com" },
      Condition: {
        StringEquals: {
          "aws:SourceAccount": account,
          "aws:RequestTag/eks-cluster-name": "k8",
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": "ebs-csi-controller-sa",
        },
      },
    });
  });
});

describe("GuardDuty's endpoint", () => {
  // Defect 17: a condition on a key that does not exist denied every call.
  test("lets callers of the account through, by a key that every request has", () => {
    const { policy } = addOns().resource("aws_vpc_endpoint.guard_duty_data");
    expect(policyOf(policy).Statement).toEqual([
      expect.objectContaining({
        Effect: "Allow",
        Condition: { StringEquals: { "aws:PrincipalAccount": account } },
      }),
    ]);
  });

  // Defect 18: a rule that was called "from VPC" let everybody in.
  test("is reached from the nodes alone", () => {
    const rules = Object.values(addOns().resources("aws_vpc_security_group_ingress_rule"));
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ referenced_security_group_id: "sg-nodes", from_port: 443, to_port: 443 });
    expect(rules[0]?.cidr_ipv4).toBeUndefined();
  });
});
