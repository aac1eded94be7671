import { expect, test } from "vitest";
import { allControllers } from "../../../all-controllers.ts";
import { ec2 } from "../../../aws/ec2/tables.ts";
import { type TestCloud, testCloud } from "../../../testing/cloud.ts";
import { roleFor } from "../../../testing/cluster.ts";
import { openCluster, startInstance } from "../../../testing/self-managed-nodes.ts";
import { systemUser } from "../../access/user.ts";
import { clusterInsides } from "../../add-ons/cluster-insides.ts";
import { KubernetesApi } from "../../api.ts";
import { Clusters } from "../../clusters.ts";
import { textAt } from "../../fields.ts";
import { noRepositories } from "../../repositories.ts";
import { runControllers } from "../../run-controllers.ts";
import { claim, podWith, storageClass } from "../testing/storage.ts";

const actor = { stack: "test", run: "test" };

/** A cluster with a node, and a claim with its pod; the driver comes as an add-on with a role by pod identity. */
function withAddOn({ agent }: { readonly agent: boolean }): { readonly cloud: TestCloud; readonly phase: string } {
  const open = openCluster();
  const worker = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
  open.cloud.create("aws_iam_role_policy_attachment", { role: "node", policy_arn: worker });
  startInstance(open);
  const clusters = new Clusters(open.cloud.world, allControllers, noRepositories);
  const cloud = testCloud({ world: open.cloud.world, insides: clusterInsides(clusters) });
  const role_arn = roleFor(cloud, "driver", "pods.eks.amazonaws.com");
  const policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy";
  cloud.create("aws_iam_role_policy_attachment", { role: "driver", policy_arn });
  const addOn = (addon_name: string, more = {}) =>
    cloud.create("aws_eks_addon", { cluster_name: "test", addon_name, ...more });
  for (const name of ["vpc-cni", "kube-proxy", ...(agent ? ["eks-pod-identity-agent"] : [])]) addOn(name);
  const pod_identity_association = [{ role_arn, service_account: "ebs-csi-controller-sa" }];
  addOn("aws-ebs-csi-driver", { pod_identity_association });
  const cluster = clusters.of({ account: "123456789012", region: "us-east-1", name: "test" });
  const api = new KubernetesApi(cluster, systemUser, "test", clusters);
  for (const manifest of [storageClass("gp3"), claim("data"), podWith("db", "data")]) api.create(manifest);
  runControllers(clusters, cluster, actor, { seconds: 300 });
  return { cloud, phase: textAt(api.find("/PersistentVolumeClaim", "data", "default"), "status.phase") };
}

test("the add-on of EKS makes volumes with its role by pod identity", () => {
  const { cloud, phase } = withAddOn({ agent: true });
  expect(phase).toBe("Bound");
  const volumes = ec2.volumes(cloud.aws).filter(({ isRoot }) => !isRoot);
  expect(volumes).toMatchObject([{ encrypted: true, tags: { "kubernetes.io/cluster/test": "owned" } }]);
});

test("without the agent of pod identity on the nodes the add-on has no credentials", () => {
  const { cloud, phase } = withAddOn({ agent: false });
  expect(phase).toBe("Pending");
  expect(ec2.volumes(cloud.aws).filter(({ isRoot }) => !isRoot)).toEqual([]);
});

test("when the cluster goes first, its volumes stay", () => {
  const { cloud } = withAddOn({ agent: true });
  cloud.delete("aws_eks_cluster", cloud.import("aws_eks_cluster", "test"));
  const volumes = ec2.volumes(cloud.aws).filter(({ isRoot }) => !isRoot);
  expect(volumes).toMatchObject([{ tags: { "kubernetes.io/created-for/pvc/name": "data" } }]);
});
