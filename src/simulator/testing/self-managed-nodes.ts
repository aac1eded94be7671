import { newestImage } from "../aws/eks/facts/node-images.ts";
import { eks } from "../aws/eks/records.ts";
import type { Values } from "../planning/values.ts";
import type { TestCloud } from "./cloud.ts";
import { cloudWithNetwork, type NodeNetwork } from "./cluster-network.ts";

/** What a NodeConfig says of its cluster. */
interface ToldCluster {
  readonly name?: string;
  readonly apiServerEndpoint?: string;
  readonly certificateAuthority?: string;
  readonly cidr?: string;
}

/** The cluster `test` in a network, with a role and a profile by which instances come in that somebody starts by hand. */
export interface OpenCluster {
  readonly cloud: TestCloud;
  readonly network: NodeNetwork;
  /** Name of the instance profile. */
  readonly profile: string;
  /** Id of the newest image for the cluster's minor. */
  readonly imageId: string;
}

/** A cluster into which instances of the role `node` may come, unless it is told not to admit them. */
export function openCluster(options: { readonly admitted?: boolean } = {}): OpenCluster {
  const { cloud, network } = cloudWithNetwork();
  if (options.admitted ?? true) admit(cloud, network);
  cloud.create("aws_iam_instance_profile", { name: "node", role: "node" });
  return { cloud, network, profile: "node", imageId: newestImage("AL2023_x86_64_STANDARD", "1.36", "us-east-1") };
}

/** Lets the role of the nodes into the cluster. */
export function admit(cloud: TestCloud, network: NodeNetwork): void {
  cloud.create("aws_eks_access_entry", {
    cluster_name: "test",
    principal_arn: network.nodeRole,
    type: "EC2_LINUX",
  });
}

/** User data of a node, in clear, with what it is told changed. */
export function nodeUserData(cloud: TestCloud, changes: ToldCluster = {}, kubelet: object = {}): string {
  const cluster = eks.clusters(cloud.aws).get("test");
  const told = {
    name: "test",
    apiServerEndpoint: cluster?.endpoint,
    certificateAuthority: cluster?.certificateAuthority,
    cidr: cluster?.service.ipv4Cidr,
    ...changes,
  };
  const config = { apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig", spec: { cluster: told, kubelet } };
  return [
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="//"',
    "",
    "--//",
    "Content-Type: application/node.eks.aws",
    "",
    JSON.stringify(config),
    "",
    "--//--",
  ].join("\n");
}

/** Starts an instance by hand that is to become a node. */
export function startInstance({ cloud, network, profile, imageId }: OpenCluster, changes: Values = {}): Values {
  return cloud.create("aws_instance", {
    ami: imageId,
    instance_type: "m5.large",
    subnet_id: network.privateSubnets[0] ?? "",
    vpc_security_group_ids: [network.clusterGroup],
    iam_instance_profile: profile,
    user_data: nodeUserData(cloud),
    tags: { "kubernetes.io/cluster/test": "owned" },
    ...changes,
  });
}
