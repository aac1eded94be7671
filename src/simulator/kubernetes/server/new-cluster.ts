import { systemUser } from "../access/user.ts";
import { KubernetesApi } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import { Clusters } from "../clusters.ts";
import { kindKey, type Manifest } from "../object.ts";
import { noRepositories } from "../repositories.ts";

/** Namespaces of every cluster. Source: EKS UG; Kubernetes documentation, Namespaces. */
const namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"] as const;

/** The class that EKS makes; from Kubernetes 1.30 on it is not the default. Source: EKS UG, EBS CSI migration. */
const storageClass: Manifest = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "gp2" },
  provisioner: "kubernetes.io/aws-ebs",
  parameters: { type: "gp2", fsType: "ext4" },
  reclaimPolicy: "Delete",
  volumeBindingMode: "WaitForFirstConsumer",
};

const priorityClasses: readonly Manifest[] = [
  priorityClass("system-cluster-critical", 2_000_000_000),
  priorityClass("system-node-critical", 2_000_001_000),
];

const clusterAdmin: Manifest = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "cluster-admin" },
  rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
};

/** What is in a cluster when EKS hands it over. Nothing happens to a cluster that has it already. */
export function fillNewCluster(cluster: Cluster): void {
  const clusters = new Clusters(cluster.world, [], noRepositories);
  const api = new KubernetesApi(cluster, systemUser, "eks", clusters);
  const firstAddress = cluster.eks?.service.ipv4Cidr?.replace(/\d+\/\d+$/, "1");
  const apiService: Manifest = {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "kubernetes",
      namespace: "default",
      labels: { component: "apiserver", provider: "kubernetes" },
    },
    spec: {
      type: "ClusterIP",
      ...(firstAddress ? { clusterIP: firstAddress } : {}),
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: 443 }],
    },
  };
  const spaces = namespaces.map((name): Manifest => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
  for (const manifest of [...spaces, storageClass, ...priorityClasses, clusterAdmin, apiService]) {
    const { name, namespace } = manifest.metadata;
    if (!api.find(kindKey(manifest), name, namespace)) api.create(manifest);
  }
}

function priorityClass(name: string, value: number): Manifest {
  return { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value };
}
