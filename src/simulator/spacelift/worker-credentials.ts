import { RandomStream } from "../random/stream.ts";
import { signingRequest } from "../tls/certificate.ts";
import { generateKey, pkcs8Pem } from "../tls/key.ts";
import { distinguishedName } from "../tls/names.ts";
import { toPem } from "../tls/pem.ts";
import type { Spacelift } from "./client.ts";
import { checksum } from "./sealing.ts";

/** A certificate request and the key behind it, both base64 of PEM. */
export interface WorkerIdentity {
  readonly csr: string;
  readonly privateKey: string;
}

/** What the provider makes when no certificate request is given: an RSA key of 4,096 bits and a request in Spacelift's name. */
export function newWorkerIdentity(client: Spacelift, request: unknown): WorkerIdentity {
  const stream = new RandomStream(client.ids.hex(64, "spacelift worker key", request));
  const key = generateKey({ algorithm: "RSA", curve: "", bits: 4_096 }, stream);
  const subject = distinguishedName({ common_name: "workers.spacelift.io" });
  const csr = toPem("CERTIFICATE REQUEST", signingRequest(subject, undefined, key));
  return { csr: base64(csr), privateKey: base64(pkcs8Pem(key)) };
}

/** The token that workers present: base64 of JSON, another one for every certificate request. */
export function workerToken(client: Spacelift, poolId: string, csr: string): string {
  const endpoint = client.table("account").get(client.account)?.endpoint ?? "";
  const secret = checksum(`${client.world.seed} worker pool ${poolId} ${csr}`);
  return base64(JSON.stringify({ broker: { endpoint }, pool: poolId, token: secret }));
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
