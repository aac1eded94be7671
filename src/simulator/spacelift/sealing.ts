import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";

const prefix = "sealed:";

/**
 * Encrypts a secret of the simulated account, so that no listing, journal or search of a world's files shows it by accident.
 * The key comes from the world's seed: it does not protect from somebody who holds the world. Equal input gives equal output.
 */
export function seal(seed: string, text: string): string {
  const key = keyOf(seed);
  const nonce = createHmac("sha256", key).update(text).digest().subarray(0, 12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${prefix}${sealed.toString("base64")}`;
}

/** The text behind `seal` with the same seed. */
export function unseal(seed: string, sealed: string): string {
  const bytes = Buffer.from(sealed.slice(prefix.length), "base64");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(seed), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
}

/** Hex SHA-256, as Spacelift shows it for values that cannot be read back. */
export function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function keyOf(seed: string): Buffer {
  return createHash("sha256").update(`spacelift sealing ${seed}`).digest();
}
