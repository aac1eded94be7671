import { refuse, refuseIf } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import { callEc2 } from "../calls.ts";
import { arnOf, newId, required } from "../identifiers.ts";
import { checkGroups, type NetworkInterfaceRequest, placeInterface, removeInterface } from "../interface-placement.ts";
import type { NetworkInterface } from "../records.ts";
import { interfaceRules as rules } from "../rules/interfaces.ts";
import { ec2 } from "../tables.ts";

/**
 * CreateNetworkInterface. Services pass their own principal (`aws.as(servicePrincipal(…))`) and a `requesterId`.
 *
 * @throws AwsError when the subnet is full or unknown, a group is unknown or of another VPC, or a quota is reached
 */
export function createNetworkInterface(aws: Aws, request: NetworkInterfaceRequest): NetworkInterface {
  const { subnetId, tags = {} } = request;
  const securityGroupIds = request.securityGroupIds ?? [];
  return callEc2(
    aws,
    "CreateNetworkInterface",
    {
      resources: [
        aws.arn("ec2", "network-interface/*"),
        arnOf(aws, "subnet", subnetId),
        ...securityGroupIds.map((id) => arnOf(aws, "security-group", id)),
      ],
      parameters: { SubnetId: subnetId, SecurityGroupIds: securityGroupIds, Description: request.description ?? "" },
      tagging: { arn: aws.arn("ec2", "network-interface/*"), tags },
    },
    () => placeInterface(aws, request),
  );
}

/**
 * DeleteNetworkInterface.
 *
 * @throws AwsError when it is attached, or kept by a service and the caller is none
 */
export function deleteNetworkInterface(aws: Aws, id: string): void {
  callEc2(
    aws,
    "DeleteNetworkInterface",
    { resources: [arnOf(aws, "network-interface", id)], parameters: { NetworkInterfaceId: id } },
    () => {
      const networkInterface = required("network-interface", ec2.networkInterfaces(aws), id);
      checkOwner(aws, networkInterface);
      refuseIf(networkInterface.attachment && aws.principal.kind !== "service", rules.deleteInUse, id);
      removeInterface(aws, id);
    },
  );
}

/**
 * DescribeNetworkInterfaces by id.
 *
 * @throws AwsError `InvalidNetworkInterfaceID.NotFound`
 */
export function describeNetworkInterface(aws: Aws, id: string): NetworkInterface {
  return callEc2(aws, "DescribeNetworkInterfaces", { parameters: { NetworkInterfaceIds: [id] } }, () =>
    required("network-interface", ec2.networkInterfaces(aws), id),
  );
}

/**
 * AttachNetworkInterface.
 *
 * @throws AwsError when the interface is in use or the instance unknown
 */
export function attachNetworkInterface(
  aws: Aws,
  id: string,
  instanceId: string,
  deviceIndex: number,
): NetworkInterface {
  return callEc2(
    aws,
    "AttachNetworkInterface",
    {
      resources: [arnOf(aws, "network-interface", id), arnOf(aws, "instance", instanceId)],
      parameters: { NetworkInterfaceId: id, InstanceId: instanceId, DeviceIndex: deviceIndex },
    },
    () => {
      const networkInterface = required("network-interface", ec2.networkInterfaces(aws), id);
      const { availabilityZone } = required("instance", ec2.instances(aws), instanceId);
      checkOwner(aws, networkInterface);
      refuseIf(networkInterface.attachment, rules.attachInUse, id);
      refuseIf(networkInterface.availabilityZone !== availabilityZone, rules.attachZone);
      const attachment = {
        id: newId(aws, "eni-attach", { id, instanceId, deviceIndex }),
        instanceOwnerId: aws.account,
        instanceId,
        deviceIndex,
        deleteOnTermination: false,
      };
      return ec2.networkInterfaces(aws).put(id, { ...networkInterface, attachment });
    },
  );
}

/**
 * DetachNetworkInterface.
 *
 * @throws AwsError when it is the primary interface of an instance, or kept by a service
 */
export function detachNetworkInterface(aws: Aws, id: string): void {
  callEc2(
    aws,
    "DetachNetworkInterface",
    { resources: [arnOf(aws, "network-interface", id)], parameters: { NetworkInterfaceId: id } },
    () => {
      const networkInterface = required("network-interface", ec2.networkInterfaces(aws), id);
      checkOwner(aws, networkInterface);
      refuseIf(
        networkInterface.attachment?.instanceId && networkInterface.attachment.deviceIndex === 0,
        rules.detachPrimary,
      );
      ec2.networkInterfaces(aws).put(id, { ...networkInterface, attachment: null });
    },
  );
}

/** What ModifyNetworkInterfaceAttribute can change, one call each. */
export type InterfaceChange = Partial<Pick<NetworkInterface, "securityGroupIds" | "description" | "sourceDestCheck">>;

/**
 * ModifyNetworkInterfaceAttribute.
 *
 * @throws AwsError when a group is unknown, of another VPC or one too many, or the interface is kept by a service
 */
export function modifyNetworkInterface(aws: Aws, id: string, change: InterfaceChange): void {
  callEc2(
    aws,
    "ModifyNetworkInterfaceAttribute",
    { resources: [arnOf(aws, "network-interface", id)], parameters: { NetworkInterfaceId: id, ...change } },
    () => {
      const networkInterface = required("network-interface", ec2.networkInterfaces(aws), id);
      checkOwner(aws, networkInterface);
      if (change.securityGroupIds) checkGroups(aws, networkInterface, change.securityGroupIds);
      const changed = ec2.networkInterfaces(aws).put(id, { ...networkInterface, ...change });
      const instance = ec2.instances(aws).find(({ networkInterfaceId }) => networkInterfaceId === id);
      const { securityGroupIds, sourceDestCheck } = changed;
      if (instance) ec2.instances(aws).put(instance.id, { ...instance, securityGroupIds, sourceDestCheck });
    },
  );
}

/** Refuses anybody but services to touch an interface that a service keeps. */
export function checkOwner(aws: Aws, { requesterId }: NetworkInterface): void {
  if (requesterId !== null && aws.principal.kind !== "service") refuse(rules.requesterManaged);
}
