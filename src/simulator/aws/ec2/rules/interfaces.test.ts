import type { Values } from "../../../planning/values.ts";
import { type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { runInstances } from "../api/instances.ts";
import { assignIpv6Addresses, unassignPrivateAddresses } from "../api/interface-addresses.ts";
import {
  attachNetworkInterface,
  createNetworkInterface,
  deleteNetworkInterface,
  detachNetworkInterface,
} from "../api/network-interfaces.ts";
import { setQuota } from "../facts/quotas.ts";
import { ec2 } from "../tables.ts";
import { interfaceRules } from "./interfaces.ts";

function made(network: TestNetwork, changes: Values = {}): string {
  return network.make(
    "aws_network_interface",
    changes.subnet_id ? changes : { subnet_id: network.subnet(), ...changes },
  );
}

/** An instance, in zone `a` unless said otherwise. */
function instance(network: TestNetwork, subnetId = network.subnet("10.0.2.0/24")): string {
  const request = { imageId: "ami-0123456789abcdef0", instanceType: "t3.micro", subnetId };
  return runInstances(network.cloud.aws, request)[0]?.id ?? "";
}

function primaryOf({ cloud }: TestNetwork, id: string): string {
  return ec2.instances(cloud.aws).get(id)?.networkInterfaceId ?? "";
}

testRules(interfaceRules, () => testNetwork({ assign_generated_ipv6_cidr_block: true }), {
  addressTaken: {
    refused: (network) => {
      const subnet_id = network.subnet();
      network.make("aws_network_interface", { subnet_id, private_ips: ["10.0.1.10"] });
      network.make("aws_network_interface", { subnet_id, private_ips: ["10.0.1.10"] });
    },
    accepted: (network) => {
      const subnet_id = network.subnet();
      network.make("aws_network_interface", { subnet_id, private_ips: ["10.0.1.10"] });
      network.make("aws_network_interface", { subnet_id, private_ips: ["10.0.1.11"] });
    },
  },
  addressOutside: {
    refused: (network) => made(network, { private_ips: ["10.0.1.3"] }),
    accepted: (network) => made(network, { private_ips: ["10.0.1.4"] }),
  },
  prefixOutside: {
    refused: (network) => made(network, { ipv4_prefixes: ["10.0.1.0/28"] }),
    accepted: (network) => made(network, { ipv4_prefixes: ["10.0.1.16/28"] }),
  },
  subnetWithoutIpv6: {
    refused: (network) => assignIpv6Addresses(network.cloud.aws, made(network), { addressCount: 1 }),
    accepted: (network) => {
      const ipv6_cidr_block = String(network.vpc.ipv6_cidr_block).replace("/56", "/64");
      const subnet = { vpc_id: network.vpcId, cidr_block: "10.0.3.0/24", ipv6_cidr_block };
      const id = made(network, { subnet_id: network.make("aws_subnet", subnet) });
      assignIpv6Addresses(network.cloud.aws, id, { addressCount: 1 });
    },
  },
  primaryAddress: {
    refused: (network) => {
      const id = made(network, { private_ips: ["10.0.1.10"] });
      unassignPrivateAddresses(network.cloud.aws, id, { addresses: ["10.0.1.10"] });
    },
    accepted: (network) => {
      const id = made(network, { private_ip: "10.0.1.10", private_ips: ["10.0.1.10", "10.0.1.11"] });
      unassignPrivateAddresses(network.cloud.aws, id, { addresses: ["10.0.1.11"] });
    },
  },
  attachInUse: {
    refused: (network) => {
      const attachment = [{ instance: instance(network), device_index: 1 }];
      attachNetworkInterface(
        network.cloud.aws,
        made(network, { attachment }),
        instance(network, network.subnet("10.0.4.0/24")),
        1,
      );
    },
    accepted: (network) => attachNetworkInterface(network.cloud.aws, made(network), instance(network), 1),
  },
  attachZone: {
    refused: (network) => {
      const id = instance(network, network.subnet("10.0.2.0/24", "us-east-1b"));
      attachNetworkInterface(network.cloud.aws, made(network), id, 1);
    },
    accepted: (network) => attachNetworkInterface(network.cloud.aws, made(network), instance(network), 1),
  },
  quota: {
    refused: (network) => {
      setQuota(network.cloud.aws, "networkInterfacesPerRegion", 1);
      made(network);
      made(network, { subnet_id: network.subnet("10.0.2.0/24") });
    },
    accepted: (network) => {
      setQuota(network.cloud.aws, "networkInterfacesPerRegion", 1);
      made(network);
    },
  },
  deleteInUse: {
    refused: (network) => {
      const attachment = [{ instance: instance(network), device_index: 1 }];
      deleteNetworkInterface(network.cloud.aws, made(network, { attachment }));
    },
    accepted: (network) => deleteNetworkInterface(network.cloud.aws, made(network)),
  },
  detachPrimary: {
    refused: (network) => detachNetworkInterface(network.cloud.aws, primaryOf(network, instance(network))),
    accepted: (network) => {
      const attachment = [{ instance: instance(network), device_index: 1 }];
      detachNetworkInterface(network.cloud.aws, made(network, { attachment }));
    },
  },
  requesterManaged: {
    refused: (network) => {
      const { id } = createNetworkInterface(network.cloud.aws, {
        subnetId: network.subnet(),
        requesterId: "amazon-eks",
      });
      deleteNetworkInterface(network.cloud.aws, id);
    },
    accepted: (network) => deleteNetworkInterface(network.cloud.aws, made(network)),
  },
});
