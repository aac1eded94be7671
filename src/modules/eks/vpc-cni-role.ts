import { Construct } from "constructs";
import { IamRolePolicy } from "../../../.gen/aws/iam-role-policy.js";
import { IamRolePolicyAttachment } from "../../../.gen/aws/iam-role-policy-attachment.js";
import { policyDocument } from "../iam/documents.ts";
import { platformRole } from "../iam/role.ts";
import { serviceAccountTrust } from "../iam/trust.ts";
import type { Place } from "../place.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import type { ClusterLogs } from "./logs.ts";

export interface VpcCniRoleProps extends Place {
  readonly clusterName: string;
  readonly identityProvider: IdentityProvider;
  readonly logs: ClusterLogs;
}

/**
 * The rights of the VPC CNI, by the token of its service account `aws-node`. Not by Pod Identity: its agent is a pod of the very
 * nodes that have no network before `aws-node` runs.
 */
export class VpcCniRole extends Construct {
  readonly arn: string;
  /** What must stand before the add-on uses the role. */
  readonly rights: readonly (IamRolePolicy | IamRolePolicyAttachment)[];

  constructor(scope: Construct, id: string, props: VpcCniRoleProps) {
    super(scope, id);
    const { clusterName, account, region, logs } = props;
    const role = platformRole(this, "vpc-cni", {
      roleBoundaryArn: props.roleBoundaryArn,
      name: `${clusterName}-vpc-cni`,
      description: `Amazon VPC CNI of EKS cluster ${clusterName}`,
      trust: serviceAccountTrust(props.identityProvider, { namespace: "kube-system", name: "aws-node" }),
    });
    const interfaces = new IamRolePolicyAttachment(this, "vpc-cni-interfaces", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    });
    const policyLogs = new IamRolePolicy(this, "vpc-cni-policy-logs", {
      name: "write-network-policy-logs",
      role: role.name,
      policy: policyDocument(
        {
          Sid: "FindLogGroup",
          Effect: "Allow",
          Action: "logs:DescribeLogGroups",
          Resource: `arn:aws:logs:${region}:${account}:log-group:*`,
        },
        {
          Sid: "WriteNetworkPolicyLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: [logs.group.arn, `${logs.group.arn}:*`],
        },
      ),
    });
    this.arn = role.arn;
    this.rights = [interfaces, policyLogs];
  }
}
