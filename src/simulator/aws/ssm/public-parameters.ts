import { imageId } from "../ec2/facts/image-id.ts";

/** Newest release of the EKS node images by Kubernetes minor version (aws.md §5.1, EKS UG). */
const releases: Readonly<Record<string, string>> = {
  "1.36": "1.36.2-20260714",
  "1.35": "1.35.6-20260714",
  "1.34": "1.34.9-20260714",
  "1.33": "1.33.10-20260714",
  "1.32": "1.32.13-20260714",
  "1.31": "1.31.14-20260714",
  "1.30": "1.30.14-20260714",
};

const al2023 =
  /^\/aws\/service\/eks\/optimized-ami\/(\d\.\d+)\/amazon-linux-2023\/(x86_64|arm64)\/(standard|nvidia|neuron)\/(?:recommended|amazon-eks-node-al2023-[a-z0-9_-]+)(?:\/(image_id|image_name|release_version))?$/;
const bottlerocket =
  /^\/aws\/service\/bottlerocket\/aws-k8s-(\d\.\d+)(-nvidia|-fips)?\/(x86_64|arm64)\/([\w.-]+)\/(image_id|image_version)$/;

/**
 * The value of a public parameter that every account can read, for the node images of EKS; undefined when AWS has none of that
 * name. Image ids are made up, one for each image and Region.
 */
export function publicParameter(name: string, region: string): string | undefined {
  return eksImage(name, region) ?? bottlerocketImage(name, region);
}

function eksImage(name: string, region: string): string | undefined {
  const [, minor = "", architecture, variant, part] = al2023.exec(name) ?? [];
  const release = releases[minor];
  if (release === undefined) return undefined;
  const imageName = `amazon-eks-node-al2023-${architecture}-${variant}-${minor}-v${release.split("-")[1]}`;
  const image = {
    image_id: imageId(region, imageName),
    image_name: imageName,
    release_version: release,
  };
  if (part === undefined) return JSON.stringify({ schema_version: "2", ...image });
  return image[part as keyof typeof image];
}

const bottlerocketVersion = "1.62.0";

function bottlerocketImage(name: string, region: string): string | undefined {
  const [, minor = "", variant = "", architecture, version, part] = bottlerocket.exec(name) ?? [];
  if (releases[minor] === undefined) return undefined;
  const wanted = version === "latest" ? bottlerocketVersion : version;
  if (part === "image_version") return wanted;
  return imageId(region, `bottlerocket-aws-k8s-${minor}${variant}-${architecture}-v${wanted}`);
}
