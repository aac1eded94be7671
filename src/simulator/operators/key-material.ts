import type { Cluster } from "../kubernetes/cluster.ts";

/** Text of a made-up PEM block: its form is right, its content is random. */
export function pem(cluster: Cluster, label: string, request: readonly unknown[]): string {
  const lines = Array.from({ length: 8 }, (_, line) =>
    cluster.world.ids.text(64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", `pem/${label}`, [
      cluster.name,
      ...request,
      line,
    ]),
  );
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** Data of a Secret from plain texts. */
export function encoded(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text, "utf8").toString("base64")]),
  );
}
