import { refuseIf, refuseUnless } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { quotaOf } from "../facts/quotas.ts";
import type { EgressOnlyInternetGateway, InternetGateway } from "../gateway-records.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import { gatewayRules as rules } from "../rules/gateways.ts";
import { ec2 } from "../tables.ts";

/**
 * CreateInternetGateway; it starts detached.
 *
 * @throws AwsError `InternetGatewayLimitExceeded`
 */
export function createInternetGateway(aws: Aws, tags: Tags): InternetGateway {
  const arn = aws.arn("ec2", "internet-gateway/*");
  return callEc2(aws, "CreateInternetGateway", { resources: [arn], tagging: { arn, tags } }, () => {
    const gateways = ec2.internetGateways(aws);
    refuseIf(gateways.size >= quotaOf(aws, "internetGatewaysPerRegion"), rules.internetGatewayQuota);
    const id = newIdOf(aws, "internet-gateway", tags);
    return gateways.put(id, { id, vpcId: null, tags });
  });
}

/**
 * AttachInternetGateway.
 *
 * @throws AwsError when the gateway is attached already or the VPC has another
 */
export function attachInternetGateway(aws: Aws, id: string, vpcId: string): void {
  callEc2(aws, "AttachInternetGateway", attachment(aws, id, vpcId), () => {
    const gateways = ec2.internetGateways(aws);
    const gateway = required("internet-gateway", gateways, id);
    required("vpc", ec2.vpcs(aws), vpcId);
    refuseIf(gateway.vpcId !== null, rules.internetGatewayAttached, id, gateway.vpcId ?? "");
    refuseIf(internetGatewayOf(aws, vpcId), rules.oneInternetGatewayPerVpc, vpcId);
    gateways.put(id, { ...gateway, vpcId });
  });
}

/**
 * DetachInternetGateway.
 *
 * @throws AwsError `DependencyViolation` while public addresses are mapped in the VPC
 */
export function detachInternetGateway(aws: Aws, id: string, vpcId: string): void {
  callEc2(aws, "DetachInternetGateway", attachment(aws, id, vpcId), () => {
    const gateways = ec2.internetGateways(aws);
    const gateway = required("internet-gateway", gateways, id);
    refuseUnless(gateway.vpcId === vpcId, rules.internetGatewayNotAttached, id, vpcId);
    refuseIf(hasPublicAddresses(aws, vpcId), rules.mappedAddresses, vpcId);
    gateways.put(id, { ...gateway, vpcId: null });
  });
}

/**
 * DeleteInternetGateway.
 *
 * @throws AwsError `DependencyViolation` while it is attached
 */
export function deleteInternetGateway(aws: Aws, id: string): void {
  const request = { resources: [arnOf(aws, "internet-gateway", id)], parameters: { InternetGatewayId: id } };
  callEc2(aws, "DeleteInternetGateway", request, () => {
    const gateway = required("internet-gateway", ec2.internetGateways(aws), id);
    refuseIf(gateway.vpcId !== null, rules.internetGatewayInUse, id);
    ec2.internetGateways(aws).delete(id);
  });
}

/**
 * DescribeInternetGateways by id.
 *
 * @throws AwsError `InvalidInternetGatewayID.NotFound`
 */
export function describeInternetGateway(aws: Aws, id: string): InternetGateway {
  return callEc2(aws, "DescribeInternetGateways", { parameters: { InternetGatewayIds: [id] } }, () =>
    required("internet-gateway", ec2.internetGateways(aws), id),
  );
}

/** The internet gateway attached to a VPC, if there is one. */
export function internetGatewayOf(aws: Aws, vpcId: string): InternetGateway | undefined {
  return ec2.internetGateways(aws).find((gateway) => gateway.vpcId === vpcId);
}

/**
 * CreateEgressOnlyInternetGateway.
 *
 * @throws AwsError `InvalidVpcID.NotFound`
 */
export function createEgressOnlyInternetGateway(aws: Aws, vpcId: string, tags: Tags): EgressOnlyInternetGateway {
  const arn = aws.arn("ec2", "egress-only-internet-gateway/*");
  const request = { resources: [arn, arnOf(aws, "vpc", vpcId)], parameters: { VpcId: vpcId }, tagging: { arn, tags } };
  return callEc2(aws, "CreateEgressOnlyInternetGateway", request, () => {
    required("vpc", ec2.vpcs(aws), vpcId);
    const id = newIdOf(aws, "egress-only-internet-gateway", { vpcId, tags });
    return ec2.egressOnlyInternetGateways(aws).put(id, { id, vpcId, tags });
  });
}

/**
 * DescribeEgressOnlyInternetGateways by id.
 *
 * @throws AwsError `InvalidGatewayID.NotFound`
 */
export function describeEgressOnlyInternetGateway(aws: Aws, id: string): EgressOnlyInternetGateway {
  const request = { parameters: { EgressOnlyInternetGatewayIds: [id] } };
  return callEc2(aws, "DescribeEgressOnlyInternetGateways", request, () =>
    required("egress-only-internet-gateway", ec2.egressOnlyInternetGateways(aws), id),
  );
}

/**
 * DeleteEgressOnlyInternetGateway.
 *
 * @throws AwsError `InvalidGatewayID.NotFound`
 */
export function deleteEgressOnlyInternetGateway(aws: Aws, id: string): void {
  const request = {
    resources: [arnOf(aws, "egress-only-internet-gateway", id)],
    parameters: { EgressOnlyInternetGatewayId: id },
  };
  callEc2(aws, "DeleteEgressOnlyInternetGateway", request, () => {
    required("egress-only-internet-gateway", ec2.egressOnlyInternetGateways(aws), id);
    ec2.egressOnlyInternetGateways(aws).delete(id);
  });
}

function attachment(aws: Aws, id: string, vpcId: string) {
  return {
    resources: [arnOf(aws, "internet-gateway", id), arnOf(aws, "vpc", vpcId)],
    parameters: { InternetGatewayId: id, VpcId: vpcId },
  };
}

/** True while an interface of the VPC has a public or Elastic IP address: NAT gateway, load balancer, instance. */
function hasPublicAddresses(aws: Aws, vpcId: string): boolean {
  const interfaces = ec2.networkInterfaces(aws).filter((networkInterface) => networkInterface.vpcId === vpcId);
  if (interfaces.some(({ publicIp }) => publicIp !== null)) return true;
  const ids = new Set(interfaces.map(({ id }) => id));
  return ec2
    .addresses(aws)
    .rows()
    .some(({ association }) => association && ids.has(association.networkInterfaceId));
}
