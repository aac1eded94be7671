import type { Construct } from "constructs";
import { HelmProvider } from "../../.gen/helm/provider.js";
import { KubectlProvider } from "../../.gen/kubectl/provider.js";
import { KubernetesProvider } from "../../.gen/kubernetes/provider.js";

/** How the providers of a stack reach the cluster. */
export interface ClusterAccess {
  readonly clusterName: string;
  readonly region: string;
  /** URL of the API. */
  readonly endpoint: string;
  /** Certificate authority of the API, as a PEM. */
  readonly certificateAuthority: string;
}

/**
 * The three providers that work in one cluster. Each asks the AWS CLI for a token whenever it needs one: a token that was read once
 * would expire after 15 minutes, between a plan and its confirmation or in a long apply.
 */
export function clusterProviders(scope: Construct, access: ClusterAccess): void {
  const { clusterName, region, endpoint: host, certificateAuthority: clusterCaCertificate } = access;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", clusterName, "--region", region],
  };
  new KubernetesProvider(scope, "kubernetes", { host, clusterCaCertificate, exec: [exec] });
  new HelmProvider(scope, "helm", { kubernetes: { host, clusterCaCertificate, exec } });
  new KubectlProvider(scope, "kubectl", { host, clusterCaCertificate, exec: [exec], loadConfigFile: false });
}
