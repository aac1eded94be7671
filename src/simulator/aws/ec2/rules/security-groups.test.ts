import type { Values } from "../../../planning/values.ts";
import { networkIn, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { authoriseIngress, modifyRule, revokePermissions } from "../api/security-group-rules.ts";
import { deleteSecurityGroup } from "../api/security-groups.ts";
import { setQuota } from "../facts/quotas.ts";
import { securityGroupRules } from "./security-groups.ts";

const group = ({ vpcId }: TestNetwork, changes: Values = {}): Values => ({
  name: "web",
  description: "web servers",
  vpc_id: vpcId,
  ...changes,
});

const https = { from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] };

/** Several groups of a network. */
const groups = (network: TestNetwork, count: number): string[] =>
  Array.from({ length: count }, (_, index) => network.group(`group ${index}`));

const rule = (security_group_id: string, changes: Values = {}): Values => ({
  security_group_id,
  ip_protocol: "tcp",
  from_port: 443,
  to_port: 443,
  cidr_ipv4: "10.0.0.0/8",
  ...changes,
});

const open = { protocol: "-1", cidrIpv4: "0.0.0.0/0" };

const ports = (count: number) =>
  Array.from({ length: count }, (_, port) => ({
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrIpv4: "10.0.0.0/8",
  }));

const ingress = "aws_vpc_security_group_ingress_rule";

testRules(securityGroupRules, () => testNetwork(), {
  nameTaken: {
    refused: (network) => {
      network.make("aws_security_group", group(network));
      network.make("aws_security_group", group(network));
    },
    accepted: (network) => {
      network.make("aws_security_group", group(network));
      const other = networkIn(network.cloud);
      other.make("aws_security_group", group(other));
    },
  },
  nameReserved: {
    refused: (network) => network.make("aws_security_group", group(network, { name: "default" })),
    accepted: (network) => network.make("aws_security_group", group(network, { name: "defaults" })),
  },
  nameCharacters: {
    refused: (network) => network.make("aws_security_group", group(network, { name: "web|servers" })),
    accepted: (network) => network.make("aws_security_group", group(network, { name: "web_servers (1)" })),
  },
  descriptionCharacters: {
    refused: (network) => network.make("aws_security_group", group(network, { description: "für alle" })),
    accepted: (network) => network.make("aws_security_group", group(network, { description: "for everybody!" })),
  },
  quota: {
    refused: (network) => {
      setQuota(network.cloud.aws, "securityGroupsPerRegion", 2);
      groups(network, 2);
    },
    accepted: (network) => {
      setQuota(network.cloud.aws, "securityGroupsPerRegion", 2);
      groups(network, 1);
    },
  },
  ruleDescription: {
    refused: (network) => network.make(ingress, rule(network.group(), { description: "café" })),
    accepted: (network) => network.make(ingress, rule(network.group(), { description: "cafe" })),
  },
  ruleCidr: {
    refused: (network) =>
      network.make("aws_security_group", group(network, { ingress: [{ ...https, cidr_blocks: ["10.0.0.0/33"] }] })),
    accepted: (network) => network.make("aws_security_group", group(network, { ingress: [https] })),
  },
  ruleTaken: {
    refused: (network) => {
      const id = network.group();
      network.make(ingress, rule(id));
      network.make(ingress, rule(id, { description: "again" }));
    },
    accepted: (network) => {
      const id = network.group();
      network.make(ingress, rule(id));
      network.make(ingress, rule(id, { from_port: 442 }));
    },
  },
  ruleMissing: {
    refused: (network) => revokePermissions(network.cloud.aws, network.group(), "ingress", [open]),
    accepted: (network) => {
      const id = network.group();
      authoriseIngress(network.cloud.aws, id, [open]);
      revokePermissions(network.cloud.aws, id, "ingress", [open]);
    },
  },
  ruleIdMissing: {
    refused: (network) => modifyRule(network.cloud.aws, network.group(), "sgr-00000000000000000", open),
    accepted: (network) => {
      const id = network.group();
      modifyRule(network.cloud.aws, id, network.make(ingress, rule(id)), open);
    },
  },
  ruleQuota: {
    refused: (network) => {
      const id = network.group();
      authoriseIngress(network.cloud.aws, id, ports(60));
      authoriseIngress(network.cloud.aws, id, [open]);
    },
    accepted: (network) => {
      const id = network.group();
      authoriseIngress(network.cloud.aws, id, ports(60));
      authoriseIngress(network.cloud.aws, id, [{ protocol: "-1", cidrIpv6: "::/0" }]);
    },
  },
  rulePorts: {
    refused: (network) => network.make(ingress, rule(network.group(), { from_port: 444 })),
    accepted: (network) => network.make(ingress, rule(network.group(), { from_port: 442 })),
  },
  groupsPerInterface: {
    refused: (network) => {
      const security_groups = groups(network, 6);
      network.make("aws_network_interface", { subnet_id: network.subnet(), security_groups });
    },
    accepted: (network) => {
      const security_groups = groups(network, 5);
      network.make("aws_network_interface", { subnet_id: network.subnet(), security_groups });
    },
  },
  deleteDependency: {
    refused: (network) => {
      const state = network.cloud.create("aws_security_group", group(network));
      network.make("aws_network_interface", { subnet_id: network.subnet(), security_groups: [String(state.id)] });
      network.cloud.delete("aws_security_group", state);
    },
    accepted: (network) => {
      const state = network.cloud.create("aws_security_group", group(network, { ingress: [{ ...https, self: true }] }));
      network.cloud.delete("aws_security_group", state);
    },
  },
  deleteDefault: {
    refused: ({ cloud, vpc }) => deleteSecurityGroup(cloud.aws, String(vpc.default_security_group_id)),
    accepted: (network) => deleteSecurityGroup(network.cloud.aws, network.group()),
  },
  otherVpc: {
    refused: (network) => {
      const referenced_security_group_id = networkIn(network.cloud).group();
      network.make(ingress, rule(network.group(), { cidr_ipv4: null, referenced_security_group_id }));
    },
    accepted: (network) => {
      const referenced_security_group_id = network.group("others");
      network.make(ingress, rule(network.group(), { cidr_ipv4: null, referenced_security_group_id }));
    },
  },
});
