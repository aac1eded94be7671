import { refuse, refuseIf, refuseUnless } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { quotaOf } from "../facts/quotas.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import type { SecurityGroup } from "../records.ts";
import { networkRules } from "../rules/networks.ts";
import { securityGroupRules as rules } from "../rules/security-groups.ts";
import { defaultEgress } from "../security-group-rules.ts";
import { ec2 } from "../tables.ts";

/** What names and descriptions of groups may be made of. */
const allowedText = /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/;

export interface SecurityGroupRequest {
  readonly name: string;
  readonly description: string;
  /** The default VPC when left out, which accounts do not have here. */
  readonly vpcId: string | null;
  readonly tags?: Tags;
}

/**
 * CreateSecurityGroup: no ingress, one egress rule that lets everything out. A group made by a service principal is marked as such.
 *
 * @throws AwsError when EC2 refuses
 */
export function createSecurityGroup(aws: Aws, request: SecurityGroupRequest): SecurityGroup {
  const { name, description, vpcId, tags = {} } = request;
  return callEc2(
    aws,
    "CreateSecurityGroup",
    {
      resources: [aws.arn("ec2", "security-group/*"), ...(vpcId ? [arnOf(aws, "vpc", vpcId)] : [])],
      parameters: { GroupName: name, GroupDescription: description, VpcId: vpcId },
      tagging: { arn: aws.arn("ec2", "security-group/*"), tags },
    },
    () => {
      const vpc = required("vpc", ec2.vpcs(aws), vpcId ?? refuse(networkRules.noDefaultVpc));
      refuseIf(name === "default" || name.startsWith("sg-"), rules.nameReserved, name);
      refuseUnless(allowedText.test(name) && name !== "", rules.nameCharacters, name);
      refuseUnless(allowedText.test(description), rules.descriptionCharacters, description);
      const groups = ec2.securityGroups(aws);
      refuseIf(
        groups.find((group) => group.vpcId === vpc.id && group.name === name),
        rules.nameTaken,
        name,
        vpc.id,
      );
      refuseIf(groups.size >= quotaOf(aws, "securityGroupsPerRegion"), rules.quota);
      const id = newIdOf(aws, "security-group", request);
      return groups.put(id, {
        id,
        name,
        description,
        vpcId: vpc.id,
        isDefault: false,
        createdBy: aws.principal.kind === "service" ? aws.principal.arn : null,
        rules: defaultEgress(aws, id, vpc),
        tags,
      });
    },
  );
}

/**
 * DeleteSecurityGroup.
 *
 * @throws AwsError `DependencyViolation` while an interface or another group's rule uses the group
 */
export function deleteSecurityGroup(aws: Aws, id: string): void {
  callEc2(
    aws,
    "DeleteSecurityGroup",
    { resources: [arnOf(aws, "security-group", id)], parameters: { GroupId: id } },
    () => {
      const groups = ec2.securityGroups(aws);
      const group = required("security-group", groups, id);
      refuseIf(group.isDefault, rules.deleteDefault, id);
      refuseIf(
        ec2.networkInterfaces(aws).find(({ securityGroupIds }) => securityGroupIds.includes(id)) ??
          groups.find(
            (other) =>
              other.id !== id && other.rules.some(({ referencedSecurityGroupId }) => referencedSecurityGroupId === id),
          ),
        rules.deleteDependency,
        id,
      );
      groups.delete(id);
    },
  );
}

/**
 * DescribeSecurityGroups by id.
 *
 * @throws AwsError `InvalidGroup.NotFound` when one does not exist
 */
export function describeSecurityGroups(aws: Aws, ids: readonly string[]): SecurityGroup[] {
  return callEc2(aws, "DescribeSecurityGroups", { parameters: { GroupIds: ids } }, () =>
    ids.map((id) => required("security-group", ec2.securityGroups(aws), id)),
  );
}
