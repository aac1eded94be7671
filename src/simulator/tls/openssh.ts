import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { ProviderError } from "../planning/diagnostics.ts";
import { bitString, oid, sequence } from "./der.ts";
import { algorithmOf, type Curve, curves, publicBits } from "./key.ts";
import { fromPem, toPem } from "./pem.ts";

/** OpenSSH's names of curves; P224 has none. */
const sshCurves: Readonly<Record<string, Curve>> = { nistp256: "P256", nistp384: "P384", nistp521: "P521" };

/** The public key as in `authorized_keys`, with a line feed; empty for a curve that OpenSSH does not know. */
export function opensshPublicKey(key: KeyObject): string {
  const blob = publicBlob(key);
  return blob ? `${readString(blob, 0).value.toString()} ${blob.toString("base64")}\n` : "";
}

/** Fingerprints of the public key as `ssh-keygen -l` shows them; empty for a curve that OpenSSH does not know. */
export function fingerprints(key: KeyObject): { readonly md5: string; readonly sha256: string } {
  const blob = publicBlob(key);
  if (!blob) return { md5: "", sha256: "" };
  const md5 = createHash("md5").update(blob).digest("hex").match(/../g) ?? [];
  const sha256 = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return { md5: md5.join(":"), sha256: `SHA256:${sha256}` };
}

/** The private key in OpenSSH's own form, without a passphrase; empty for a curve that OpenSSH does not know. */
export function opensshPrivateKey(key: KeyObject): string {
  const blob = publicBlob(key);
  if (!blob) return "";
  const check = createHash("sha256").update(blob).digest().subarray(0, 4);
  const secret = Buffer.concat([check, check, privateFields(key), wireString("")]);
  const padding = Buffer.from(Array.from({ length: -secret.length & 7 }, (_, index) => index + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const head = [magic, wireString("none"), wireString("none"), wireString(""), one, wireString(blob)];
  return toPem("OPENSSH PRIVATE KEY", Buffer.concat([...head, wireString(Buffer.concat([secret, padding]))]));
}

/**
 * The public key inside a private key in OpenSSH's form.
 *
 * @throws ProviderError when it is none
 */
export function readOpensshKey(pem: string): KeyObject {
  const [block] = fromPem(pem);
  try {
    if (block?.label !== "OPENSSH PRIVATE KEY" || !block.der.subarray(0, magic.length).equals(magic))
      throw unreadable();
    const cipher = readString(block.der, magic.length);
    const kdf = readString(block.der, cipher.end);
    const options = readString(block.der, kdf.end);
    return publicKeyOf(readString(block.der, options.end + 4).value);
  } catch {
    throw unreadable();
  }
}

const magic = Buffer.from("openssh-key-v1\0");

function unreadable(): ProviderError {
  return new ProviderError(
    "Failed to parse OpenSSH private key",
    "Unable to parse private key: it is no OpenSSH key of the kinds RSA, ECDSA (P256, P384, P521) and ED25519",
    ["private_key_openssh"],
  );
}

function publicBlob(key: KeyObject): Buffer | undefined {
  const algorithm = algorithmOf(key);
  if (algorithm === "ED25519") return Buffer.concat([wireString("ssh-ed25519"), wireString(publicBits(key))]);
  if (algorithm === "RSA") {
    const { e, n } = jwkOf(key);
    return Buffer.concat([wireString("ssh-rsa"), wireInteger(e), wireInteger(n)]);
  }
  const curve = sshCurveOf(key);
  if (!curve) return undefined;
  return Buffer.concat([wireString(`ecdsa-sha2-${curve}`), wireString(curve), wireString(publicBits(key))]);
}

/** Kind and fields of a private key, in the order of the OpenSSH form. */
function privateFields(key: KeyObject): Buffer {
  const { n, e, d, qi, p, q } = jwkOf(key);
  const algorithm = algorithmOf(key);
  if (algorithm === "RSA") return Buffer.concat([wireString("ssh-rsa"), ...[n, e, d, qi, p, q].map(wireInteger)]);
  if (algorithm === "ED25519") {
    const point = publicBits(key);
    return Buffer.concat([wireString("ssh-ed25519"), wireString(point), wireString(Buffer.concat([d, point]))]);
  }
  const curve = sshCurveOf(key) ?? "";
  return Buffer.concat([
    wireString(`ecdsa-sha2-${curve}`),
    wireString(curve),
    wireString(publicBits(key)),
    wireInteger(d),
  ]);
}

function sshCurveOf(key: KeyObject): string | undefined {
  const name = key.asymmetricKeyDetails?.namedCurve;
  return Object.keys(sshCurves).find((ssh) => curves[sshCurves[ssh] ?? "P224"].openssl === name);
}

function publicKeyOf(blob: Buffer): KeyObject {
  const kind = readString(blob, 0);
  const first = readString(blob, kind.end);
  const name = kind.value.toString();
  if (name === "ssh-ed25519") {
    return createPublicKey({
      key: { kty: "OKP", crv: "Ed25519", x: first.value.toString("base64url") },
      format: "jwk",
    });
  }
  const second = readString(blob, first.end);
  if (name === "ssh-rsa") {
    const key = { kty: "RSA", e: first.value.toString("base64url"), n: second.value.toString("base64url") };
    return createPublicKey({ key, format: "jwk" });
  }
  const curve = sshCurves[first.value.toString()];
  if (!curve) throw unreadable();
  const algorithm = sequence(oid("1.2.840.10045.2.1"), oid(curves[curve].oid));
  return createPublicKey({ key: sequence(algorithm, bitString(second.value)), format: "der", type: "spki" });
}

/** The numbers of a key; those that it does not have are empty. */
function jwkOf(key: KeyObject): Record<"n" | "e" | "d" | "qi" | "p" | "q", Buffer> {
  const jwk = key.export({ format: "jwk" });
  const bytes = (name: "n" | "e" | "d" | "qi" | "p" | "q") => Buffer.from(jwk[name] ?? "", "base64url");
  return { n: bytes("n"), e: bytes("e"), d: bytes("d"), qi: bytes("qi"), p: bytes("p"), q: bytes("q") };
}

function wireString(value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A number: without leading zeros, but never with the highest bit set. */
function wireInteger(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = bytes.subarray(start < 0 ? bytes.length : start);
  return wireString((short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), short]) : short);
}

function readString(bytes: Buffer, at: number): { readonly value: Buffer; readonly end: number } {
  const end = at + 4 + bytes.readUInt32BE(at);
  if (end > bytes.length) throw new RangeError("The key is cut short.");
  return { value: bytes.subarray(at + 4, end), end };
}
