/** How a machine appears in a cluster. */
interface MachineIdentity {
  readonly userName: string;
  readonly groups: readonly string[];
}

const instance = "system:node:{{EC2PrivateDNSName}}";

/** By type of access entry: those whose name and groups EKS chooses. Source: EKS UG, Create access entries. */
export const machineIdentities = {
  EC2: { userName: instance, groups: ["system:nodes"] },
  EC2_LINUX: { userName: instance, groups: ["system:nodes"] },
  EC2_WINDOWS: { userName: instance, groups: ["system:nodes", "eks:kube-proxy-windows"] },
  FARGATE_LINUX: {
    userName: "system:node:{{SessionName}}",
    groups: ["system:bootstrappers", "system:nodes", "system:node-proxier"],
  },
  HYBRID_LINUX: { userName: "system:node:{{SessionName}}", groups: ["system:nodes"] },
  CAPABILITY: { userName: "eks:capability:{{SessionName}}", groups: [] },
} as const satisfies Readonly<Record<string, MachineIdentity>>;

/** A type of access entry for machines. */
export type MachineType = keyof typeof machineIdentities;

/** True for the types whose name and groups EKS chooses. */
export function isMachineType(type: string): type is MachineType {
  return type in machineIdentities;
}

/** True for the types of access entries by which nodes come in. */
export function isNodeType(type: string): boolean {
  return isMachineType(type) && type !== "CAPABILITY";
}
