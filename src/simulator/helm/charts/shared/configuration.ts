import type { Manifest, ManifestMeta } from "../../../kubernetes/object.ts";

/** A ConfigMap of texts. */
export function configMap(metadata: ManifestMeta, data: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data };
}

/** A Secret of plain texts; what is kept is base64, as the API holds it. */
export function secret(metadata: ManifestMeta, texts: Readonly<Record<string, string>>, type = "Opaque"): Manifest {
  const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, encoded(text)]));
  return { apiVersion: "v1", kind: "Secret", metadata, type, data };
}

/** Base64 of a text. */
export function encoded(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
