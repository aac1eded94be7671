import type { TestCloud } from "../../testing/cloud.ts";
import { cloudWithNetwork } from "../../testing/cluster-network.ts";
import { testRules } from "../../testing/rule-test.ts";
import { ec2 } from "../ec2/tables.ts";
import { createLoadBalancer, deleteLoadBalancer, type LoadBalancerRequest } from "./load-balancer.ts";
import { elbRules } from "./rules.ts";

testRules(elbRules, () => cloudWithNetwork(), {
  nameTaken: {
    refused: ({ cloud, network }) => {
      make(cloud, network.publicSubnet);
      make(cloud, network.publicSubnet);
    },
    accepted: ({ cloud, network }) => {
      make(cloud, network.publicSubnet);
      make(cloud, network.publicSubnet, { name: "second" });
    },
  },
  quota: {
    refused: ({ cloud, network }) => many(cloud, network.publicSubnet, 21),
    accepted: ({ cloud, network }) => many(cloud, network.publicSubnet, 20),
  },
  subnetMissing: {
    refused: ({ cloud }) => make(cloud, "subnet-00000000000000000"),
    accepted: ({ cloud, network }) => make(cloud, network.publicSubnet),
  },
  subnetSmall: {
    refused: ({ cloud, network }) => {
      const small = subnet(cloud, network.vpc, "10.0.99.0/28");
      make(cloud, small, { name: "first" });
      for (let index = 0; index < 4; index += 1) make(cloud, small, { name: `more-${index}` });
    },
    accepted: ({ cloud, network }) => make(cloud, subnet(cloud, network.vpc, "10.0.99.0/28")),
  },
  noInternetGateway: {
    refused: ({ cloud, network }) => {
      detachGateway(cloud, network.vpc);
      make(cloud, network.publicSubnet);
    },
    accepted: ({ cloud, network }) => {
      detachGateway(cloud, network.vpc);
      make(cloud, network.publicSubnet, { isInternal: true });
    },
  },
  groupMissing: {
    refused: ({ cloud, network }) => make(cloud, network.publicSubnet, { securityGroupIds: ["sg-00000000000000000"] }),
    accepted: ({ cloud, network }) => make(cloud, network.publicSubnet, { securityGroupIds: [network.clusterGroup] }),
  },
  missing: {
    refused: ({ cloud }) => deleteLoadBalancer(cloud.aws, "classic", "web"),
    accepted: ({ cloud, network }) => {
      make(cloud, network.publicSubnet);
      deleteLoadBalancer(cloud.aws, "classic", "web");
    },
  },
});

function make(cloud: TestCloud, subnetId: string, changes: Partial<LoadBalancerRequest> = {}): void {
  createLoadBalancer(cloud.aws, {
    kind: "classic",
    name: "web",
    isInternal: false,
    subnetIds: [subnetId],
    securityGroupIds: [],
    listeners: [],
    attributes: {},
    inServiceAt: cloud.aws.now,
    tags: {},
    ...changes,
  });
}

function many(cloud: TestCloud, subnetId: string, count: number): void {
  for (let index = 0; index < count; index += 1) make(cloud, subnetId, { name: `web-${index}` });
}

function subnet(cloud: TestCloud, vpc_id: string, cidr_block: string): string {
  return String(cloud.create("aws_subnet", { vpc_id, cidr_block, availability_zone: "us-east-1a" }).id);
}

function detachGateway({ aws }: TestCloud, vpcId: string): void {
  for (const gateway of ec2.internetGateways(aws).filter((held) => held.vpcId === vpcId)) {
    ec2.internetGateways(aws).put(gateway.id, { ...gateway, vpcId: null });
  }
}
