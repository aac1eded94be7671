import { createHash } from "node:crypto";
import { ProviderError } from "../planning/diagnostics.ts";
import { text } from "../planning/input.ts";
import type { DataSource } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";
import type { RandomClient } from "../random/client.ts";
import { certificatesIn, describeCertificate } from "./certificate-reader.ts";
import { isSimulatedHost, issuerChain } from "./issuer-chain.ts";

/** The certificates in a text, or those that a simulated host presents; nothing is asked over a network. */
export const certificateData: DataSource<RandomClient> = {
  type: "tls_certificate",
  read({ client }, config) {
    const chain = typeof config.content === "string" ? contentChain(config) : hostChain(client, text(config, "url"));
    return {
      certificates: chain.map(describeCertificate),
      id: createHash("sha1").update(Buffer.concat(chain)).digest("hex"),
    };
  },
};

function contentChain(config: Values): Buffer[] {
  const chain = certificatesIn(text(config, "content"));
  if (chain.length > 0) return chain;
  throw new ProviderError("Failed to decode PEM content", "Unable to find a certificate in the content", ["content"]);
}

function hostChain(client: RandomClient, address: string): Buffer[] {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !["https:", "tls:"].includes(url.protocol)) {
    throw new ProviderError("Invalid URL", `Invalid URL scheme: ${JSON.stringify(address)} is no https or tls URL`, [
      "url",
    ]);
  }
  if (isSimulatedHost(url.hostname)) return issuerChain(client.world.seed, url.hostname);
  throw new ProviderError(
    "Failed to identify fetched certificates",
    `${url.hostname} does not exist in the simulated world: a rehearsal reaches no network. Hosts of EKS issuers ` +
      "(oidc.eks.<region>.amazonaws.com) exist; for any other, pass the certificate as content.",
    ["url"],
  );
}
