import { createPublicKey } from "node:crypto";
import { RandomStream } from "../../random/stream.ts";
import { certificate } from "../../tls/certificate.ts";
import { generateKey } from "../../tls/key.ts";
import { distinguishedName } from "../../tls/names.ts";
import { toPem } from "../../tls/pem.ts";

/**
 * The certificate of a cluster's own authority, base64 of its PEM: CN `kubernetes`, ten years, self-signed. The same seed gives the same
 * one: the key is drawn from it, and Ed25519 signs without randomness (the real ones are RSA).
 */
export function certificateAuthority(seed: string, created: Date): string {
  const stream = new RandomStream(`eks certificate authority ${seed}`);
  const key = generateKey({ algorithm: "ED25519", curve: "", bits: 0 }, stream);
  const name = distinguishedName({ common_name: "kubernetes" });
  const until = new Date(created);
  until.setUTCFullYear(until.getUTCFullYear() + 10);
  const der = certificate(
    {
      serial: BigInt(`0x${stream.bytes(8).toString("hex")}`),
      subject: name,
      issuer: name,
      notBefore: created,
      notAfter: until,
      publicKey: createPublicKey(key),
      uses: ["digital_signature", "key_encipherment", "cert_signing"],
      isAuthority: true,
      withSubjectKeyId: true,
    },
    key,
  );
  return Buffer.from(toPem("CERTIFICATE", der)).toString("base64");
}
