import { expect, test } from "vitest";
import type { Volume } from "../../../aws/ec2/instance-records.ts";
import { ec2 } from "../../../aws/ec2/tables.ts";
import { eventsOf } from "../../events.ts";
import { textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { isReady } from "../../workloads/pods/pods.ts";
import { node } from "../../workloads/testing/workloads.ts";
import { driverPod, podWith, type StorageBench, storageBench, storageClass } from "../testing/storage.ts";

/** The volumes of claims. */
function volumes({ cloud }: StorageBench): readonly Volume[] {
  return ec2.volumes(cloud.aws).filter(({ isRoot }) => !isRoot);
}

function messages(bench: StorageBench, object: KubernetesObject | undefined): string {
  const events = object ? eventsOf(bench.cluster.api, object) : [];
  return events.map((event) => `${textAt(event, "reason")}: ${textAt(event, "message")}`).join("\n");
}

test("a claim gets an encrypted, tagged volume in the zone of its pod, attached to the instance of its node", () => {
  const bench = storageBench();
  bench.use({}, { nodeSelector: { "topology.kubernetes.io/zone": "us-east-1b" } });
  const { seconds } = bench.cluster.run();
  const [volume] = volumes(bench);
  expect(volume).toMatchObject({
    availabilityZone: "us-east-1b",
    size: 10,
    type: "gp3",
    encrypted: true,
    deviceName: "/dev/xvdaa",
    tags: {
      "ebs.csi.aws.com/cluster": "true",
      "kubernetes.io/created-for/pvc/name": "data",
      "kubernetes.io/cluster/test": "owned",
    },
  });
  expect(volume?.instanceId).toMatch(/^i-/);
  expect(bench.claim()?.status).toMatchObject({ phase: "Bound", capacity: { storage: "10Gi" } });
  expect(bench.pod() && isReady(bench.pod() as KubernetesObject)).toBe(true);
  expect(seconds).toBeGreaterThan(15);
  expect(seconds).toBeLessThan(60);
});

test("a claim of a late binding class waits for a pod", () => {
  const bench = storageBench();
  bench.use();
  bench.delete(bench.pod());
  bench.cluster.run();
  expect(volumes(bench)).toEqual([]);
  expect(messages(bench, bench.claim())).toContain("WaitForFirstConsumer: waiting for first consumer");
});

test("a volume of an immediate class may be out of reach of its pod, which says so", () => {
  const bench = storageBench();
  bench.cluster.api.create(storageClass("now", { volumeBindingMode: "Immediate" }));
  bench.use({ storageClassName: "now" }, { nodeSelector: { "topology.kubernetes.io/zone": "us-east-1b" } });
  bench.cluster.run();
  expect(volumes(bench)).toMatchObject([{ availabilityZone: "us-east-1a", instanceId: null }]);
  expect(messages(bench, bench.pod())).toContain("1 node(s) had volume node affinity conflict");
});

test("a driver without rights makes nothing and says why; with them it goes on", () => {
  const bench = storageBench({ allowed: false });
  bench.use();
  bench.cluster.run();
  expect(messages(bench, bench.claim())).toMatch(
    /ProvisioningFailed: failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = Could not create volume .*UnauthorizedOperation/,
  );
  expect(textAt(bench.claim(), "status.phase")).toBe("Pending");
  bench.allow();
  bench.cluster.run();
  expect(textAt(bench.claim(), "status.phase")).toBe("Bound");
});

test("a policy that asks for the session tags of pod identity is of no use to a driver with a web identity", () => {
  const bench = storageBench({ allowed: false });
  bench.allow("arn:aws:iam::aws:policy/AmazonEBSCSIDriverEKSClusterScopedPolicy");
  bench.use();
  bench.cluster.run();
  expect(messages(bench, bench.claim())).toContain("UnauthorizedOperation");
});

test("a deleted claim takes its volume with it once its pod is gone", () => {
  const bench = storageBench();
  bench.use();
  bench.cluster.run();
  bench.delete(bench.claim());
  bench.cluster.run();
  expect(bench.claim()?.metadata.finalizers).toEqual(["kubernetes.io/pvc-protection"]);
  expect(volumes(bench)).toHaveLength(1);
  bench.delete(bench.pod());
  bench.cluster.run();
  expect(bench.claim()).toBeUndefined();
  expect(bench.cluster.api.list("/PersistentVolume")).toEqual([]);
  expect(volumes(bench)).toEqual([]);
});

test("a class that retains leaves the released volume, and its cost", () => {
  const bench = storageBench();
  bench.cluster.api.create(storageClass("kept", { reclaimPolicy: "Retain" }));
  bench.use({ storageClassName: "kept" });
  bench.cluster.run();
  bench.delete(bench.pod(), bench.claim());
  bench.cluster.run();
  expect(bench.cluster.api.list("/PersistentVolume")).toMatchObject([{ status: { phase: "Released" } }]);
  expect(volumes(bench)).toMatchObject([{ instanceId: null }]);
});

test("without the driver the volume of a deleted claim stays, with the finalizer that waits for it", () => {
  const bench = storageBench();
  bench.use();
  bench.cluster.run();
  bench.delete(bench.pod("driver"));
  bench.cluster.run();
  bench.delete(bench.pod(), bench.claim());
  bench.cluster.run();
  expect(bench.cluster.api.list("/PersistentVolume")).toMatchObject([{ status: { phase: "Released" } }]);
  expect(volumes(bench)).toHaveLength(1);
  bench.cluster.api.create(driverPod());
  bench.cluster.run();
  expect(bench.cluster.api.list("/PersistentVolume")).toEqual([]);
  expect(volumes(bench)).toEqual([]);
});

test("volumes outlive a cluster that goes first, attached to nothing once its instances are gone", () => {
  const bench = storageBench();
  bench.use();
  bench.cluster.run();
  bench.cluster.cluster.forget();
  expect(volumes(bench)).toMatchObject([{ tags: { "kubernetes.io/cluster/test": "owned" } }]);
});

test("a claim that asks for more gets a larger volume", () => {
  const bench = storageBench();
  bench.use();
  bench.cluster.run();
  const claim = bench.claim();
  if (claim) bench.cluster.api.patch(claim, { spec: { resources: { requests: { storage: "20Gi" } } } });
  bench.cluster.run();
  expect(volumes(bench)).toMatchObject([{ size: 20 }]);
  expect(bench.claim()?.status).toMatchObject({ capacity: { storage: "20Gi" } });
});

test("a pod that is gone frees its volume for the next, in the same zone", () => {
  const bench = storageBench();
  bench.use({}, { nodeSelector: { "topology.kubernetes.io/zone": "us-east-1b" } });
  bench.cluster.run();
  bench.delete(bench.pod());
  bench.cluster.run();
  expect(volumes(bench)).toMatchObject([{ instanceId: null }]);
  bench.cluster.api.create(podWith("next", "data"));
  bench.cluster.run();
  expect(textAt(bench.pod("next"), "spec.nodeName")).toBe("node-b");
  expect(volumes(bench)[0]?.instanceId).toMatch(/^i-/);
});

test("classes of the old provisioner are served by the driver", () => {
  const bench = storageBench();
  bench.use({ storageClassName: "gp2" });
  bench.cluster.run();
  expect(volumes(bench)).toMatchObject([{ type: "gp2", encrypted: false }]);
});

test("without a default class a claim that names none waits until there is one", () => {
  const bench = storageBench();
  bench.delete(bench.cluster.api.find("storage.k8s.io/StorageClass", "gp3"));
  bench.use();
  bench.cluster.run();
  expect(messages(bench, bench.claim())).toContain("FailedBinding: no persistent volumes available for this claim");
  bench.cluster.api.create(storageClass("gp3"));
  bench.cluster.run();
  expect(textAt(bench.claim(), "status.phase")).toBe("Bound");
});

test("a node whose driver attaches no more volumes gets no pod with a claim", () => {
  const bench = storageBench();
  for (const node of bench.cluster.api.list("storage.k8s.io/CSINode")) {
    bench.cluster.api.patch(node, { spec: { drivers: [{ name: "ebs.csi.aws.com", allocatable: { count: 0 } }] } });
  }
  bench.use();
  bench.cluster.run();
  expect(messages(bench, bench.pod())).toContain("2 node(s) exceed max volume count");
});

test("a volume that is attached to one node is not attached to another", () => {
  const bench = storageBench();
  bench.use({}, { nodeSelector: { "kubernetes.io/hostname": "node-a" } });
  bench.cluster.run();
  bench.cluster.api.create(node("node-c", "a"));
  bench.cluster.api.create(podWith("second", "data", { nodeSelector: { "kubernetes.io/hostname": "node-c" } }));
  bench.cluster.run();
  expect(messages(bench, bench.pod("second"))).toContain("FailedAttachVolume: Multi-Attach error for volume");
});

test("an instance that is not there takes no volume, and the pod says so", () => {
  const bench = storageBench();
  bench.cluster.api.create(storageClass("now", { volumeBindingMode: "Immediate" }));
  bench.cluster.api.create(node("node-c", "a"));
  bench.use({ storageClassName: "now" }, { nodeSelector: { "kubernetes.io/hostname": "node-c" } });
  bench.cluster.run();
  expect(messages(bench, bench.pod())).toMatch(
    /FailedAttachVolume: AttachVolume.Attach failed .*InvalidInstanceID.NotFound/,
  );
});
