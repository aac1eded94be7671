import { refuse, refuseIf } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { quotaOf } from "../facts/quotas.ts";
import { arnOf, newId, newIdOf, required } from "../identifiers.ts";
import type { NetworkAcl, NetworkAclEntry } from "../routing-records.ts";
import { routingRules as rules } from "../rules/routing.ts";
import { ec2 } from "../tables.ts";

/**
 * CreateNetworkAcl; a new one denies everything.
 *
 * @throws AwsError `NetworkAclLimitExceeded`
 */
export function createNetworkAcl(aws: Aws, vpcId: string, tags: Tags): NetworkAcl {
  const arn = aws.arn("ec2", "network-acl/*");
  const request = { resources: [arn, arnOf(aws, "vpc", vpcId)], parameters: { VpcId: vpcId }, tagging: { arn, tags } };
  return callEc2(aws, "CreateNetworkAcl", request, () => {
    required("vpc", ec2.vpcs(aws), vpcId);
    const acls = ec2.networkAcls(aws);
    const count = acls.filter((acl) => acl.vpcId === vpcId).length;
    refuseIf(count >= quotaOf(aws, "networkAclsPerVpc"), rules.aclQuota);
    const id = newIdOf(aws, "network-acl", { vpcId, tags });
    return acls.put(id, { id, vpcId, isDefault: false, entries: [], associations: [], tags });
  });
}

/**
 * DeleteNetworkAcl.
 *
 * @throws AwsError when it is the default one or has subnets
 */
export function deleteNetworkAcl(aws: Aws, id: string): void {
  callEc2(aws, "DeleteNetworkAcl", aclRequest(aws, id, {}), () => {
    const acl = required("network-acl", ec2.networkAcls(aws), id);
    refuseIf(acl.isDefault, rules.aclDefault, id);
    refuseIf(acl.associations.length > 0, rules.aclInUse, id);
    ec2.networkAcls(aws).delete(id);
  });
}

/**
 * DescribeNetworkAcls by id.
 *
 * @throws AwsError `InvalidNetworkAclID.NotFound`
 */
export function describeNetworkAcl(aws: Aws, id: string): NetworkAcl {
  return callEc2(aws, "DescribeNetworkAcls", { parameters: { NetworkAclIds: [id] } }, () =>
    required("network-acl", ec2.networkAcls(aws), id),
  );
}

/**
 * CreateNetworkAclEntry.
 *
 * @throws AwsError when the number is used in that direction, or the quota reached
 */
export function createNetworkAclEntry(aws: Aws, id: string, entry: NetworkAclEntry): void {
  callEc2(aws, "CreateNetworkAclEntry", aclRequest(aws, id, { ...entry }), () => {
    const acl = required("network-acl", ec2.networkAcls(aws), id);
    const sameDirection = acl.entries.filter(({ egress }) => egress === entry.egress);
    refuseIf(
      sameDirection.some(({ number }) => number === entry.number),
      rules.aclEntryTaken,
      entry.number,
    );
    refuseIf(sameDirection.length >= quotaOf(aws, "entriesPerNetworkAcl"), rules.aclEntryQuota);
    ec2.networkAcls(aws).put(id, { ...acl, entries: [...acl.entries, entry] });
  });
}

/**
 * DeleteNetworkAclEntry.
 *
 * @throws AwsError `InvalidNetworkAclEntry.NotFound`
 */
export function deleteNetworkAclEntry(aws: Aws, id: string, number: number, egress: boolean): void {
  callEc2(aws, "DeleteNetworkAclEntry", aclRequest(aws, id, { RuleNumber: number, Egress: egress }), () => {
    const acl = required("network-acl", ec2.networkAcls(aws), id);
    const gone = acl.entries.find((entry) => entry.number === number && entry.egress === egress);
    if (!gone) refuse(rules.aclEntryMissing, number);
    ec2.networkAcls(aws).put(id, { ...acl, entries: acl.entries.filter((entry) => entry !== gone) });
  });
}

/**
 * ReplaceNetworkAclAssociation: the subnet leaves the ACL it has and joins this one.
 *
 * @throws AwsError when the subnet or the ACL is unknown
 */
export function moveSubnetToAcl(aws: Aws, subnetId: string, id: string): void {
  callEc2(aws, "ReplaceNetworkAclAssociation", aclRequest(aws, id, { SubnetId: subnetId }), () => {
    const acls = ec2.networkAcls(aws);
    const { vpcId } = required("network-acl", acls, id);
    refuseIf(required("subnet", ec2.subnets(aws), subnetId).vpcId !== vpcId, rules.aclForeign, id, subnetId);
    const held = acls.find(({ associations }) => associations.some((association) => association.subnetId === subnetId));
    if (held) {
      const associations = held.associations.filter((association) => association.subnetId !== subnetId);
      acls.put(held.id, { ...held, associations });
    }
    const target = required("network-acl", acls, id);
    const association = { id: newId(aws, "aclassoc", { id, subnetId }), subnetId };
    acls.put(id, { ...target, associations: [...target.associations, association] });
  });
}

function aclRequest(aws: Aws, id: string, parameters: { readonly [name: string]: string | number | boolean | null }) {
  return { resources: [arnOf(aws, "network-acl", id)], parameters: { NetworkAclId: id, ...parameters } };
}
