import type { AddOnSchema } from "./add-on-schemas.ts";
import { addOnSchemas } from "./add-on-schemas.ts";

/** What EKS knows of an add-on, whatever its version. */
export interface AddOnFacts {
  readonly namespace: string;
  /** True when it has pods that need a node of their own accord; a DaemonSet alone is complete without nodes. */
  readonly needsNodes: boolean;
  /** Seconds until it is active, nodes being ready. Sources: public Terraform logs. */
  readonly seconds: number;
  /** Service accounts of its pods that use AWS. */
  readonly serviceAccounts: readonly string[];
  /** Objects that a cluster gets unmanaged unless it is told not to. */
  readonly bootstrapped: boolean;
  readonly schema: AddOnSchema;
}

/** The add-ons that the simulator knows. Sources: the add-on pages of the EKS User Guide; the GuardDuty User Guide. */
export const addOnFacts: Readonly<Record<string, AddOnFacts>> = {
  "vpc-cni": facts("vpc-cni", { seconds: 65, serviceAccounts: ["aws-node"], bootstrapped: true }),
  "kube-proxy": facts("kube-proxy", { seconds: 25, bootstrapped: true }),
  coredns: facts("coredns", { seconds: 15, needsNodes: true, bootstrapped: true }),
  "aws-ebs-csi-driver": facts("aws-ebs-csi-driver", {
    seconds: 54,
    needsNodes: true,
    serviceAccounts: ["ebs-csi-controller-sa", "ebs-csi-node-sa"],
  }),
  "eks-pod-identity-agent": facts("eks-pod-identity-agent", { seconds: 46 }),
  "aws-guardduty-agent": facts("aws-guardduty-agent", { seconds: 46, namespace: "amazon-guardduty" }),
};

function facts(name: string, given: Partial<AddOnFacts>): AddOnFacts {
  return {
    namespace: "kube-system",
    needsNodes: false,
    seconds: 30,
    serviceAccounts: [],
    bootstrapped: false,
    schema: addOnSchemas[name] ?? {},
    ...given,
  };
}
