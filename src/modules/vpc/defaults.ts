import { Construct } from "constructs";
import { DefaultNetworkAcl } from "../../../.gen/aws/default-network-acl.js";
import { DefaultRouteTable } from "../../../.gen/aws/default-route-table.js";
import { DefaultSecurityGroup } from "../../../.gen/aws/default-security-group.js";
import type { Vpc } from "../../../.gen/aws/vpc.js";

const allTraffic = { action: "allow", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0, protocol: "-1", ruleNo: 100 };

/** Takes over what AWS makes with every VPC: a group without rules, a table without routes, and the network ACL as it is. */
export class AdoptedDefaults extends Construct {
  constructor(scope: Construct, id: string, props: { readonly name: string; readonly vpc: Vpc }) {
    super(scope, id);
    const { name, vpc } = props;
    new DefaultSecurityGroup(this, "default", {
      vpcId: vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${name}-default` },
    });
    new DefaultRouteTable(this, "default-routes", {
      defaultRouteTableId: vpc.defaultRouteTableId,
      route: [],
      tags: { Name: `${name}-default` },
    });
    new DefaultNetworkAcl(this, "default-acl", {
      defaultNetworkAclId: vpc.defaultNetworkAclId,
      ingress: [allTraffic],
      egress: [allTraffic],
      tags: { Name: `${name}-default` },
      // Every subnet of the VPC joins it by itself.
      lifecycle: { ignoreChanges: ["subnet_ids"] },
    });
  }
}
