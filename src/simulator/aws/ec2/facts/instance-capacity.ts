import { familyAndSize, vcpusOf } from "./instance-types.ts";

/** What an instance type gives to pods. */
export interface InstanceCapacity {
  readonly vcpus: number;
  readonly memoryGib: number;
  /** Network interfaces that can be attached. */
  readonly interfaces: number;
  /** IPv4 addresses of each. */
  readonly addressesPerInterface: number;
  /** Interfaces of pods with security groups of their own; 0 for types that have none. */
  readonly branchInterfaces: number;
}

/** GiB of memory for each vCPU, by the letters before the generation. Source: "Amazon EC2 instance types". */
const memoryPerVcpu: Readonly<Record<string, number>> = {
  a: 2,
  c: 2,
  d: 7.625,
  g: 4,
  h: 4,
  i: 7.625,
  im: 4,
  inf: 2,
  is: 6,
  m: 4,
  p: 7.625,
  r: 8,
  trn: 4,
  x: 16,
  z: 8,
};

/** GiB of burstable types by size. */
const burstableMemory: Readonly<Record<string, number>> = {
  nano: 0.5,
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};

type Network = readonly [interfaces: number, addresses: number, branches: number];

/** By size, for types on Nitro. Source: eni-max-pods of awslabs/amazon-eks-ami; limits of amazon-vpc-resource-controller-k8s. */
const networks: Readonly<Record<string, Network>> = {
  medium: [2, 4, 4],
  large: [3, 10, 9],
  xlarge: [4, 15, 18],
  "2xlarge": [4, 15, 38],
  "3xlarge": [4, 15, 38],
  "4xlarge": [8, 30, 54],
  "6xlarge": [8, 30, 54],
  "8xlarge": [8, 30, 54],
  "9xlarge": [8, 30, 54],
  "10xlarge": [8, 30, 54],
  "12xlarge": [8, 30, 54],
};

const burstableNetworks: Readonly<Record<string, Network>> = {
  nano: [2, 2, 0],
  micro: [2, 2, 0],
  small: [3, 4, 0],
  medium: [3, 6, 0],
  large: [3, 12, 0],
  xlarge: [4, 15, 0],
  "2xlarge": [4, 15, 0],
};

const largest: Network = [15, 50, 107];

/** What a type offers; undefined for a name that is no type. */
export function capacityOf(instanceType: string): InstanceCapacity | undefined {
  const vcpus = vcpusOf(instanceType);
  if (vcpus === undefined) return undefined;
  const { family, size } = familyAndSize(instanceType);
  const isBurstable = family.startsWith("t") && !family.startsWith("trn");
  const letters = /^[a-z]+/.exec(family)?.[0] ?? "";
  const [interfaces, addressesPerInterface, branchInterfaces] =
    (isBurstable ? burstableNetworks : networks)[size] ?? largest;
  return {
    vcpus,
    memoryGib: isBurstable ? (burstableMemory[size] ?? 4 * vcpus) : vcpus * (memoryPerVcpu[letters] ?? 4),
    interfaces,
    addressesPerInterface,
    branchInterfaces,
  };
}

/** Pods of a node whose addresses are single ones: every interface keeps its first address, two pods use the host's network. */
export function usualPodLimit({ interfaces, addressesPerInterface }: InstanceCapacity): number {
  return interfaces * (addressesPerInterface - 1) + 2;
}
