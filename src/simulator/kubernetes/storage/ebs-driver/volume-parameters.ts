import type { NewVolume } from "../../../aws/ec2/api/volume-lifecycle.ts";
import type { Tags } from "../../../aws/tags.ts";
import { refuse, refuseIf, refuseUnless } from "../../../rule.ts";
import { textAt, textMapAt, textsAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { quantityAt } from "../../workloads/pods/pod-types.ts";
import { gibibytes } from "../../workloads/quantities.ts";
import { ebsDriverRules as rules } from "../rules.ts";

/** What the driver asks EC2 for, and how it formats the volume. */
interface VolumeOrder {
  readonly volume: Omit<NewVolume, "availabilityZone">;
  readonly fileSystem: string;
}

/** File systems that the driver makes. Source: aws-ebs-csi-driver, page "parameters". */
const fileSystems: ReadonlySet<string> = new Set(["ext3", "ext4", "xfs", "ntfs"]);

/** Parameters that only say how the volume is formatted or attached, and those of which the driver makes nothing here. */
const otherParameters: ReadonlySet<string> = new Set([
  "allowautoiopsperincrease",
  "allowautoiopspergbincrease",
  "autoiopspergbincrease",
  "blocksize",
  "blockexpress",
  "bytesperinode",
  "inodesize",
  "numberofinodes",
  "ext4bigalloc",
  "ext4clustersize",
  "ext4encryptionsupport",
  "volumeinitializationrate",
]);

/**
 * Reads the parameters of a class for one claim.
 *
 * @throws ServiceError `InvalidArgument` for what the driver does not know
 */
export function readOrder(storageClass: KubernetesObject, claim: KubernetesObject, clusterName: string): VolumeOrder {
  const name = `pvc-${claim.metadata.uid}`;
  const modes = textsAt(claim, "spec.accessModes");
  const isShared = modes.some((mode) => mode === "ReadWriteMany" || mode === "ReadOnlyMany");
  refuseIf(isShared && textAt(claim, "spec.volumeMode") !== "Block", rules.accessMode);
  const size = gibibytes(quantityAt(claim, "spec.resources.requests.storage") ?? 0);
  let order: VolumeOrder["volume"] = {
    size,
    type: "gp3",
    encrypted: false,
    tags: volumeTags(claim, name, clusterName),
    clientToken: name,
  };
  let fileSystem = "ext4";
  for (const [key, value] of Object.entries(textMapAt(storageClass, "parameters"))) {
    const lower = key.toLowerCase();
    if (lower === "type") order = { ...order, type: value };
    else if (lower === "iops") order = { ...order, iops: numberOf("iops", value) };
    else if (lower === "iopspergb") order = { ...order, iops: numberOf("iopsPerGB", value) * size };
    else if (lower === "throughput") order = { ...order, throughput: numberOf("throughput", value) };
    else if (lower === "encrypted") order = { ...order, encrypted: value.toLowerCase() === "true" };
    else if (lower === "kmskeyid") order = { ...order, kmsKeyId: value };
    else if (lower === "fstype" || lower === "csi.storage.k8s.io/fstype") fileSystem = value.toLowerCase();
    else if (lower.startsWith("tagspecification_"))
      order = { ...order, tags: { ...order.tags, ...tagOf(value, claim, name) } };
    else refuseUnless(otherParameters.has(lower) || lower.startsWith("csi.storage.k8s.io/"), rules.parameter, key);
  }
  refuseUnless(fileSystems.has(fileSystem), rules.fileSystem, fileSystem);
  return { volume: order, fileSystem };
}

function numberOf(name: string, text: string): number {
  refuseUnless(/^\d+$/.test(text), rules.number, name, text);
  return Number(text);
}

/** Source: aws-ebs-csi-driver, page "tagging"; the add-on of EKS tells the driver the name of its cluster. */
function volumeTags({ metadata }: KubernetesObject, name: string, clusterName: string): Tags {
  return {
    CSIVolumeName: name,
    KubernetesCluster: clusterName,
    Name: `${clusterName}-dynamic-${name}`,
    "ebs.csi.aws.com/cluster": "true",
    "ebs.csi.aws.com/cluster-name": clusterName,
    [`kubernetes.io/cluster/${clusterName}`]: "owned",
    "kubernetes.io/created-for/pv/name": name,
    "kubernetes.io/created-for/pvc/name": metadata.name,
    "kubernetes.io/created-for/pvc/namespace": metadata.namespace ?? "default",
  };
}

/** A tag written `key=value`, with the claim's names in it as templates. */
function tagOf(text: string, { metadata }: KubernetesObject, volume: string): Tags {
  const [, key = "", value = ""] = /^([^=]+)=(.*)$/.exec(text) ?? refuse(rules.tag, text);
  const reserved = ["kubernetes.io/", "ebs.csi.aws.com/", "aws:", "CSIVolumeName", "KubernetesCluster"];
  refuseIf(
    reserved.some((begin) => key.startsWith(begin)),
    rules.tag,
    `Tag key '${key}' is reserved by the driver`,
  );
  const names: Readonly<Record<string, string>> = {
    PVCName: metadata.name,
    PVCNamespace: metadata.namespace ?? "default",
    PVName: volume,
  };
  return { [key]: value.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_, name: string) => names[name] ?? "") };
}
