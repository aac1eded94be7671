import { Construct } from "constructs";
import { CloudwatchLogGroup } from "../../../.gen/aws/cloudwatch-log-group.js";
import { FlowLog } from "../../../.gen/aws/flow-log.js";
import { IamRolePolicy } from "../../../.gen/aws/iam-role-policy.js";
import { policyDocument } from "../iam/documents.ts";
import { platformRole } from "../iam/role.ts";
import { serviceTrust } from "../iam/trust.ts";
import type { Place } from "../place.ts";

export interface FlowLogsProps extends Place {
  readonly vpcId: string;
  /** Name of the VPC. */
  readonly name: string;
  readonly retentionDays: number;
  readonly encryptionKeyArn: string;
}

/** Name of the log group that the flows of a VPC go to. */
export function flowLogGroupName(vpcName: string): string {
  return `/aws/vpc-flow-log/${vpcName}`;
}

/** All traffic of a VPC in CloudWatch Logs, delivered by a role that can write there and nowhere else. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { account, region } = props;
    const logGroup = new CloudwatchLogGroup(this, "flow-logs", {
      name: flowLogGroupName(props.name),
      retentionInDays: props.retentionDays,
      kmsKeyId: props.encryptionKeyArn,
    });
    const role = platformRole(this, "flow-logs-delivery", {
      roleBoundaryArn: props.roleBoundaryArn,
      name: `${props.name}-flow-logs`,
      description: `Delivers the flow logs of VPC ${props.name}`,
      trust: serviceTrust("vpc-flow-logs.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:${account}:vpc-flow-log/*` },
      }),
    });
    const delivery = new IamRolePolicy(this, "flow-logs-write", {
      name: "write-flow-logs",
      role: role.name,
      policy: policyDocument({
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: [logGroup.arn, `${logGroup.arn}:*`],
      }),
    });
    new FlowLog(this, "vpc-flows", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags: { Name: `${props.name}-flow-logs` },
      dependsOn: [delivery],
    });
  }
}
