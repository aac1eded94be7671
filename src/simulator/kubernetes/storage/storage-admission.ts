import type { Cluster } from "../cluster.ts";
import { textAt, textsAt } from "../fields.ts";
import type { KubernetesObject } from "../object.ts";
import { refuseIf, refuseUnless } from "../server/kubernetes-error.ts";
import { quantityAt } from "../workloads/pods/pod-types.ts";
import { claimProtection, volumeProtection } from "./protection.ts";
import { storageRules as rules } from "./rules.ts";
import { allowsExpansion, defaultStorageClass, findStorageClass } from "./storage-classes.ts";

/**
 * A new claim: of the default class if it names none, and protected while a pod uses it.
 *
 * @throws KubernetesError for one that says too little
 */
export function admitClaim(claim: KubernetesObject, cluster: Cluster): KubernetesObject {
  const { name } = claim.metadata;
  refuseIf(textsAt(claim, "spec.accessModes").length === 0, rules.claimAccessModes, name);
  refuseUnless(quantityAt(claim, "spec.resources.requests.storage"), rules.claimSize, name);
  const chosen = claim.spec?.storageClassName === undefined ? defaultStorageClass(cluster) : undefined;
  return {
    ...withFinalizer(claim, claimProtection),
    spec: {
      ...claim.spec,
      volumeMode: claim.spec?.volumeMode ?? "Filesystem",
      ...(chosen ? { storageClassName: chosen.metadata.name } : {}),
    },
    status: { phase: "Pending" },
  };
}

/**
 * A changed claim.
 *
 * @throws KubernetesError when it grows and its class does not let it
 */
export function readmitClaim(claim: KubernetesObject, present: KubernetesObject, cluster: Cluster): KubernetesObject {
  const size = (object: KubernetesObject) => quantityAt(object, "spec.resources.requests.storage") ?? 0;
  if (size(claim) <= size(present)) return claim;
  const storageClass = findStorageClass(cluster, textAt(claim, "spec.storageClassName"));
  refuseUnless(storageClass && allowsExpansion(storageClass), rules.claimResize, claim.metadata.name);
  return claim;
}

/** A new volume, protected while a claim is bound to it. */
export function admitVolume(volume: KubernetesObject): KubernetesObject {
  return { ...withFinalizer(volume, volumeProtection), status: { phase: "Pending" } };
}

/**
 * A new class with what it leaves out.
 *
 * @throws KubernetesError for one that says too little, or what there is not
 */
export function admitStorageClass(storageClass: KubernetesObject): KubernetesObject {
  const { name } = storageClass.metadata;
  const { reclaimPolicy = "Delete", volumeBindingMode = "Immediate" } = storageClass;
  refuseIf(textAt(storageClass, "provisioner") === "", rules.provisioner, name);
  refuseUnless(["Delete", "Retain"].includes(String(reclaimPolicy)), rules.reclaimPolicy, name, String(reclaimPolicy));
  const isMode = ["Immediate", "WaitForFirstConsumer"].includes(String(volumeBindingMode));
  refuseUnless(isMode, rules.bindingMode, name, String(volumeBindingMode));
  return { ...storageClass, reclaimPolicy, volumeBindingMode };
}

function withFinalizer(object: KubernetesObject, finalizer: string): KubernetesObject {
  const finalizers = [...new Set([...(object.metadata.finalizers ?? []), finalizer])];
  return { ...object, metadata: { ...object.metadata, finalizers } };
}
