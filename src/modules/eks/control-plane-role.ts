import { Construct } from "constructs";
import { IamRole } from "../../../.gen/aws/iam-role.js";
import { IamRolePolicyAttachment } from "../../../.gen/aws/iam-role-policy-attachment.js";
import { roleName } from "../iam/names.ts";
import { serviceTrust } from "../iam/trust.ts";

/** What the control plane needs: running the cluster, and branch interfaces for security groups of pods. */
const policies = {
  "cluster-policy": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
  "cluster-vpc-resources": "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController",
} as const;

/** The role of the control plane. Nothing that nodes or pods do belongs here. */
export class ControlPlaneRole extends Construct {
  readonly arn: string;
  /** Must outlive the cluster: without them EKS leaves its interfaces and security group behind. */
  readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: { readonly clusterName: string }) {
    super(scope, id);
    const role = new IamRole(this, "cluster", {
      name: roleName(`${props.clusterName}-cluster`),
      description: `Control plane of EKS cluster ${props.clusterName}`,
      assumeRolePolicy: serviceTrust("eks.amazonaws.com"),
    });
    this.arn = role.arn;
    this.attachments = Object.entries(policies).map(
      ([key, policyArn]) => new IamRolePolicyAttachment(this, key, { role: role.name, policyArn }),
    );
  }
}
