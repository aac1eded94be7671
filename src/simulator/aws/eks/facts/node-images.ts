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
 * The newest release of an image type for a minor, in the form `<patch>-<date>`. Releases of Bottlerocket and Windows have forms
 * and dates of their own; they are shown like those of Amazon Linux.
 */
export function newestRelease(imageType: string, minor: string, region: string): string {
  return (
    parameterOf(imageType, minor, "release_version", region) ?? `${versionFacts(minor)?.patch ?? minor}.0-20260714`
  );
}

/** Id of the newest image of a type for a minor. */
export function newestImage(imageType: string, minor: string, region: string): string | undefined {
  return parameterOf(imageType, minor, "image_id", region);
}

function parameterOf(imageType: string, minor: string, part: string, region: string): string | undefined {
  const [, processor = "x86_64", variant = "STANDARD"] = /^AL2023_(x86_64|ARM_64)_(\w+)$/.exec(imageType) ?? [];
  const architecture = processor === "ARM_64" ? "arm64" : "x86_64";
  const path = `${minor}/amazon-linux-2023/${architecture}/${variant.toLowerCase()}/recommended/${part}`;
  return publicParameter(`/aws/service/eks/optimized-ami/${path}`, region);
}
