import { refuse, refuseIf, refuseUnless } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import { passRole } from "../../iam/pass-role.ts";
import { isTrustedBy, mayDo } from "../../iam/service-roles.ts";
import { findLogGroup } from "../../logs/log-group.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import type { FlowLog } from "../endpoint-records.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import { flowLogRules as rules } from "../rules/flow-logs.ts";
import { ec2 } from "../tables.ts";

export interface FlowLogRequest
  extends Pick<
    FlowLog,
    "trafficType" | "destinationType" | "destination" | "deliveryRoleArn" | "format" | "maxAggregationInterval"
  > {
  readonly resource: { readonly kind: "vpc" | "subnet" | "network-interface"; readonly id: string };
  readonly tags?: Tags;
}

/** What the service does in a log group with the role that it is given. */
const deliveryActions = ["logs:CreateLogStream", "logs:PutLogEvents"];

/**
 * CreateFlowLogs for one object. A flow log whose records cannot be delivered is made all the same; its delivery status says so.
 *
 * @throws AwsError when EC2 refuses
 */
export function createFlowLog(aws: Aws, request: FlowLogRequest): FlowLog {
  const { resource, destination, destinationType, deliveryRoleArn, tags = {}, ...settings } = request;
  const toLogs = destinationType === "cloud-watch-logs";
  if (deliveryRoleArn) {
    passRole(aws, { roleArn: deliveryRoleArn, service: "vpc-flow-logs.amazonaws.com", within: "ec2:CreateFlowLogs" });
  }
  if (!toLogs) aws.call({ action: "logs:CreateLogDelivery" }, () => undefined);
  const arn = aws.arn("ec2", "vpc-flow-log/*");
  const call = {
    resources: [arn, arnOf(aws, resource.kind, resource.id)],
    parameters: { ResourceIds: [resource.id], LogDestination: destination, TrafficType: settings.trafficType },
    tagging: { arn, tags },
  };
  return callEc2(aws, "CreateFlowLogs", call, () => {
    checkResource(aws, resource);
    refuseIf(destination === "", rules.destination);
    refuseUnless([60, 600].includes(settings.maxAggregationInterval), rules.interval);
    if (toLogs) {
      const roleArn = deliveryRoleArn ?? refuse(rules.roleMissing);
      refuseUnless(isTrustedBy(aws.world, roleArn, "vpc-flow-logs.amazonaws.com", arn), rules.role);
    }
    const same = ec2
      .flowLogs(aws)
      .find(
        (other) =>
          other.resourceId === resource.id &&
          other.destination === destination &&
          other.trafficType === settings.trafficType,
      );
    refuseIf(same, rules.taken);
    const id = newIdOf(aws, "vpc-flow-log", { resource, destination, trafficType: settings.trafficType });
    const problem = toLogs ? deliveryProblem(aws, destination, deliveryRoleArn ?? "") : null;
    return ec2.flowLogs(aws).put(id, {
      id,
      resourceId: resource.id,
      destination,
      destinationType,
      deliveryRoleArn,
      ...settings,
      deliverStatus: problem === null ? "SUCCESS" : "FAILED",
      deliverError: problem,
      tags,
    });
  });
}

/**
 * DescribeFlowLogs by id.
 *
 * @throws AwsError `InvalidFlowLogId.NotFound`
 */
export function describeFlowLog(aws: Aws, id: string): FlowLog {
  return callEc2(aws, "DescribeFlowLogs", { parameters: { FlowLogIds: [id] } }, () =>
    required("vpc-flow-log", ec2.flowLogs(aws), id),
  );
}

/**
 * DeleteFlowLogs.
 *
 * @throws AwsError `InvalidFlowLogId.NotFound`
 */
export function deleteFlowLog(aws: Aws, id: string): void {
  const request = { resources: [arnOf(aws, "vpc-flow-log", id)], parameters: { FlowLogIds: [id] } };
  callEc2(aws, "DeleteFlowLogs", request, () => {
    required("vpc-flow-log", ec2.flowLogs(aws), id);
    ec2.flowLogs(aws).delete(id);
  });
}

function checkResource(aws: Aws, { kind, id }: FlowLogRequest["resource"]): void {
  if (kind === "vpc") required(kind, ec2.vpcs(aws), id);
  else if (kind === "subnet") required(kind, ec2.subnets(aws), id);
  else required(kind, ec2.networkInterfaces(aws), id);
}

/** Why the service cannot deliver to a log group; null when it can. It makes the group itself where its role may. */
function deliveryProblem(aws: Aws, destination: string, roleArn: string): string | null {
  const name = destination.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, "").replace(/:\*$/, "");
  const exists = findLogGroup(aws, name) !== undefined;
  const actions = exists ? deliveryActions : ["logs:CreateLogGroup", ...deliveryActions];
  return mayDo(aws, roleArn, actions, `${destination}:*`) ? null : "Access error";
}
