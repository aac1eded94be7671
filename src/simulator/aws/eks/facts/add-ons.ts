import type { AddOnSchema } from "./add-on-schemas.ts";
import { addOnSchemas } from "./add-on-schemas.ts";

/** What EKS knows of an add-on, whatever its version. */
export interface AddOnFacts {
  readonly namespace: string;
  /** The controller of its pods. A Deployment needs nodes to become active; a DaemonSet is complete without any. */
  readonly workload: { readonly kind: "DaemonSet" | "Deployment"; readonly name: string };
  /** Seconds until it is active, nodes being ready. */
  readonly seconds: number;
  readonly schema: AddOnSchema;
}

/**
 * The add-ons that the simulator knows. Sources: the add-on pages of the EKS User Guide; the GuardDuty User Guide; times from
 * public Terraform logs.
 */
export const addOnFacts: Readonly<Record<string, AddOnFacts>> = {
  "vpc-cni": facts("vpc-cni", { workload: { kind: "DaemonSet", name: "aws-node" }, seconds: 65 }),
  "kube-proxy": facts("kube-proxy", { seconds: 25 }),
  coredns: facts("coredns", { workload: { kind: "Deployment", name: "coredns" }, seconds: 15 }),
  "aws-ebs-csi-driver": facts("aws-ebs-csi-driver", {
    workload: { kind: "Deployment", name: "ebs-csi-controller" },
    seconds: 54,
  }),
  "eks-pod-identity-agent": facts("eks-pod-identity-agent", { seconds: 46 }),
  "aws-guardduty-agent": facts("aws-guardduty-agent", { namespace: "amazon-guardduty", seconds: 46 }),
};

function facts(name: string, particular: Partial<AddOnFacts> & Pick<AddOnFacts, "seconds">): AddOnFacts {
  return {
    namespace: "kube-system",
    workload: { kind: "DaemonSet", name },
    schema: addOnSchemas[name] ?? {},
    ...particular,
  };
}
