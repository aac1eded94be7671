import { Construct } from "constructs";
import { SecurityGroup } from "../../../.gen/aws/security-group.js";
import { VpcEndpoint } from "../../../.gen/aws/vpc-endpoint.js";
import { VpcSecurityGroupIngressRule } from "../../../.gen/aws/vpc-security-group-ingress-rule.js";
import { policyDocument } from "../iam/documents.ts";

export interface GuardDutyEndpointProps {
  readonly account: string;
  readonly region: string;
  readonly clusterName: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly nodeSecurityGroupId: string;
}

/**
 * Where GuardDuty's agent sends what it sees: reachable from the nodes and from nobody else, for callers of this account only.
 * Source of the condition key: GuardDuty User Guide, "Installing the security agent manually on Amazon EKS resources".
 */
export class GuardDutyEndpoint extends Construct {
  readonly endpoint: VpcEndpoint;

  constructor(scope: Construct, id: string, props: GuardDutyEndpointProps) {
    super(scope, id);
    const name = `${props.clusterName}-guardduty-endpoint`;
    const group = new SecurityGroup(this, "guard-duty-endpoint", {
      name,
      description: `GuardDuty endpoint of ${props.clusterName}`,
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    new VpcSecurityGroupIngressRule(this, "guard-duty-endpoint-from-nodes", {
      securityGroupId: group.id,
      referencedSecurityGroupId: props.nodeSecurityGroupId,
      description: "Nodes to the GuardDuty endpoint",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    this.endpoint = new VpcEndpoint(this, "guard-duty-data", {
      vpcId: props.vpcId,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${props.region}.guardduty-data`,
      subnetIds: props.subnetIds,
      securityGroupIds: [group.id],
      privateDnsEnabled: true,
      policy: policyDocument({
        Sid: "OwnAccount",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalAccount": props.account } },
      }),
      tags: { Name: `${props.clusterName}-guardduty-data` },
    });
  }
}
