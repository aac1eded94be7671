import type { Cluster } from "../cluster.ts";
import { flagAt, textAt } from "../fields.ts";
import { isTerminating, type KubernetesObject } from "../object.ts";

/** The provisioner of the EBS CSI driver. */
export const ebsProvisioner = "ebs.csi.aws.com";

const defaultMarks = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

/** The class of a name. */
export function findStorageClass(cluster: Cluster, name: string): KubernetesObject | undefined {
  return cluster.store.find("storage.k8s.io/StorageClass", "", name);
}

/** The class of claims that name none: the newest of those that are marked; undefined when none is. */
export function defaultStorageClass(cluster: Cluster): KubernetesObject | undefined {
  const marked = cluster.store
    .list("storage.k8s.io/StorageClass")
    .filter((one) => defaultMarks.some((mark) => one.metadata.annotations?.[mark] === "true") && !isTerminating(one));
  return marked.toSorted((left, right) =>
    right.metadata.creationTimestamp.localeCompare(left.metadata.creationTimestamp),
  )[0];
}

/** Who makes the volumes of a class; those of the old provisioner of AWS are made by the driver. */
export function provisionerOf(storageClass: KubernetesObject): string {
  const provisioner = textAt(storageClass, "provisioner");
  return provisioner === "kubernetes.io/aws-ebs" ? ebsProvisioner : provisioner;
}

/** True for a class whose volumes may grow. */
export function allowsExpansion(storageClass: KubernetesObject): boolean {
  return flagAt(storageClass, "allowVolumeExpansion");
}
