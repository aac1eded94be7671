import { Construct } from "constructs";
import { SecurityGroup } from "../../../.gen/aws/security-group.js";
import { VpcSecurityGroupEgressRule } from "../../../.gen/aws/vpc-security-group-egress-rule.js";
import { VpcSecurityGroupIngressRule } from "../../../.gen/aws/vpc-security-group-ingress-rule.js";

/** Traffic that a rule lets through; a single port, or a range. */
interface Traffic {
  readonly protocol: "tcp" | "udp";
  readonly port: number | readonly [from: number, to: number];
}

/** Ports on which the control plane calls into nodes. */
const fromControlPlane: Readonly<Record<string, number>> = {
  https: 443,
  kubelet: 10250,
  "webhooks-4443": 4443,
  "webhooks-6443": 6443,
  "webhooks-8443": 8443,
  "webhooks-9443": 9443,
};

const dns: Readonly<Record<"dns-tcp" | "dns-udp", Traffic>> = {
  "dns-tcp": { protocol: "tcp", port: 53 },
  "dns-udp": { protocol: "udp", port: 53 },
};

/**
 * Security groups of the control plane's interfaces, of the nodes, and of pods that bear their own group and still need DNS.
 * Every rule is a resource of its own, named by what it is for, so that adding one touches no other.
 */
export class ClusterSecurityGroups extends Construct {
  readonly controlPlaneId: string;
  readonly nodesId: string;
  readonly podDnsId: string;

  constructor(scope: Construct, id: string, props: { readonly clusterName: string; readonly vpcId: string }) {
    super(scope, id);
    const { clusterName, vpcId } = props;
    const group = (
      key: string,
      name: string,
      description: string,
      tags: Readonly<Record<string, string>> = {},
    ): string => new SecurityGroup(this, key, { name, description, vpcId, tags: { Name: name, ...tags } }).id;
    this.controlPlaneId = group("cluster", `${clusterName}-cluster`, `Control plane of ${clusterName}`);
    this.nodesId = group("nodes", `${clusterName}-node`, `Nodes of ${clusterName}`, {
      [`kubernetes.io/cluster/${clusterName}`]: "owned",
    });
    this.podDnsId = group(
      "pod-dns",
      `${clusterName}-pod-dns-egress`,
      "Pods with their own group ask the nodes for names",
    );

    this.#ingress("cluster-from-nodes", "Nodes to the API server", this.controlPlaneId, this.nodesId, {
      protocol: "tcp",
      port: 443,
    });
    for (const [name, port] of Object.entries(fromControlPlane)) {
      this.#ingress(`nodes-${name}`, `Control plane to nodes: ${name}`, this.nodesId, this.controlPlaneId, {
        protocol: "tcp",
        port,
      });
    }
    this.#ingress("nodes-among-themselves", "Node to node on high ports", this.nodesId, this.nodesId, {
      protocol: "tcp",
      port: [1025, 65535],
    });
    for (const [name, traffic] of Object.entries(dns)) {
      this.#ingress(`nodes-${name}`, "Node to node: names", this.nodesId, this.nodesId, traffic);
      this.#ingress(
        `nodes-${name}-from-pods`,
        "Pods with their own group: names",
        this.nodesId,
        this.podDnsId,
        traffic,
      );
      this.#egress(`pod-${name}`, "Names from the nodes", this.podDnsId, this.nodesId, traffic);
    }
    new VpcSecurityGroupEgressRule(this, "nodes-anywhere", {
      securityGroupId: this.nodesId,
      description: "Images, updates and AWS",
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
      tags: { Name: "nodes-anywhere" },
    });
  }

  #ingress(name: string, description: string, group: string, source: string, traffic: Traffic): void {
    new VpcSecurityGroupIngressRule(this, name, {
      securityGroupId: group,
      referencedSecurityGroupId: source,
      description,
      ...ports(traffic),
      tags: { Name: name },
    });
  }

  #egress(name: string, description: string, group: string, target: string, traffic: Traffic): void {
    new VpcSecurityGroupEgressRule(this, name, {
      securityGroupId: group,
      referencedSecurityGroupId: target,
      description,
      ...ports(traffic),
      tags: { Name: name },
    });
  }
}

function ports({ protocol, port }: Traffic): { ipProtocol: string; fromPort: number; toPort: number } {
  const [fromPort, toPort] = typeof port === "number" ? [port, port] : port;
  return { ipProtocol: protocol, fromPort, toPort };
}
