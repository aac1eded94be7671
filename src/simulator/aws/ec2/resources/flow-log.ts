import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { number, text, textOrNull } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import { callEc2, ignoring } from "../calls.ts";
import type { FlowLog } from "../endpoint-records.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import { ec2 } from "../tables.ts";
import { updateTags } from "./tagging.ts";

const defaultFormat =
  "$" +
  "{version} $" +
  [
    "account-id",
    "interface-id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log-status",
  ]
    .map((field) => `{${field}}`)
    .join(" $");

const missing = ["InvalidFlowLogId.NotFound"];

function flowLogAttributes(aws: Aws, flowLog: FlowLog): Values {
  return {
    id: flowLog.id,
    arn: arnOf(aws, "vpc-flow-log", flowLog.id),
    traffic_type: flowLog.trafficType,
    log_destination: flowLog.destination,
    log_destination_type: flowLog.destinationType,
    iam_role_arn: flowLog.deliveryRoleArn ?? "",
    log_format: flowLog.format,
    max_aggregation_interval: flowLog.maxAggregationInterval,
    tags_all: flowLog.tags,
  };
}

export const flowLog: ResourceType<Aws> = {
  type: "aws_flow_log",
  label: "Flow Log",
  create({ client, input }) {
    const resourceId = text(input, "vpc_id") || text(input, "subnet_id") || text(input, "eni_id");
    const role = textOrNull(input, "iam_role_arn");
    const tags = tagsOf(input.tags_all);
    if (role)
      client.call(
        {
          action: "iam:PassRole",
          resources: [role],
          conditions: { "iam:PassedToService": "vpc-flow-logs.amazonaws.com" },
        },
        () => {},
      );
    const arn = client.arn("ec2", "vpc-flow-log/*");
    const made = callEc2(
      client,
      "CreateFlowLogs",
      { resources: [arn], parameters: { ResourceIds: [resourceId] }, tagging: { arn, tags } },
      () => {
        if (resourceId.startsWith("vpc-")) required("vpc", ec2.vpcs(client), resourceId);
        if (resourceId.startsWith("subnet-")) required("subnet", ec2.subnets(client), resourceId);
        const id = newIdOf(client, "vpc-flow-log", { resourceId, destination: text(input, "log_destination") });
        return ec2.flowLogs(client).put(id, {
          id,
          resourceId,
          trafficType: textOrNull(input, "traffic_type"),
          destinationType: text(input, "log_destination_type") || "cloud-watch-logs",
          destination: text(input, "log_destination"),
          deliveryRoleArn: role,
          format: text(input, "log_format") || defaultFormat,
          maxAggregationInterval: number(input, "max_aggregation_interval", 600),
          deliverStatus: "SUCCESS",
          deliverError: null,
          tags,
        });
      },
    );
    return flowLogAttributes(client, made);
  },
  read({ client, state }) {
    const found = ignoring(missing, () =>
      callEc2(client, "DescribeFlowLogs", {}, () => required("vpc-flow-log", ec2.flowLogs(client), text(state, "id"))),
    );
    return found ? flowLogAttributes(client, found) : null;
  },
  update(call) {
    updateTags(call, "vpc-flow-log", ec2.flowLogs(call.client));
    return {};
  },
  delete({ client, state }) {
    const id = text(state, "id");
    ignoring(missing, () =>
      callEc2(client, "DeleteFlowLogs", { resources: [arnOf(client, "vpc-flow-log", id)] }, () => {
        required("vpc-flow-log", ec2.flowLogs(client), id);
        ec2.flowLogs(client).delete(id);
      }),
    );
  },
};
