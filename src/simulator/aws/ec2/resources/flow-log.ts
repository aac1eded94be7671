import { ProviderError } from "../../../planning/diagnostics.ts";
import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { number, text, textOrNull } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import { createFlowLog, deleteFlowLog, describeFlowLog, type FlowLogRequest } from "../api/flow-logs.ts";
import { ignoring } from "../calls.ts";
import type { FlowLog } from "../endpoint-records.ts";
import { arnOf, kindOf } from "../identifiers.ts";
import { updateTags } from "./tagging.ts";

const missing = ["InvalidFlowLogId.NotFound"];

const defaultFields = [
  ...["version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol"],
  ...["packets", "bytes", "start", "end", "action", "log-status"],
];
const defaultFormat = defaultFields.map((field) => `\${${field}}`).join(" ");

/** What can be observed, by attribute. */
const resourceKinds = { vpc_id: "vpc", subnet_id: "subnet", eni_id: "network-interface" } as const;

function observed(input: Values): FlowLogRequest["resource"] {
  for (const [name, kind] of Object.entries(resourceKinds)) {
    const id = textOrNull(input, name);
    if (id) return { kind, id };
  }
  throw new ProviderError(
    "Flow logs of transit gateways and regional NAT gateways are not simulated",
    "Observe a VPC, a subnet or a network interface.",
  );
}

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
  // Log groups were once known by an ARN with a tail, which the provider cuts off.
  plan({ planned }) {
    if (text(planned, "log_destination"))
      planned.log_destination = text(planned, "log_destination").replace(/:\*$/, "");
  },
  create({ client, input }) {
    const made = createFlowLog(client, {
      resource: observed(input),
      trafficType: textOrNull(input, "traffic_type"),
      destinationType: text(input, "log_destination_type") || "cloud-watch-logs",
      destination: text(input, "log_destination"),
      deliveryRoleArn: textOrNull(input, "iam_role_arn"),
      format: text(input, "log_format") || defaultFormat,
      maxAggregationInterval: number(input, "max_aggregation_interval", 600),
      tags: tagsOf(input.tags_all),
    });
    return flowLogAttributes(client, made);
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeFlowLog(client, text(state, "id")));
    if (!found) return null;
    const name = Object.entries(resourceKinds).find(([, kind]) => kindOf(found.resourceId) === kind)?.[0] ?? "vpc_id";
    return { ...flowLogAttributes(client, found), [name]: found.resourceId };
  },
  update(call) {
    updateTags(call);
    return {};
  },
  delete({ client, state }) {
    ignoring(missing, () => deleteFlowLog(client, text(state, "id")));
  },
};
