import { rule } from "../../rule.ts";

const nodeadm = "awslabs/amazon-eks-ami, nodeadm: validation of NodeConfig";
const code = "NodeadmError";

/** Why an instance that somebody started for a cluster never becomes one of its nodes: what its console says. */
export const nodeJoinRules = {
  imageWithoutBootstrap: rule({
    id: "nodes/image-without-nodeadm",
    operation: "nodeadm init",
    code: "CommandNotFound",
    message: (image: string) => `${image}: nodeadm: command not found`,
    source: "EKS UG, Create self-managed nodes: the image must be built for EKS (words of the shell)",
  }),
  nameMissing: rule({
    id: "nodes/cluster-name-missing",
    operation: "nodeadm init",
    code,
    message: () => "Name is missing in cluster configuration",
    source: nodeadm,
  }),
  endpointMissing: rule({
    id: "nodes/endpoint-missing",
    operation: "nodeadm init",
    code,
    message: () => "Apiserver endpoint is missing in cluster configuration",
    source: nodeadm,
  }),
  authorityMissing: rule({
    id: "nodes/authority-missing",
    operation: "nodeadm init",
    code,
    message: () => "Certificate authority is missing in cluster configuration",
    source: nodeadm,
  }),
  serviceCidrMissing: rule({
    id: "nodes/service-cidr-missing",
    operation: "nodeadm init",
    code,
    message: () => "CIDR is missing in cluster configuration",
    source: nodeadm,
  }),
  wrongEndpoint: rule({
    id: "nodes/endpoint-wrong",
    operation: "kubelet",
    code: "NoSuchHost",
    message: (endpoint: string) =>
      `Unable to register node with API server: Post "${endpoint}/api/v1/nodes": dial tcp: lookup ${endpoint.replace(/^https:\/\//, "")}: no such host`,
    source: "messages of kubelet and Go",
  }),
  wrongAuthority: rule({
    id: "nodes/authority-wrong",
    operation: "kubelet",
    code: "UnknownAuthority",
    message: (endpoint: string) =>
      `Unable to register node with API server: Post "${endpoint}/api/v1/nodes": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    source: "messages of kubelet and Go",
  }),
  profileMissing: rule({
    id: "nodes/instance-profile-missing",
    operation: "kubelet",
    code: "Unauthorized",
    message: () => "You must be logged in to the server (Unauthorized): the instance has no IAM role",
    source: "EKS UG, Amazon EKS node IAM role",
  }),
  unauthorized: rule({
    id: "nodes/role-not-admitted",
    operation: "kubelet",
    code: "Unauthorized",
    message: () => "Unable to register node with API server: Unauthorized",
    source: "EKS UG, Troubleshoot: Unauthorized or access denied",
  }),
  unreachable: rule({
    id: "nodes/api-server-unreachable",
    operation: "kubelet",
    code: "Timeout",
    message: (endpoint: string) =>
      `Unable to register node with API server: Post "${endpoint}/api/v1/nodes": dial tcp: i/o timeout`,
    source: "EKS UG, View Amazon EKS security group requirements",
  }),
  mayNotDescribe: rule({
    id: "nodes/may-not-describe-instances",
    operation: "nodeadm init",
    code: "UnauthorizedOperation",
    message: () => "operation error EC2: DescribeInstances: You are not authorized to perform this operation.",
    source: "EKS UG, Amazon EKS node IAM role",
  }),
} as const;

/** Words for nodes that joined and stay NotReady. */
export const notReadyMessage =
  "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";
