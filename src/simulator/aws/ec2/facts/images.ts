import { kubernetesVersions } from "../../eks/facts/kubernetes-versions.ts";
import { publicParameter } from "../../ssm/public-parameters.ts";
import type { Tags } from "../../tags.ts";
import { imageId } from "./image-id.ts";
import { regions } from "./zones.ts";

/** A public machine image. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Account that published it. */
  readonly ownerId: string;
  readonly ownerAlias: string | null;
  readonly architecture: "x86_64" | "arm64";
  /** ISO 8601. */
  readonly creationDate: string;
  readonly rootDeviceName: string;
  /** GiB by device name; the root device is one of them. */
  readonly volumes: Readonly<Record<string, number>>;
  readonly volumeType: "gp2" | "gp3";
  /** `v2.0` where the image asks for tokens of the metadata service, else empty. */
  readonly imdsSupport: "v2.0" | "";
  readonly tags: Tags;
}

/** What the images of one publisher have in common. */
interface Publisher {
  readonly ownerId: string;
  readonly ownerAlias: string | null;
  readonly rootDeviceName: string;
  readonly volumes: Readonly<Record<string, number>>;
}

/** Images of the time before gp3, and of the time before the second version of the metadata service. */
const older = { volumes: /-gp2$/, metadata: /^amzn2-|ubuntu-jammy/ };

const amazonLinux = { ownerAlias: "amazon", rootDeviceName: "/dev/xvda" };
const publishers = {
  amazonLinux: { ...amazonLinux, ownerId: "137112412989", volumes: { "/dev/xvda": 8 } },
  eks: { ...amazonLinux, ownerId: "602401143452", volumes: { "/dev/xvda": 20 } },
  bottlerocket: { ...amazonLinux, ownerId: "092701018921", volumes: { "/dev/xvda": 2, "/dev/xvdb": 20 } },
  canonical: { ownerId: "099720109477", ownerAlias: null, rootDeviceName: "/dev/sda1", volumes: { "/dev/sda1": 8 } },
} as const satisfies Readonly<Record<string, Publisher>>;

/** Images by name; their ids are made up, one for each image and Region. */
const named: readonly (readonly [
  publisher: keyof typeof publishers,
  name: string,
  description: string,
  date: string,
])[] = [
  ["amazonLinux", "al2023-ami-2023.9.20260914.0-kernel-6.1-{processor}", "Amazon Linux 2023 AMI 2023.9", "2026-09-14"],
  ["amazonLinux", "al2023-ami-2023.8.20260601.0-kernel-6.1-{processor}", "Amazon Linux 2023 AMI 2023.8", "2026-06-01"],
  [
    "amazonLinux",
    "al2023-ami-minimal-2023.9.20260914.0-kernel-6.1-{processor}",
    "Amazon Linux 2023 AMI, minimal",
    "2026-09-14",
  ],
  ["amazonLinux", "amzn2-ami-hvm-2.0.20260526.0-{processor}-gp2", "Amazon Linux 2 AMI 2.0", "2026-05-26"],
  [
    "canonical",
    "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-{debian}-server-20260910",
    "Canonical, Ubuntu, 24.04",
    "2026-09-10",
  ],
  [
    "canonical",
    "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-{debian}-server-20260903",
    "Canonical, Ubuntu, 22.04",
    "2026-09-03",
  ],
];

const architectures = ["x86_64", "arm64"] as const;
const debianNames = { x86_64: "amd64", arm64: "arm64" };

/** The public images of a Region that the simulator knows: those of Amazon Linux, EKS, Bottlerocket and Ubuntu. */
export function imagesOf(region: string): readonly Image[] {
  const known = byRegion.get(region);
  if (known) return known;
  const images =
    region in regions ? [...plainImages(region), ...nodeImages(region), ...bottlerocketImages(region)] : [];
  byRegion.set(region, images);
  return images;
}

const byRegion = new Map<string, readonly Image[]>();

/** The image with this id in a Region, if the simulator knows it. */
export function findImage(region: string, id: string): Image | undefined {
  return imagesOf(region).find((image) => image.id === id);
}

/** True for an image that is known to be of another Region. Of other ids nobody can say whether they are images. */
export function isElsewhere(region: string, id: string): boolean {
  return Object.keys(regions).some((other) => other !== region && findImage(other, id) !== undefined);
}

function plainImages(region: string): Image[] {
  return named.flatMap(([publisher, form, description, date]) =>
    architectures.map((architecture) => {
      const name = form.replace("{processor}", architecture).replace("{debian}", debianNames[architecture]);
      return imageFrom(publishers[publisher], { id: imageId(region, name), name, description, architecture, date });
    }),
  );
}

function nodeImages(region: string): Image[] {
  return kubernetesVersions.flatMap(({ minor }) =>
    architectures.flatMap((architecture) =>
      ["standard", "nvidia", "neuron"].flatMap((variant) => {
        const path = `/aws/service/eks/optimized-ami/${minor}/amazon-linux-2023/${architecture}/${variant}/recommended`;
        const id = publicParameter(`${path}/image_id`, region);
        const name = publicParameter(`${path}/image_name`, region);
        if (id === undefined || name === undefined) return [];
        const date = name.slice(-8).replace(/(....)(..)(..)/, "$1-$2-$3");
        const description = `EKS-optimized Kubernetes node based on Amazon Linux 2023, (k8s: ${minor})`;
        return [imageFrom(publishers.eks, { id, name, description, architecture, date })];
      }),
    ),
  );
}

function bottlerocketImages(region: string): Image[] {
  return kubernetesVersions.flatMap(({ minor }) =>
    architectures.flatMap((architecture) => {
      const path = `/aws/service/bottlerocket/aws-k8s-${minor}/${architecture}/latest`;
      const id = publicParameter(`${path}/image_id`, region);
      const version = publicParameter(`${path}/image_version`, region);
      if (id === undefined || version === undefined) return [];
      const name = `bottlerocket-aws-k8s-${minor}-${architecture}-v${version}-${id.slice(-8)}`;
      return [imageFrom(publishers.bottlerocket, { id, name, description: name, architecture, date: "2026-08-20" })];
    }),
  );
}

function imageFrom(
  publisher: Publisher,
  { date, ...own }: Pick<Image, "id" | "name" | "description" | "architecture"> & { readonly date: string },
): Image {
  return {
    ...publisher,
    ...own,
    volumeType: older.volumes.test(own.name) ? "gp2" : "gp3",
    imdsSupport: older.metadata.test(own.name) ? "" : "v2.0",
    creationDate: `${date}T00:00:00.000Z`,
    tags: {},
  };
}
