import { rule } from "../../../rule.ts";

/** What EC2 refuses about flow logs. */
export const flowLogRules = {
  taken: rule({
    id: "ec2/flowlog-dup",
    operation: "CreateFlowLogs",
    code: "FlowLogAlreadyExists",
    message: () => "Error. There is an existing Flow Log with the same configuration and log destination.",
    source: "moto; EC2 API error codes",
  }),
  role: rule({
    id: "ec2/flowlog-role",
    operation: "CreateFlowLogs",
    code: "InvalidParameter",
    message: () => "Unable to assume given IAM role",
    source: "public logs; VPC User Guide, Publish flow logs to CloudWatch Logs",
  }),
  roleMissing: rule({
    id: "ec2/flowlog-role-missing",
    operation: "CreateFlowLogs",
    code: "InvalidParameter",
    message: () => "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
    source: "LS snapshot ec2",
  }),
  destination: rule({
    id: "ec2/flowlog-dest",
    operation: "CreateFlowLogs",
    code: "InvalidParameter",
    message: () => "LogDestination can't be empty if LogGroupName is not provided.",
    source: "LS snapshot ec2",
  }),
  interval: rule({
    id: "ec2/flowlog-interval",
    operation: "CreateFlowLogs",
    code: "InvalidParameter",
    message: () => "Invalid Flow Log Max Aggregation Interval.",
    source: "preflight/pf-ec2-flow-log-aggregation-interval",
  }),
} as const;
