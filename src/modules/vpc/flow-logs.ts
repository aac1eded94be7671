import { Construct } from "constructs";
import { CloudwatchLogGroup } from "../../../.gen/aws/cloudwatch-log-group/index.js";
import { FlowLog } from "../../../.gen/aws/flow-log/index.js";
import { IamRolePolicy } from "../../../.gen/aws/iam-role-policy/index.js";
import { IamRole } from "../../../.gen/aws/iam-role/index.js";
import { policyDocument } from "../iam/documents.ts";
import { roleName } from "../iam/names.ts";
import { serviceTrust } from "../iam/trust.ts";

export interface FlowLogsProps {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  readonly retentionDays: number;
  readonly encryptionKeyArn: string;
}

/** Name of the log group that holds the flow logs of a VPC. */
export function flowLogGroupName(vpcName: string): string {
  return `/aws/vpc-flow-log/${vpcName}`;
}

/** All traffic of a VPC in an encrypted log group, written by a role that may write there and nowhere else. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { name, account, region } = props;
    const group = new CloudwatchLogGroup(this, "flow-logs", {
      name: flowLogGroupName(name),
      retentionInDays: props.retentionDays,
      kmsKeyId: props.encryptionKeyArn,
    });
    const role = new IamRole(this, "flow-logs-role", {
      name: roleName(`${name}-vpc-flow-logs`),
      assumeRolePolicy: serviceTrust("vpc-flow-logs.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } }),
    });
    const write = new IamRolePolicy(this, "flow-logs-write", {
      name: "write-flow-logs",
      role: role.name,
      policy: policyDocument({
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: `arn:aws:logs:${region}:${account}:log-group:${flowLogGroupName(name)}:*`,
      }),
    });
    new FlowLog(this, "vpc", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags: { Name: name },
      dependsOn: [write],
    });
  }
}
