import { idOf, networkIn, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { associateAddress, disassociateAddress, releaseAddress } from "../api/addresses.ts";
import { attachInternetGateway, deleteInternetGateway, detachInternetGateway } from "../api/internet-gateways.ts";
import { createNatGateway } from "../api/nat-gateways.ts";
import { setQuota } from "../facts/quotas.ts";
import { ec2 } from "../tables.ts";
import { gatewayRules } from "./gateways.ts";

/** A NAT gateway in a network that has a way out, in the first of its subnets. */
function natGateway(network: TestNetwork, subnet = network.subnet(), address = network.address()): string {
  return network.make("aws_nat_gateway", { subnet_id: subnet, allocation_id: address });
}

function withInternet(network: TestNetwork): TestNetwork {
  network.internetGateway();
  return network;
}

function interfaceIn(network: TestNetwork): string {
  return network.make("aws_network_interface", { subnet_id: network.subnet(), private_ips: ["10.0.1.10"] });
}

function associationOf({ cloud }: TestNetwork, address: string): string {
  return ec2.addresses(cloud.aws).get(address)?.association?.id ?? "";
}

testRules(gatewayRules, () => testNetwork(), {
  internetGatewayQuota: {
    refused: ({ cloud }) => {
      for (let count = 1; count <= 6; count += 1) cloud.create("aws_internet_gateway", {});
    },
    accepted: ({ cloud }) => {
      for (let count = 1; count <= 5; count += 1) cloud.create("aws_internet_gateway", {});
    },
  },
  oneInternetGatewayPerVpc: {
    refused: (network) => {
      network.internetGateway();
      network.internetGateway();
    },
    accepted: (network) => {
      network.internetGateway();
      networkIn(network.cloud).internetGateway();
    },
  },
  internetGatewayAttached: {
    refused: (network) => {
      const id = network.internetGateway();
      attachInternetGateway(network.cloud.aws, id, networkIn(network.cloud).vpcId);
    },
    accepted: ({ cloud, vpcId }) => {
      const id = idOf(cloud.create("aws_internet_gateway", {}));
      attachInternetGateway(cloud.aws, id, vpcId);
    },
  },
  mappedAddresses: {
    refused: (network) => {
      const gateway = network.internetGateway();
      natGateway(network);
      detachInternetGateway(network.cloud.aws, gateway, network.vpcId);
    },
    accepted: (network) => {
      const gateway = network.internetGateway();
      network.make("aws_nat_gateway", { subnet_id: network.subnet(), connectivity_type: "private" });
      detachInternetGateway(network.cloud.aws, gateway, network.vpcId);
    },
  },
  internetGatewayNotAttached: {
    refused: ({ cloud, vpcId }) => {
      const id = idOf(cloud.create("aws_internet_gateway", {}));
      detachInternetGateway(cloud.aws, id, vpcId);
    },
    accepted: (network) => detachInternetGateway(network.cloud.aws, network.internetGateway(), network.vpcId),
  },
  internetGatewayInUse: {
    refused: (network) => deleteInternetGateway(network.cloud.aws, network.internetGateway()),
    accepted: ({ cloud }) => deleteInternetGateway(cloud.aws, idOf(cloud.create("aws_internet_gateway", {}))),
  },
  addressQuota: {
    refused: (network) => {
      for (let count = 1; count <= 6; count += 1) network.address();
    },
    accepted: (network) => {
      for (let count = 1; count <= 5; count += 1) network.address();
    },
  },
  addressInUse: {
    refused: (network) => {
      const address = withInternet(network).address();
      associateAddress(network.cloud.aws, address, { networkInterfaceId: interfaceIn(network) });
      releaseAddress(network.cloud.aws, address);
    },
    accepted: (network) => releaseAddress(network.cloud.aws, network.address()),
  },
  addressOfService: {
    refused: (network) => {
      const address = withInternet(network).address();
      natGateway(network, network.subnet(), address);
      disassociateAddress(network.cloud.aws, associationOf(network, address));
    },
    accepted: (network) => {
      const address = withInternet(network).address();
      associateAddress(network.cloud.aws, address, { networkInterfaceId: interfaceIn(network) });
      disassociateAddress(network.cloud.aws, associationOf(network, address));
    },
  },
  addressAssociated: {
    refused: (network) => {
      const address = withInternet(network).address();
      const networkInterfaceId = interfaceIn(network);
      associateAddress(network.cloud.aws, address, { networkInterfaceId });
      associateAddress(network.cloud.aws, address, { networkInterfaceId });
    },
    accepted: (network) => {
      const address = withInternet(network).address();
      const networkInterfaceId = interfaceIn(network);
      associateAddress(network.cloud.aws, address, { networkInterfaceId });
      disassociateAddress(network.cloud.aws, associationOf(network, address));
      associateAddress(network.cloud.aws, address, { networkInterfaceId });
    },
  },
  addressForeign: {
    refused: (network) => {
      const target = { network_interface: interfaceIn(withInternet(network)), associate_with_private_ip: "10.0.1.11" };
      network.make("aws_eip", target);
    },
    accepted: (network) => {
      const target = { network_interface: interfaceIn(withInternet(network)), associate_with_private_ip: "10.0.1.10" };
      network.make("aws_eip", target);
    },
  },
  addressWithoutInternetGateway: {
    refused: (network) => network.make("aws_eip", { network_interface: interfaceIn(network) }),
    accepted: (network) => network.make("aws_eip", { network_interface: interfaceIn(withInternet(network)) }),
  },
  associationMissing: {
    refused: ({ cloud }) => disassociateAddress(cloud.aws, "eipassoc-00000000000000000"),
    accepted: (network) => {
      const state = network.cloud.create("aws_eip", { network_interface: interfaceIn(withInternet(network)) });
      disassociateAddress(network.cloud.aws, String(state.association_id));
    },
  },
  natPrivateAddress: {
    refused: (network) => {
      const allocationIds = [network.address()];
      const subnetId = network.subnet();
      createNatGateway(network.cloud.aws, { subnetId, connectivityType: "private", allocationIds });
    },
    accepted: (network) => {
      const subnetId = network.subnet();
      createNatGateway(network.cloud.aws, { subnetId, connectivityType: "private", allocationIds: [] });
    },
  },
  natPublicWithoutAddress: {
    refused: (network) => network.make("aws_nat_gateway", { subnet_id: withInternet(network).subnet() }),
    accepted: (network) => natGateway(withInternet(network)),
  },
  natQuota: {
    refused: (network) => {
      setQuota(network.cloud.aws, "natGatewaysPerZone", 1);
      natGateway(withInternet(network));
      natGateway(network, network.subnet("10.0.2.0/24"));
    },
    accepted: (network) => {
      setQuota(network.cloud.aws, "natGatewaysPerZone", 1);
      natGateway(withInternet(network));
      natGateway(network, network.subnet("10.0.2.0/24", "us-east-1b"));
    },
  },
  natWithoutInternetGateway: {
    refused: (network) => natGateway(network),
    accepted: (network) => natGateway(withInternet(network)),
  },
  natFailed: {
    refused: (network) => {
      const address = withInternet(network).address();
      natGateway(network, network.subnet(), address);
      natGateway(network, network.subnet("10.0.2.0/24"), address);
    },
    accepted: (network) => {
      natGateway(withInternet(network));
      natGateway(network, network.subnet("10.0.2.0/24"));
    },
  },
});
