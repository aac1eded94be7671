import { expect, test } from "vitest";
import { synthesise } from "../../stacks/testing/root-module.ts";
import { DefaultStorageClass } from "./default-storage-class.ts";

const module = synthesise(
  (stack) => {
    new DefaultStorageClass(stack, "storage", { driver: { fqn: "aws_eks_addon.aws_ebs_csi_driver" } });
  },
  ["kubernetes", "time"],
);

// Defect 36: a provisioner that was removed from Kubernetes, and volumes without encryption.
test("claims get encrypted gp3 volumes of the EBS driver, in the zone of their pod", () => {
  const storageClass = module.resource("kubernetes_storage_class_v1.gp3");
  expect(storageClass).toMatchObject({
    metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    storage_provisioner: "ebs.csi.aws.com",
    volume_binding_mode: "WaitForFirstConsumer",
    allow_volume_expansion: true,
  });
  expect(storageClass.parameters).toEqual({ type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": "ext4" });
});

test("the driver outlives the last claim by the time that the removal of its volume takes", () => {
  expect(module.resource("time_sleep.volume_removal")).toMatchObject({
    destroy_duration: "2m",
    depends_on: ["kubernetes_storage_class_v1.gp3", "aws_eks_addon.aws_ebs_csi_driver"],
  });
});
