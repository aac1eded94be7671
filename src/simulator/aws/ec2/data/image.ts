import { ProviderError } from "../../../planning/diagnostics.ts";
import type { DataSource } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { blocks, flag, text, texts } from "../../input.ts";
import { callEc2 } from "../calls.ts";
import { type Image, imagesOf } from "../facts/images.ts";
import { type FilterFields, filterOf } from "../filters.ts";

const fields: FilterFields<Image> = {
  "image-id": ({ id }) => id,
  name: ({ name }) => name,
  description: ({ description }) => description,
  architecture: ({ architecture }) => architecture,
  "owner-id": ({ ownerId }) => ownerId,
  "owner-alias": ({ ownerAlias }) => ownerAlias,
  "root-device-name": ({ rootDeviceName }) => rootDeviceName,
  "root-device-type": () => "ebs",
  "block-device-mapping.volume-type": ({ volumeType }) => volumeType,
  "creation-date": ({ creationDate }) => creationDate,
  "virtualization-type": () => "hvm",
  hypervisor: () => "xen",
  "image-type": () => "machine",
  "ena-support": () => "true",
  "is-public": () => "true",
  state: () => "available",
};

function isOwnedBy({ ownerId, ownerAlias }: Image, owners: readonly string[]): boolean {
  return owners.length === 0 || owners.includes(ownerId) || (ownerAlias !== null && owners.includes(ownerAlias));
}

/** The provider's own caution: the newest image of anybody may be anything. */
function checkOwners(config: Values): void {
  const names = blocks(config, "filter").map((filter) => text(filter, "name"));
  const isNarrow = texts(config.owners).length > 0 || names.includes("image-id") || names.includes("owner-id");
  if (!flag(config, "most_recent") || isNarrow || flag(config, "allow_unsafe_filter")) return;
  throw new ProviderError(
    "Most Recent Image Not Filtered",
    '"most_recent" is set to "true" and results are not filtered by owner or image ID.',
  );
}

function imageAttributes(aws: Aws, image: Image): Values {
  const snapshot = `snap-${image.id.slice(4)}`;
  return {
    id: image.id,
    image_id: image.id,
    arn: aws.arn("ec2", `image/${image.id}`, { account: "" }),
    name: image.name,
    description: image.description,
    architecture: image.architecture,
    owner_id: image.ownerId,
    image_owner_alias: image.ownerAlias ?? "",
    image_location: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    creation_date: image.creationDate,
    root_device_name: image.rootDeviceName,
    root_device_type: "ebs",
    root_snapshot_id: snapshot,
    block_device_mappings: Object.entries(image.volumes).map(([device_name, size]) => ({
      device_name,
      ebs: {
        delete_on_termination: "true",
        encrypted: "false",
        iops: "0",
        snapshot_id: device_name === image.rootDeviceName ? snapshot : "",
        throughput: "0",
        volume_size: String(size),
        volume_type: image.volumeType,
      },
      no_device: "",
      virtual_name: "",
    })),
    boot_mode: image.architecture === "arm64" ? "uefi" : "uefi-preferred",
    ena_support: true,
    hypervisor: "xen",
    image_type: "machine",
    imds_support: image.imdsSupport,
    platform: "",
    platform_details: "Linux/UNIX",
    product_codes: [],
    public: true,
    sriov_net_support: "simple",
    state: "available",
    state_reason: { code: "UNSET", message: "UNSET" },
    tags: image.tags,
    usage_operation: "RunInstances",
    virtualization_type: "hvm",
  };
}

export const image: DataSource<Aws> = {
  type: "aws_ami",
  read({ client }, config) {
    checkOwners(config);
    const owners = texts(config.owners).map((owner) => (owner === "self" ? client.account : owner));
    const pattern = new RegExp(text(config, "name_regex"));
    const found = callEc2(client, "DescribeImages", { parameters: { Owners: owners } }, () =>
      imagesOf(client.region).filter(filterOf(config, fields)),
    ).filter((candidate) => isOwnedBy(candidate, owners) && pattern.test(candidate.name));
    const [newest, next] = [...found].sort((left, right) => right.creationDate.localeCompare(left.creationDate));
    if (!newest) {
      throw new ProviderError("Your query returned no results. Please change your search criteria and try again.");
    }
    if (next && !flag(config, "most_recent")) {
      throw new ProviderError(
        "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
      );
    }
    return imageAttributes(client, newest);
  },
};
