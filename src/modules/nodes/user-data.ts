import { Fn } from "cdktn";
import { literal } from "../engine-text.ts";

/** What a node must know to join its cluster; references to other resources are kept. */
export interface NodeConfig {
  readonly clusterName: string;
  /** URL of the API. */
  readonly endpoint: string;
  /** Base64 of a PEM. */
  readonly certificateAuthority: string;
  readonly serviceCidr: string;
  /** Pods that a node takes at most: prefix delegation gives it the addresses. */
  readonly maxPods: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** Pods of a node with fewer than 30 vCPUs, where addresses are no limit. Source: EKS User Guide, "Choose an optimal Amazon EC2 node instance type". */
export const maxPodsOfNode = 110;

/**
 * User data of a node with Amazon Linux 2023: a MIME message with one part for nodeadm, in Base64.
 * Source: the documentation of awslabs/amazon-eks-ami, "nodeadm".
 */
export function nodeUserData(config: NodeConfig): string {
  const labels = Object.entries(config.labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const lines = [
    "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=NODE",
    "",
    "--NODE",
    "Content-Type: application/node.eks.aws",
    "",
    "apiVersion: node.eks.aws/v1alpha1",
    "kind: NodeConfig",
    "spec:",
    "  cluster:",
    `    name: ${config.clusterName}`,
    `    apiServerEndpoint: ${config.endpoint}`,
    `    certificateAuthority: ${config.certificateAuthority}`,
    `    cidr: ${config.serviceCidr}`,
    "  kubelet:",
    "    config:",
    `      maxPods: ${config.maxPods}`,
    ...(labels === "" ? [] : ["    flags:", `      - --node-labels=${literal(labels)}`]),
    "",
    "--NODE--",
    "",
  ];
  return Fn.base64encode(lines.join("\n"));
}
