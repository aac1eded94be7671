import type { Aws } from "../../aws/client.ts";
import { privateDnsName } from "../../aws/ec2/addressing.ts";
import { findImage } from "../../aws/ec2/facts/images.ts";
import type { Instance } from "../../aws/ec2/instance-records.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import { forgetNodes } from "../../aws/eks/node-instances.ts";
import { type Cluster as EksCluster, eks, type Node } from "../../aws/eks/records.ts";
import { servicePrincipal } from "../../aws/principal.ts";
import { ServiceError } from "../../rule.ts";
import type { KubernetesApi } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { objectsAt } from "../fields.ts";
import { isObject, type KubernetesObject, type Manifest, withConditions } from "../object.ts";
import { becomesReady, checkJoining, configurationFor } from "./joining.ts";
import { conditionsOf, nodeManifest, notReadyTaint, notReadyTaints } from "./node-object.ts";

/** Seconds from launch to the first registration, and from there to the end of the network's set-up. Source: general knowledge. */
const bootSeconds = 75;
const networkSeconds = 35;

/** An instance that was started for a cluster and does not become a node. */
interface JoinProblem {
  readonly instanceId: string;
  /** Id of the rule that it breaks. */
  readonly rule: string;
  /** What its console says. */
  readonly message: string;
}

/** The instances that do not come into a cluster, and why. */
export function joinProblems(cluster: Cluster): readonly JoinProblem[] {
  return problemsOf(cluster).rows();
}

/**
 * Brings the machines of a cluster into it: instances whose user data names the cluster join when they can, every machine that
 * joined has its Node, and the Node goes with its instance.
 */
export const nodeController: Controller = {
  name: "node-controller",
  watches: [
    "/Node",
    "aws/eks/node",
    "aws/eks/access-entry",
    "aws/eks/addon",
    "aws/ec2/instance",
    "aws/ec2/security-group",
    "aws/ec2/route-table",
    "aws/iam/role",
    "aws/iam/instance-profile",
  ],
  reconcile(context) {
    const { cluster } = context;
    if (!cluster.eks) return;
    const aws = context.aws(servicePrincipal("eks.amazonaws.com", cluster.account));
    forgetGone(aws, cluster.name);
    joinInstances(context, aws, cluster.eks);
    finishNetworks(context, aws, cluster.eks);
    mirror(context, aws);
  },
};

function forgetGone(aws: Aws, clusterName: string): void {
  const gone = nodesOf(aws, clusterName).flatMap(({ instanceId }) =>
    instanceId !== null && !ec2.instances(aws).has(instanceId) ? [instanceId] : [],
  );
  if (gone.length > 0) forgetNodes(aws, gone);
}

function joinInstances(context: ControllerContext, aws: Aws, cluster: EksCluster): void {
  const joined = new Set(nodesOf(aws, cluster.name).map(({ instanceId }) => instanceId));
  const problems = problemsOf(context.cluster);
  const waiting = ec2
    .instances(aws)
    .filter((instance) => !joined.has(instance.id) && !isManaged(instance) && !!configurationFor(cluster, instance));
  for (const instance of waiting) {
    const problem = problemOf(aws, cluster, instance);
    if (problem && problems.get(instance.id)?.message !== problem.message) problems.put(instance.id, problem);
    if (problem) continue;
    if (problems.has(instance.id)) problems.delete(instance.id);
    if (context.elapsed(`boot ${instance.id}`, bootSeconds)) register(aws, cluster, instance);
  }
  const stillThere = new Set(waiting.map(({ id }) => id));
  for (const id of [...problems.keys()]) if (!stillThere.has(id)) problems.delete(id);
}

/** EKS itself lets the instances of its groups join. */
function isManaged({ tags }: Instance): boolean {
  return tags["eks:nodegroup-name"] !== undefined;
}

function problemOf(aws: Aws, cluster: EksCluster, instance: Instance): JoinProblem | undefined {
  try {
    checkJoining(aws, cluster, instance);
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { instanceId: instance.id, rule: error.rule, message: error.message };
  }
}

function register(aws: Aws, cluster: EksCluster, instance: Instance): void {
  const address = ec2.networkInterfaces(aws).get(instance.networkInterfaceId)?.privateIp ?? "";
  const name = privateDnsName(aws.region, address);
  eks.nodes(aws).put(`${cluster.name}:${name}`, {
    clusterName: cluster.name,
    name,
    ready: false,
    instanceId: instance.id,
    networkInterfaceId: instance.networkInterfaceId,
    instanceType: instance.instanceType,
    availabilityZone: instance.availabilityZone,
    nodeGroup: null,
    version: kubeletVersion(aws, instance) ?? cluster.version,
  });
}

/** The minor in the name of an image for nodes. */
function kubeletVersion(aws: Aws, { imageId }: Instance): string | undefined {
  const name = findImage(aws.region, imageId)?.name ?? "";
  return /(?:amazon-eks-node-.*?|bottlerocket-aws-k8s-)(\d\.\d+)-/.exec(name)?.[1];
}

function finishNetworks(context: ControllerContext, aws: Aws, cluster: EksCluster): void {
  for (const node of nodesOf(aws, cluster.name)) {
    if (node.ready || node.nodeGroup !== null || node.instanceId === null) continue;
    const instance = ec2.instances(aws).get(node.instanceId);
    if (!instance || !becomesReady(aws, cluster, instance)) continue;
    if (!context.elapsed(`network ${node.name}`, networkSeconds)) continue;
    eks.nodes(aws).put(`${cluster.name}:${node.name}`, { ...node, ready: true });
  }
}

function mirror({ api, cluster }: ControllerContext, aws: Aws): void {
  const nodes = nodesOf(aws, cluster.name);
  for (const node of nodes) {
    const present = api.find("/Node", node.name);
    if (present) setReadiness(api, present, node.ready);
    else create(api, nodeManifest(aws, node));
  }
  const names = new Set(nodes.map(({ name }) => name));
  for (const object of api.list("/Node")) if (!names.has(object.metadata.name)) api.delete(object);
}

function create(api: KubernetesApi, manifest: Manifest): void {
  const { status, ...rest } = manifest;
  const made = api.create(rest);
  if (isObject(status)) api.setStatus(made, status);
}

/** Taints and conditions of others stay. */
function setReadiness(api: KubernetesApi, object: KubernetesObject, ready: boolean): void {
  const taints = objectsAt(object, "spec.taints").filter(({ key }) => key !== notReadyTaint);
  const tainted = api.patch(object, { spec: { taints: ready ? taints : [...taints, ...notReadyTaints] } });
  api.setStatus(tainted, { conditions: withConditions(tainted, ...conditionsOf(ready)) });
}

function nodesOf(aws: Aws, clusterName: string): readonly Node[] {
  return eks.nodes(aws).filter((node) => node.clusterName === clusterName);
}

function problemsOf(cluster: Cluster) {
  return cluster.table<JoinProblem>("join-problem");
}
