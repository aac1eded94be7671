import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type ProviderCluster, providerCluster } from "../../testing/provider-cluster.ts";
import { testRules } from "../../testing/rule-test.ts";
import { kubernetesClient } from "../provider/kubernetes-client.ts";
import { connectionRules } from "./rules.ts";

function connect(cluster: ProviderCluster, changes: Values, environment = cluster.environment): void {
  kubernetesClient(cluster.surroundings, cluster.block(changes), environment).connect();
}

/** A kubeconfig file as `aws eks update-kubeconfig` writes it. */
function kubeconfig(cluster: ProviderCluster, text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "config");
  const { endpoint = "", certificateAuthority = "", arn = "" } = cluster.inside.cluster.eks ?? {};
  const file = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": arn,
    clusters: [{ name: arn, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    contexts: [{ name: arn, context: { cluster: arn, user: arn } }],
    users: [
      {
        name: arn,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["--region", "us-east-1", "eks", "get-token", "--cluster-name", "test", "--output", "json"],
          },
        },
      },
    ],
  };
  writeFileSync(path, text ?? JSON.stringify(file));
  return path;
}

const nothing: Values = { host: null, cluster_ca_certificate: null, exec: [] };

testRules(connectionRules, () => providerCluster(), {
  notConfigured: {
    refused: (cluster) => connect(cluster, nothing),
    accepted: (cluster) => connect(cluster, { ...nothing, config_path: kubeconfig(cluster) }),
  },
  unknownHost: {
    refused: (cluster) => connect(cluster, { host: "https://gone.gr7.us-east-1.eks.amazonaws.com" }),
    accepted: (cluster) => connect(cluster, { host: `${cluster.inside.cluster.eks?.endpoint ?? ""}/` }),
  },
  certificate: {
    refused: (cluster) => connect(cluster, { cluster_ca_certificate: null }),
    accepted: (cluster) => connect(cluster, { cluster_ca_certificate: null, insecure: true }),
  },
  execVersion: {
    refused: (cluster) =>
      connect(cluster, { exec: [cluster.exec({ api_version: "client.authentication.k8s.io/v1alpha1" })] }),
    accepted: (cluster) =>
      connect(cluster, { exec: [cluster.exec({ api_version: "client.authentication.k8s.io/v1" })] }),
  },
  execMissing: {
    refused: (cluster) => connect(cluster, { exec: [cluster.exec({ command: "aws-iam-authenticator" })] }),
    accepted: (cluster) => connect(cluster, { exec: [cluster.exec({ command: "/usr/local/bin/aws" })] }),
  },
  execFailed: {
    refused: (cluster) => connect(cluster, {}, { AWS_REGION: "us-east-1" }),
    accepted: (cluster) => connect(cluster, {}),
  },
  fileMissing: {
    refused: (cluster) => connect(cluster, { config_path: "/nowhere/config" }),
    accepted: (cluster) => connect(cluster, { config_path: kubeconfig(cluster) }),
  },
  fileInvalid: {
    refused: (cluster) => connect(cluster, { config_path: kubeconfig(cluster, "- a\n") }),
    accepted: (cluster) => connect(cluster, { config_path: kubeconfig(cluster, "apiVersion: v1\n") }),
  },
  noContext: {
    refused: (cluster) => connect(cluster, { config_path: kubeconfig(cluster), config_context: "other" }),
    accepted: (cluster) =>
      connect(cluster, { config_path: kubeconfig(cluster), config_context: cluster.inside.cluster.eks?.arn ?? "" }),
  },
});
