import { networkIn, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { servicePrincipal } from "../../principal.ts";
import { assignPrivateAddresses } from "../api/interface-addresses.ts";
import { createSecurityGroup } from "../api/security-groups.ts";
import { createVpc, deleteVpc, setVpcIpv6 } from "../api/vpcs.ts";
import { setQuota } from "../facts/quotas.ts";
import { networkRules } from "./networks.ts";

const subnet = ({ vpcId }: TestNetwork, cidr_block: string, others = {}) => ({ vpc_id: vpcId, cidr_block, ...others });

/** A subnet of 16 addresses, 11 of which can be given away, with so many of them taken. */
function smallSubnet(network: TestNetwork, taken: number): string {
  const subnet_id = network.subnet("10.0.9.0/28");
  for (let count = 0; count < taken; count += 1) network.make("aws_network_interface", { subnet_id });
  return subnet_id;
}

/** Asks for a block of 16 addresses in a subnet of 64, of which the two whole blocks without reserved addresses can be had. */
function takePrefix(network: TestNetwork, ...taken: readonly string[]): void {
  const subnet_id = network.subnet("10.0.9.0/26");
  const [id = ""] = taken.map((address) =>
    network.make("aws_network_interface", { subnet_id, private_ips: [address] }),
  );
  assignPrivateAddresses(network.cloud.aws, id, { prefixCount: 1 });
}

testRules(networkRules, () => testNetwork({ assign_generated_ipv6_cidr_block: true }), {
  vpcCidrSize: {
    refused: ({ cloud }) => createVpc(cloud.aws, { cidr: "10.0.0.0/15" }),
    accepted: ({ cloud }) => createVpc(cloud.aws, { cidr: "10.0.0.0/28" }),
  },
  vpcCidrReserved: {
    refused: ({ cloud }) => cloud.create("aws_vpc", { cidr_block: "169.254.8.0/24" }),
    accepted: ({ cloud }) => cloud.create("aws_vpc", { cidr_block: "100.64.0.0/16" }),
  },
  vpcCidrMissing: {
    refused: ({ cloud }) => cloud.create("aws_vpc", {}),
    accepted: ({ cloud }) => cloud.create("aws_vpc", { cidr_block: "10.1.0.0/16" }),
  },
  noDefaultVpc: {
    refused: ({ cloud }) => cloud.create("aws_security_group", { name: "web", description: "web" }),
    accepted: ({ cloud, vpcId }) =>
      cloud.create("aws_security_group", { name: "web", description: "web", vpc_id: vpcId }),
  },
  vpcQuota: {
    refused: ({ cloud }) => {
      for (let count = 2; count <= 6; count += 1) networkIn(cloud);
    },
    accepted: ({ cloud }) => {
      for (let count = 2; count <= 5; count += 1) networkIn(cloud);
    },
  },
  vpcDeleteDependency: {
    refused: (network) => {
      network.subnet();
      network.cloud.delete("aws_vpc", network.vpc);
    },
    accepted: ({ cloud, vpc }) => cloud.delete("aws_vpc", vpc),
  },
  vpcLeftovers: {
    refused: ({ cloud, vpcId }) => {
      const eks = cloud.aws.as(servicePrincipal("eks.amazonaws.com", cloud.aws.account));
      createSecurityGroup(eks, { name: "eks-cluster-sg", description: "EKS", vpcId });
      deleteVpc(cloud.aws, vpcId);
    },
    accepted: ({ cloud, vpcId }) => deleteVpc(cloud.aws, vpcId),
  },
  vpcIpv6InUse: {
    refused: ({ cloud, vpc, vpcId }) => {
      const ipv6_cidr_block = String(vpc.ipv6_cidr_block).replace("/56", "/64");
      cloud.create("aws_subnet", { vpc_id: vpcId, cidr_block: "10.0.1.0/24", ipv6_cidr_block });
      setVpcIpv6(cloud.aws, vpcId, false);
    },
    accepted: (network) => {
      network.subnet();
      setVpcIpv6(network.cloud.aws, network.vpcId, false);
    },
  },
  subnetSize: {
    refused: (network) => network.make("aws_subnet", subnet(network, "10.0.1.0/29")),
    accepted: (network) => network.make("aws_subnet", subnet(network, "10.0.1.0/28")),
  },
  subnetInVpc: {
    refused: (network) => network.make("aws_subnet", subnet(network, "10.1.0.0/24")),
    accepted: (network) => network.make("aws_subnet", subnet(network, "10.0.255.0/24")),
  },
  subnetOverlap: {
    refused: (network) => {
      network.subnet("10.0.1.0/24");
      network.subnet("10.0.0.0/23");
    },
    accepted: (network) => {
      network.subnet("10.0.1.0/24");
      network.subnet("10.0.2.0/23");
    },
  },
  subnetZone: {
    refused: (network) => network.subnet("10.0.1.0/24", "us-west-2a"),
    accepted: (network) => network.subnet("10.0.1.0/24", "us-east-1f"),
  },
  subnetQuota: {
    refused: (network) => {
      setQuota(network.cloud.aws, "subnetsPerVpc", 1);
      network.subnet("10.0.1.0/24");
      network.subnet("10.0.2.0/24");
    },
    accepted: (network) => {
      setQuota(network.cloud.aws, "subnetsPerVpc", 1);
      network.subnet("10.0.1.0/24");
    },
  },
  subnetDns64: {
    refused: (network) => network.make("aws_subnet", subnet(network, "10.0.1.0/24", { enable_dns64: true })),
    accepted: (network) => {
      const ipv6_cidr_block = String(network.vpc.ipv6_cidr_block).replace("/56", "/64");
      network.make("aws_subnet", subnet(network, "10.0.1.0/24", { enable_dns64: true, ipv6_cidr_block }));
    },
  },
  subnetIpv6Assignment: {
    refused: (network) =>
      network.make("aws_subnet", subnet(network, "10.0.1.0/24", { assign_ipv6_address_on_creation: true })),
    accepted: (network) => {
      const ipv6_cidr_block = String(network.vpc.ipv6_cidr_block).replace("/56", "/64");
      const assigning = { assign_ipv6_address_on_creation: true, ipv6_cidr_block };
      network.make("aws_subnet", subnet(network, "10.0.1.0/24", assigning));
    },
  },
  subnetDeleteDependency: {
    refused: (network) => {
      const state = network.cloud.create("aws_subnet", subnet(network, "10.0.1.0/24"));
      network.make("aws_network_interface", { subnet_id: String(state.id) });
      network.cloud.delete("aws_subnet", state);
    },
    accepted: (network) => {
      const state = network.cloud.create("aws_subnet", subnet(network, "10.0.1.0/24"));
      const held = network.cloud.create("aws_network_interface", { subnet_id: String(state.id) });
      network.cloud.delete("aws_network_interface", held);
      network.cloud.delete("aws_subnet", state);
    },
  },
  subnetFull: {
    refused: (network) => smallSubnet(network, 12),
    accepted: (network) => smallSubnet(network, 11),
  },
  prefixFragmented: {
    refused: (network) => takePrefix(network, "10.0.9.20", "10.0.9.40"),
    accepted: (network) => takePrefix(network, "10.0.9.20", "10.0.9.30"),
  },
});
