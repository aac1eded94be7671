import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { stringify } from "yaml";
import { SecurityGroup } from "../../../.gen/aws/security-group.js";
import { VpcSecurityGroupEgressRule } from "../../../.gen/aws/vpc-security-group-egress-rule.js";
import { VpcSecurityGroupIngressRule } from "../../../.gen/aws/vpc-security-group-ingress-rule.js";
import { Manifest as AppliedManifest } from "../../../.gen/kubectl/manifest.js";
import type { PlatformApplication } from "../gitops/application.ts";
import { demonstration } from "./demonstration.ts";
import { starNamespaces, stars } from "./stars.ts";

const namespaces = starNamespaces("groups");

/** Shows security groups on pods: the programs reach each other and nothing else reaches them. */
export function podSecurityGroupDemonstration(): PlatformApplication {
  return demonstration("pod-security-group-demonstration", namespaces, []);
}

export interface PodSecurityGroupsProps {
  readonly clusterName: string;
  readonly vpcId: string;
  readonly nodeSecurityGroupId: string;
  /** The group by which pods with their own group ask for names. */
  readonly podDnsSecurityGroupId: string;
  /** The namespaces of the demonstration. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * The security group of the demonstration, and the objects that give it to its pods. They name an id of AWS, which git cannot know;
 * and they must be there before the pods, which get their groups when they are made. Their kind comes with the VPC CNI, in another
 * stack: nothing here needs it while it is planned.
 */
export class PodSecurityGroups extends Construct {
  /** What must stand before the pods. */
  readonly parts: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PodSecurityGroupsProps) {
    super(scope, id);
    const { clusterName, vpcId, nodeSecurityGroupId, podDnsSecurityGroupId, after } = props;
    const name = `${clusterName}-demonstration`;
    const group = new SecurityGroup(this, "demonstration", {
      name,
      description: `Pods of the demonstration in ${clusterName}`,
      vpcId,
      tags: { Name: name },
    });
    const among = { securityGroupId: group.id, referencedSecurityGroupId: group.id, ipProtocol: "-1" };
    const description = "The programs of the demonstration among themselves";
    const rules = [
      new VpcSecurityGroupIngressRule(this, "demonstration-from-itself", {
        ...among,
        description,
        tags: { Name: "demonstration-from-itself" },
      }),
      new VpcSecurityGroupEgressRule(this, "demonstration-to-itself", {
        ...among,
        description,
        tags: { Name: "demonstration-to-itself" },
      }),
      new VpcSecurityGroupIngressRule(this, "demonstration-from-nodes", {
        securityGroupId: group.id,
        referencedSecurityGroupId: nodeSecurityGroupId,
        description: "The kubelet looks whether its pods live",
        ipProtocol: "tcp",
        fromPort: 1,
        toPort: 10_250,
        tags: { Name: "demonstration-from-nodes" },
      }),
    ];
    this.parts = stars.map(
      ({ role, in: place }) =>
        new AppliedManifest(this, `groups-of-${role}`, {
          yamlBody: stringify(
            {
              apiVersion: "vpcresources.k8s.aws/v1beta1",
              kind: "SecurityGroupPolicy",
              metadata: { name: role, namespace: namespaces[place] },
              spec: {
                podSelector: { matchLabels: { role } },
                securityGroups: { groupIds: [group.id, podDnsSecurityGroupId] },
              },
            },
            { lineWidth: 0, sortMapEntries: true },
          ),
          serverSideApply: true,
          dependsOn: [...rules, ...after],
        }),
    );
  }
}
