import type { Aws } from "../../aws/client.ts";
import { capacityOf, type InstanceCapacity, usualPodLimit } from "../../aws/ec2/facts/instance-capacity.ts";
import { architectureOf } from "../../aws/ec2/facts/instance-types.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import { volumesOf } from "../../aws/ec2/volumes.ts";
import { parseConfiguration } from "../../aws/eks/add-on-configuration.ts";
import { versionFacts } from "../../aws/eks/facts/kubernetes-versions.ts";
import { eks, type Node, type NodeGroup } from "../../aws/eks/records.ts";
import type { JsonObject } from "../../world/json.ts";
import { textAt } from "../fields.ts";
import type { Condition, Manifest } from "../object.ts";
import { nodeConfigurationOf, type Taint } from "./node-configuration.ts";
import { notReadyMessage } from "./rules.ts";

/** Key of the taints that keep pods off a node that is not ready. */
export const notReadyTaint = "node.kubernetes.io/not-ready";
/** Taints of a node whose kubelet is not ready. Source: Kubernetes, "Taints and Tolerations". */
export const notReadyTaints: readonly Taint[] = [
  { key: notReadyTaint, effect: "NoSchedule" },
  { key: notReadyTaint, effect: "NoExecute" },
];

/** The object of a machine that has joined, as its kubelet and the cloud controller make it. */
export function nodeManifest(aws: Aws, node: Node): Manifest {
  const configuration = nodeConfigurationOf(instanceOf(aws, node)?.userData ?? null);
  const group = groupOf(aws, node);
  const address = addressOf(aws, node);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      labels: {
        ...configuration?.labels,
        ...groupLabels(node, group),
        "kubernetes.io/hostname": node.name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": processorOf(node),
        "node.kubernetes.io/instance-type": node.instanceType,
        "topology.kubernetes.io/region": aws.region,
        "topology.kubernetes.io/zone": node.availabilityZone,
        "failure-domain.beta.kubernetes.io/zone": node.availabilityZone,
        "failure-domain.beta.kubernetes.io/region": aws.region,
        "beta.kubernetes.io/instance-type": node.instanceType,
      },
    },
    spec: {
      providerID: `aws:///${node.availabilityZone}/${node.instanceId ?? node.name}`,
      taints: taintsOf(aws, node),
    },
    status: {
      ...statusOf(aws, node),
      addresses: [
        { type: "InternalIP", address },
        { type: "InternalDNS", address: node.name },
        { type: "Hostname", address: node.name },
      ],
    },
  };
}

/** Taints of a node: its own, and the one that keeps pods off while it is not ready. */
function taintsOf(aws: Aws, node: Node): readonly Taint[] {
  const configuration = nodeConfigurationOf(instanceOf(aws, node)?.userData ?? null);
  const ofGroup = (groupOf(aws, node)?.taints ?? []).map(({ key, value, effect }) => ({
    key,
    ...(value ? { value } : {}),
    effect: effects[effect] ?? effect,
  }));
  return [...(configuration?.taints ?? []), ...ofGroup, ...(node.ready ? [] : notReadyTaints)];
}

/** Effects of taints by the names that EKS gives them. */
const effects: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

/** What a kubelet reports of itself. */
function statusOf(aws: Aws, node: Node): JsonObject {
  const configuration = nodeConfigurationOf(instanceOf(aws, node)?.userData ?? null);
  const branches = hasPodInterfaces(aws, node) ? (capacityOf(node.instanceType)?.branchInterfaces ?? 0) : 0;
  const resources = nodeResources(node.instanceType, {
    maxPods: configuration?.maxPods ?? null,
    diskGib: diskOf(aws, node),
    branches,
  });
  return { ...resources, conditions: conditionsOf(node.ready), nodeInfo: nodeInfo(node) };
}

