import { Construct } from "constructs";
import { EksAccessEntry } from "../../../.gen/aws/eks-access-entry.js";
import { IamInstanceProfile } from "../../../.gen/aws/iam-instance-profile.js";
import { IamRolePolicyAttachment } from "../../../.gen/aws/iam-role-policy-attachment.js";
import { roleName } from "../iam/names.ts";
import { platformRole } from "../iam/role.ts";
import { serviceTrust } from "../iam/trust.ts";
import type { Place } from "../place.ts";

/** What a node itself needs: to look around, to pull images from ECR, and to fetch the credentials of its pods. Nothing of an application. */
const policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"] as const;

/** The role of the nodes, the profile by which instances bear it, and their entry into the cluster. */
export class NodeRole extends Construct {
  readonly profileArn: string;
  /** What must stand before an instance can become a node. */
  readonly rights: readonly (IamRolePolicyAttachment | EksAccessEntry)[];

  constructor(scope: Construct, id: string, props: Place & { readonly clusterName: string }) {
    super(scope, id);
    const { clusterName } = props;
    const role = platformRole(this, "nodes", {
      name: `${clusterName}-nodes`,
      description: `Nodes of EKS cluster ${clusterName}`,
      trust: serviceTrust("ec2.amazonaws.com"),
      roleBoundaryArn: props.roleBoundaryArn,
    });
    const attachments = policies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, `nodes-${policy}`, {
          role: role.name,
          policyArn: `arn:aws:iam::aws:policy/${policy}`,
        }),
    );
    const entry = new EksAccessEntry(this, "nodes-entry", { clusterName, principalArn: role.arn, type: "EC2_LINUX" });
    this.rights = [...attachments, entry];
    this.profileArn = new IamInstanceProfile(this, "nodes-profile", {
      name: roleName(`${clusterName}-nodes`),
      role: role.name,
    }).arn;
  }
}
