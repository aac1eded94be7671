import { type Synthesised, synthesise } from "../../../stacks/testing/root-module.ts";
import { EksCluster, type EksClusterProps } from "../cluster.ts";

/** Twelve digits. */
export const account = "111111111111";
export const boundary = `arn:aws:iam::${account}:policy/boundary`;

/** Who may use the cluster, unless a test says otherwise. */
export const entries: EksClusterProps["access"] = [
  entry("ci", { policyArns: [policyArn("ClusterAdmin")] }),
  entry("developers", { policyArns: [policyArn("AdminView"), policyArn("Edit")], namespaces: ["airflow"] }),
];

/** An access entry for the role of its key. */
export function entry(
  key: string,
  rights: { readonly policyArns: readonly string[]; readonly namespaces?: readonly string[] },
): EksClusterProps["access"][number] {
  return { key, principalArn: `arn:aws:iam::${account}:role/${key}`, namespaces: [], ...rights };
}

/** A cluster in an otherwise empty stack, with some properties changed. */
export function cluster(change: Partial<EksClusterProps> = {}): Synthesised {
  return synthesise((stack) => {
    new EksCluster(stack, "kubernetes", {
      name: "k8",
      version: "1.35",
      account,
      region: "us-east-1",
      roleBoundaryArn: boundary,
      network: { vpcId: "vpc-1", controlPlaneSubnetIds: ["subnet-1", "subnet-2"] },
      apiNetworks: [{ name: "vpn", cidr: "52.0.0.1/32" }],
      logs: {
        types: ["api", "audit"],
        retentionDays: 90,
        encryptionKeyArn: "arn:aws:kms:us-east-1:111111111111:key/1",
      },
      addOnVersions: {
        "vpc-cni": "v1.22.4-eksbuild.3",
        "kube-proxy": "v1.35.3-eksbuild.21",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      },
      podSecurityGroups: "standard",
      access: entries,
      protect: false,
      ...change,
    });
  });
}

/** ARN of an EKS access policy, by the middle of its name. */
export function policyArn(name: string): string {
  return `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${name}Policy`;
}
