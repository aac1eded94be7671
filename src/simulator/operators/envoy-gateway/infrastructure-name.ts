import { createHash } from "node:crypto";

/** Characters of the readable part of a name. */
const readableLength = 48;

/**
 * Name of the objects that Envoy Gateway makes for a Gateway (`<namespace>/<name>`) or, with merged Gateways, for a class.
 * Source: Envoy Gateway, internal/utils/misc.go and internal/infrastructure/kubernetes/proxy.
 */
export function infrastructureName(owner: string): string {
  const hash = createHash("sha256").update(owner).digest("hex").slice(0, 8);
  const readable = owner.replaceAll("/", "-").slice(0, readableLength);
  return `envoy-${readable}-${hash}`;
}
