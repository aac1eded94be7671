import { expect, test } from "vitest";
import { roleFor } from "../../../testing/cluster.ts";
import { idOf, testNetwork } from "../../../testing/network.ts";
import { ec2 } from "../tables.ts";

const service = "vpc-flow-logs.amazonaws.com";
const rights = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups"];

test("a flow log is read without a difference and replaced by any change but that of its tags", () => {
  const { cloud, vpcId } = testNetwork();
  const log_destination = String(cloud.create("aws_cloudwatch_log_group", { name: "flows" }).arn);
  const iam_role_arn = roleFor(cloud, "delivery", service, rights);
  const config = { vpc_id: vpcId, traffic_type: "ALL", log_destination, iam_role_arn };
  const state = cloud.create("aws_flow_log", { ...config, log_destination: `${log_destination}:*` });
  expect(state.log_format).toMatch(/^\$\{version\} \$\{account-id\} .* \$\{log-status\}$/);
  expect(cloud.plan("aws_flow_log", cloud.read("aws_flow_log", state), config).action).toBe("none");
  expect(cloud.update(state, "aws_flow_log", { ...config, tags: { a: "b" } })).toMatchObject({
    id: state.id,
    tags_all: { a: "b" },
  });
  expect(cloud.plan("aws_flow_log", state, { ...config, traffic_type: "REJECT" }).replace).toEqual(["traffic_type"]);
  expect(cloud.import("aws_flow_log", idOf(state))).toMatchObject({ vpc_id: vpcId, traffic_type: "ALL" });
});

test.each([
  ["SUCCESS", "there, and the role may write to it", ["flows"], rights],
  ["FAILED", "there, and the role may not write to it", ["flows"], []],
  ["FAILED", "missing, and the role may not make it", [], rights],
  ["SUCCESS", "missing, and the role may make it", [], [...rights, "logs:CreateLogGroup"]],
])("delivery is %s when the log group is %s", (status, _case, groups, actions) => {
  const { cloud, vpcId } = testNetwork();
  for (const name of groups) cloud.create("aws_cloudwatch_log_group", { name });
  cloud.create("aws_flow_log", {
    vpc_id: vpcId,
    traffic_type: "ALL",
    log_destination: cloud.aws.arn("logs", "log-group:flows"),
    iam_role_arn: roleFor(cloud, "delivery", service, actions),
  });
  const [row] = ec2.flowLogs(cloud.aws).rows();
  expect(row).toMatchObject({ deliverStatus: status, deliverError: status === "FAILED" ? "Access error" : null });
});

test("subnets and interfaces are observed, too, and what is not simulated is refused by name", () => {
  const network = testNetwork();
  const { cloud } = network;
  const config = { traffic_type: "ALL", log_destination_type: "s3", log_destination: "arn:aws:s3:::records" };
  const subnet_id = network.subnet();
  const eni_id = network.make("aws_network_interface", { subnet_id });
  for (const observed of [{ subnet_id }, { eni_id }]) {
    const state = cloud.create("aws_flow_log", { ...config, ...observed });
    expect(cloud.import("aws_flow_log", idOf(state))).toMatchObject(observed);
  }
  const gateway = { transit_gateway_id: "tgw-01234567", max_aggregation_interval: 60 };
  expect(() => cloud.create("aws_flow_log", { ...config, ...gateway, traffic_type: null })).toThrow(
    "are not simulated",
  );
});
