/** The parts of an image reference, filled in as container runtimes do. */
interface ImageReference {
  /** Host, for example `docker.io`. */
  readonly registry: string;
  /** For example `library/redis`. */
  readonly repository: string;
  /** `latest` when neither tag nor digest is given; empty with a digest alone. */
  readonly tag: string;
  /** `sha256:…`, or empty. */
  readonly digest: string;
}

const part = "[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*";
const host = "[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\\d+)?";
const form = new RegExp(`^(${host})/(${part}(?:/${part})*)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`);

/**
 * Reads an image reference. A first part without dot, port or `localhost` is no host: the image is on Docker Hub.
 *
 * @returns undefined for what is no reference
 */
export function parseImage(reference: string): ImageReference | undefined {
  const [first = "", ...rest] = reference.split("/");
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const [, server = "", path, tag = "", digest = ""] = form.exec(hasHost ? reference : `docker.io/${reference}`) ?? [];
  if (path === undefined) return undefined;
  const registry = server === "index.docker.io" ? "docker.io" : server;
  const repository = registry === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  return { registry, repository, tag: tag === "" && digest === "" ? "latest" : tag, digest };
}

/** The reference in full, as container runtimes show it. */
export function formatImage({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === "" ? "" : `:${tag}`}${digest === "" ? "" : `@${digest}`}`;
}

/** Registries that the platform's images come from, and others that anybody can reach. */
const registries: readonly RegExp[] = [
  /^docker\.io$/,
  /^ghcr\.io$/,
  /^quay\.io$/,
  /^registry\.k8s\.io$/,
  /^k8s\.gcr\.io$/,
  /^gcr\.io$/,
  /^mirror\.gcr\.io$/,
  /^[a-z0-9-]+-docker\.pkg\.dev$/,
  /^public\.ecr\.aws$/,
  /^ecr-public\.aws\.com$/,
  /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/,
  /^mcr\.microsoft\.com$/,
  /^registry\.gitlab\.com$/,
  /^cr\.fluentbit\.io$/,
];

interface Withdrawn {
  readonly image: RegExp;
  readonly source: string;
}

/** Images that were there once and are not any more, as `registry/repository:tag`. */
const withdrawn: readonly Withdrawn[] = [
  {
    image: /^docker\.io\/bitnami\/[^:@]+:(?!latest(?:@|$))/,
    source: "bitnami/charts issue 35164: versioned tags moved to docker.io/bitnamilegacy in August and September 2025",
  },
  {
    image: /^docker\.io\/bitnami\/bitnami-shell[:@]/,
    source: "bitnami/containers: bitnami-shell was replaced by os-shell in 2023",
  },
];

/** Why the kubelet cannot have an image. */
interface PullProblem {
  /** `InvalidImageName`, or `ErrImagePull` that becomes `ImagePullBackOff`. */
  readonly reason: "InvalidImageName" | "ErrImagePull";
  readonly message: string;
}

/** Why an image cannot be pulled, in the words of containerd; null for one that can. */
export function pullProblem(reference: string): PullProblem | null {
  const image = parseImage(reference);
  if (!image) {
    const message = `Failed to apply default image tag "${reference}": couldn't parse image name "${reference}": invalid reference format`;
    return { reason: "InvalidImageName", message };
  }
  const full = formatImage(image);
  const failed = (code: string, cause: string): PullProblem => ({
    reason: "ErrImagePull",
    message: `${code}failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${cause}`,
  });
  if (!registries.some((registry) => registry.test(image.registry))) {
    const url = `https://${image.registry}/v2/${image.repository}/manifests/${image.digest || image.tag}`;
    return failed("", `failed to do request: Head "${url}": dial tcp: lookup ${image.registry}: no such host`);
  }
  if (withdrawn.some((one) => one.image.test(full))) {
    return failed("rpc error: code = NotFound desc = ", `${full}: not found`);
  }
  return null;
}