/** Conditions of a node that is or is not ready. */
export function conditionsOf(ready: boolean): readonly Condition[] {
  const pressure = ["MemoryPressure", "DiskPressure", "PIDPressure"].map(
    (type): Condition => ({ type, status: "False", reason: `KubeletHasSufficient${type.replace("Pressure", "")}` }),
  );
  const readiness: Condition = ready
    ? { type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" }
    : { type: "Ready", status: "False", reason: "KubeletNotReady", message: notReadyMessage };
  return [...pressure, readiness];
}

/** What is asked of a node beside its type. */
interface ResourceSettings {
  readonly maxPods: number | null;
  readonly diskGib: number;
  readonly branches: number;
}

/**
 * Capacity and allocatable resources of a node of a type. Source: what nodeadm of awslabs/amazon-eks-ami reserves for the system,
 * and 100 MiB below which pods are evicted; the kernel keeps about four percent of the memory.
 */
export function nodeResources(instanceType: string, { maxPods, diskGib, branches }: ResourceSettings): JsonObject {
  const type = capacityOf(instanceType) ?? unknownType;
  const pods = maxPods ?? usualPodLimit(type);
  const memory = Math.floor(type.memoryGib * 1_048_576 * 0.96);
  const reserved = (255 + 11 * usualPodLimit(type) + 100) * 1_024;
  const disk = diskGib * 1_048_576;
  const shared = { pods: String(pods), ...(branches > 0 ? { "vpc.amazonaws.com/pod-eni": String(branches) } : {}) };
  return {
    capacity: { cpu: String(type.vcpus), memory: `${memory}Ki`, "ephemeral-storage": `${disk}Ki`, ...shared },
    allocatable: {
      cpu: `${type.vcpus * 1_000 - reservedMillicores(type.vcpus)}m`,
      memory: `${Math.max(0, memory - reserved)}Ki`,
      "ephemeral-storage": `${Math.floor(disk * 0.9)}Ki`,
      ...shared,
    },
  };
}

const unknownType: InstanceCapacity = {
  vcpus: 2,
  memoryGib: 8,
  interfaces: 3,
  addressesPerInterface: 10,
  branchInterfaces: 0,
};

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of every other. */
function reservedMillicores(vcpus: number): number {
  return Array.from({ length: vcpus }, (_, core) => (core === 0 ? 60 : core === 1 ? 10 : core < 4 ? 5 : 2.5)).reduce(
    (sum, part) => sum + part,
    0,
  );
}

function groupLabels({ nodeGroup }: Node, group: NodeGroup | undefined): Readonly<Record<string, string>> {
  if (nodeGroup === null) return {};
  return {
    ...group?.labels,
    "eks.amazonaws.com/nodegroup": nodeGroup,
    "eks.amazonaws.com/capacityType": group?.capacityType ?? "ON_DEMAND",
  };
}

function nodeInfo({ instanceType, version }: Node): JsonObject {
  return {
    architecture: architectureOf(instanceType) === "arm64" ? "arm64" : "amd64",
    operatingSystem: "linux",
    osImage: "Amazon Linux 2023",
    containerRuntimeVersion: "containerd://2.1.4",
    kubeletVersion: `v${versionFacts(version)?.patch ?? `${version}.0`}-eks`,
  };
}

function processorOf({ instanceType }: Node): string {
  return architectureOf(instanceType) === "arm64" ? "arm64" : "amd64";
}

/** Pods get interfaces of their own when the VPC CNI is told so and the cluster's role lets EKS attach the trunk. */
function hasPodInterfaces(aws: Aws, { clusterName }: Node): boolean {
  const configuration = eks.addOns(aws).get(`${clusterName}:vpc-cni`)?.configuration ?? "";
  return textAt(parseConfiguration(configuration) as JsonObject | undefined, "env.ENABLE_POD_ENI") === "true";
}

function diskOf(aws: Aws, { instanceId }: Node): number {
  return (instanceId ? volumesOf(aws, instanceId)[0]?.size : undefined) ?? 20;
}

function addressOf(aws: Aws, { networkInterfaceId, name }: Node): string {
  const held = networkInterfaceId ? ec2.networkInterfaces(aws).get(networkInterfaceId)?.privateIp : undefined;
  return held ?? (/^ip-(\d+-\d+-\d+-\d+)\./.exec(name)?.[1] ?? "").replaceAll("-", ".");
}

function instanceOf(aws: Aws, { instanceId }: Node) {
  return instanceId ? ec2.instances(aws).get(instanceId) : undefined;
}

function groupOf(aws: Aws, { clusterName, nodeGroup }: Node): NodeGroup | undefined {
  return nodeGroup === null ? undefined : eks.nodeGroups(aws).get(`${clusterName}:${nodeGroup}`);
}
