import type { TestCloud } from "../../../testing/cloud.ts";
import { makeCluster } from "../../../testing/cluster.ts";
import { policyOf } from "../../../testing/identities.ts";
import { testNetwork } from "../../../testing/network.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { KubernetesObject, Manifest } from "../../object.ts";
import { type TestCluster, testCluster } from "../../testing/cluster.ts";
import { workloadControllersWith } from "../../workloads/controllers.ts";
import { node, pod, podSpec } from "../../workloads/testing/workloads.ts";
import { storageControllers } from "../controllers.ts";

const registry = "602401143452.dkr.ecr.us-east-1.amazonaws.com/eks";
const driverPolicy = "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2";

/** A cluster with one node in each of two zones, the EBS driver on it, and the cloud around it. */
export class StorageBench {
  readonly cloud: TestCloud;
  readonly cluster: TestCluster;

  constructor(cloud: TestCloud, cluster: TestCluster) {
    this.cloud = cloud;
    this.cluster = cluster;
  }

  /** Attaches the driver's policy to its role. */
  allow(policy_arn = driverPolicy): void {
    this.cloud.create("aws_iam_role_policy_attachment", { role: "driver", policy_arn });
  }

  claim(name = "data"): KubernetesObject | undefined {
    return this.cluster.api.find("/PersistentVolumeClaim", name, "default");
  }

  pod(name = "db"): KubernetesObject | undefined {
    return this.cluster.api.find("/Pod", name, "default");
  }

  /** Makes a claim, and a pod that uses it. */
  use(spec: JsonObject = {}, inPod: JsonObject = {}): void {
    this.cluster.api.create(claim("data", spec));
    this.cluster.api.create(podWith("db", "data", inPod));
  }

  /** Deletes what there is of these. */
  delete(...objects: readonly (KubernetesObject | undefined)[]): void {
    for (const object of objects) if (object) this.cluster.api.delete(object);
  }
}

/** A bench whose driver has a role; with the driver's policy unless said otherwise. */
export function storageBench({ allowed = true }: { readonly allowed?: boolean } = {}): StorageBench {
  const network = testNetwork({ enable_dns_hostnames: true });
  const { cloud } = network;
  const zones = ["a", "b"] as const;
  const subnets = zones.map((zone, index) => network.subnet(`10.0.${16 + index}.0/24`, `us-east-1${zone}`));
  makeCluster(cloud, subnets);
  const controllers = [...workloadControllersWith([]), ...storageControllers];
  const bench = new StorageBench(cloud, testCluster({ world: cloud.world, controllers }));
  const { api } = bench.cluster;
  for (const [index, zone] of zones.entries()) {
    const launch = { ami: "ami-0123456789abcdef0", instance_type: "m5.large", subnet_id: subnets[index] ?? "" };
    const instance = network.make("aws_instance", launch);
    api.create(node(`node-${zone}`, zone, { providerID: `aws:///us-east-1${zone}/${instance}` }));
    const image = `${registry}/csi-node-driver-registrar:v2.14.0`;
    api.create(
      pod(`driver-${zone}`, podSpec({ image }, { nodeSelector: { "kubernetes.io/hostname": `node-${zone}` } })),
    );
  }
  const annotations = { "eks.amazonaws.com/role-arn": driverRole(bench) };
  api.create({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "driver", namespace: "default", annotations },
  });
  api.create(driverPod());
  api.create(storageClass("gp3"));
  if (allowed) bench.allow();
  bench.cluster.run();
  return bench;
}

/** The pod of the driver's controller. */
export function driverPod(): Manifest {
  const sidecars = ["aws-ebs-csi-driver", "csi-provisioner", "csi-attacher", "csi-resizer"];
  const containers = sidecars.map((name) => ({ name, image: `${registry}/${name}:v1.64.0` }));
  return pod("driver", { serviceAccountName: "driver", containers });
}

function driverRole({ cloud, cluster }: StorageBench): string {
  const url = cluster.cluster.eks?.issuer ?? "";
  const { arn } = cloud.create("aws_iam_openid_connect_provider", { url, client_id_list: ["sts.amazonaws.com"] });
  const Action = "sts:AssumeRoleWithWebIdentity";
  const trust = policyOf({ Effect: "Allow", Principal: { Federated: String(arn) }, Action });
  return String(cloud.create("aws_iam_role", { name: "driver", assume_role_policy: trust }).arn);
}

/** The default class of encrypted volumes, with changes. */
export function storageClass(name: string, changes: JsonObject = {}): Manifest {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "ebs.csi.aws.com",
    parameters: { type: "gp3", encrypted: "true" },
    reclaimPolicy: "Delete",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
    ...changes,
  };
}

/** A claim of 10 GiB, with changes. */
export function claim(name: string, spec: JsonObject = {}): Manifest {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: "default" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } }, ...spec },
  };
}

/** A pod that uses a claim. */
export function podWith(name: string, claimName: string, spec: JsonObject = {}): Manifest {
  return pod(name, podSpec({}, { volumes: [{ name: "data", persistentVolumeClaim: { claimName } }], ...spec }));
}
