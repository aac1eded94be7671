import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";

/**
 * Hides a secret in a world's records, so that no search of the stored world finds it. Equal worlds give equal text: the
 * nonce is derived from the secret itself. It keeps secrets out of sight; who has the world's seed can open it.
 */
export function seal(seed: string, text: string): string {
  const nonce = createHmac("sha256", keyOf(seed, "nonce")).update(text).digest().subarray(0, 12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(seed, "seal"), nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
}

/**
 * The text that `seal` hid.
 *
 * @throws Error when the text was not sealed with this seed, or was changed
 */
export function unseal(seed: string, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(seed, "seal"), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

function keyOf(seed: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", seed, "eks-stack world", purpose, 32));
}
