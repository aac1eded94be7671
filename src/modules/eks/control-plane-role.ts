import { Construct } from "constructs";
import { IamRolePolicyAttachment } from "../../../.gen/aws/iam-role-policy-attachment.js";
import { platformRole } from "../iam/role.ts";
import { serviceTrust } from "../iam/trust.ts";
import type { Place } from "../place.ts";

/** What the control plane needs: running the cluster, and branch interfaces for security groups of pods. */
const policies = {
  "cluster-policy": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
  "cluster-vpc-resources": "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController",
} as const;

export interface ControlPlaneRoleProps extends Pick<Place, "roleBoundaryArn"> {
  readonly clusterName: string;
}

/** The role of the control plane. Nothing that nodes or pods do belongs here. */
export class ControlPlaneRole extends Construct {
  readonly arn: string;
  /** Must outlive the cluster: without them EKS leaves its interfaces and security group behind. */
  readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: ControlPlaneRoleProps) {
    super(scope, id);
    const role = platformRole(this, "cluster", {
      roleBoundaryArn: props.roleBoundaryArn,
      name: `${props.clusterName}-cluster`,
      description: `Control plane of EKS cluster ${props.clusterName}`,
      trust: serviceTrust("eks.amazonaws.com"),
    });
    this.arn = role.arn;
    this.attachments = Object.entries(policies).map(
      ([key, policyArn]) => new IamRolePolicyAttachment(this, key, { role: role.name, policyArn }),
    );
  }
}
