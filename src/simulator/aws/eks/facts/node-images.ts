import { createHash } from "node:crypto";
import { publicParameter } from "../../ssm/public-parameters.ts";
import { versionFacts } from "./kubernetes-versions.ts";

/** The image type of a node group without one: Amazon Linux 2023 for the processor of the instances. */
export function defaultImageType(instanceType: string): string {
  const family = instanceType.split(".")[0] ?? "";
  if (/^(?:inf|trn)\d/.test(family)) return "AL2023_x86_64_NEURON";
  const arm = /^(?:a1|[a-z]+\d+g[a-z]*)$/.test(family) && !/^g\d/.test(family);
  if (/^(?:g|gr|p)\d/.test(family)) return family === "g5g" ? "AL2023_ARM_64_NVIDIA" : "AL2023_x86_64_NVIDIA";
  return arm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
}

/** True for the images of Windows. */
export function isWindows(imageType: string): boolean {
  return imageType.startsWith("WINDOWS");
}

/** True for images of Amazon Linux 2, which EKS makes for Kubernetes up to 1.32. */
export function isAmazonLinux2(imageType: string): boolean {
  return imageType.startsWith("AL2_");
}

/**
 * The newest release of an image type for a minor: `<patch>-<date>`, for Bottlerocket `<version>-<part of the build>`. Releases of
 * Windows have a form and dates of their own; they are shown like those of Amazon Linux.
 */
export function newestRelease(imageType: string, minor: string, region: string): string {
  const path = pathOf(imageType, minor);
  const version = publicParameter(`${path}/image_version`, region);
  if (version !== undefined) return `${version}-${newestImage(imageType, minor, region).slice(-8)}`;
  return publicParameter(`${path}/release_version`, region) ?? `${versionFacts(minor)?.patch ?? minor}-20260714`;
}

/** Id of the newest image of a type for a minor; of types without a public parameter it is made up. */
export function newestImage(imageType: string, minor: string, region: string): string {
  const published = publicParameter(`${pathOf(imageType, minor)}/image_id`, region);
  const digest = () => createHash("sha256").update(`${region} ${imageType} ${minor}`).digest("hex");
  return published ?? `ami-0${digest().slice(0, 16)}`;
}

/** The public parameters of an image type, without their last part. */
function pathOf(imageType: string, minor: string): string {
  const architecture = imageType.includes("ARM_64") ? "arm64" : "x86_64";
  const variant = /_(NVIDIA|NEURON|FIPS)$/.exec(imageType)?.[1]?.toLowerCase();
  if (imageType.startsWith("BOTTLEROCKET")) {
    return `/aws/service/bottlerocket/aws-k8s-${minor}${variant ? `-${variant}` : ""}/${architecture}/latest`;
  }
  const family = imageType.startsWith("AL2023") ? "amazon-linux-2023" : "other";
  return `/aws/service/eks/optimized-ami/${minor}/${family}/${architecture}/${variant ?? "standard"}/recommended`;
}
