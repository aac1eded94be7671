import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { ProviderError } from "../planning/diagnostics.ts";
import type { RandomStream } from "../random/stream.ts";
import { bitString, children, explicit, integer, octetString, oid, sequence } from "./der.ts";
import { toPem } from "./pem.ts";
import { generateRsa } from "./rsa.ts";

export type Algorithm = "RSA" | "ECDSA" | "ED25519";

/** The provider's names of elliptic curves: their names in OpenSSL, their identifiers and the bits of a private key. */
export const curves = {
  P224: { openssl: "secp224r1", oid: "1.3.132.0.33", bits: 224 },
  P256: { openssl: "prime256v1", oid: "1.2.840.10045.3.1.7", bits: 256 },
  P384: { openssl: "secp384r1", oid: "1.3.132.0.34", bits: 384 },
  P521: { openssl: "secp521r1", oid: "1.3.132.0.35", bits: 521 },
} as const;

export type Curve = keyof typeof curves;

export interface KeyRequest {
  readonly algorithm: string;
  readonly curve: string;
  /** Length of an RSA modulus. */
  readonly bits: number;
}

/** A private key made of a stream: the same stream gives the same key. */
export function generateKey({ algorithm, curve, bits }: KeyRequest, stream: RandomStream): KeyObject {
  if (algorithm === "RSA") return generateRsa(bits, stream);
  if (algorithm === "ECDSA" && isCurve(curve)) return generateEcdsa(curve, stream);
  if (algorithm === "ED25519") return ed25519(stream.bytes(32));
  throw new ProviderError("Invalid Attribute Value", `Unsupported key algorithm ${algorithm} or curve ${curve}`);
}

function isCurve(name: string): name is Curve {
  return Object.hasOwn(curves, name);
}

function generateEcdsa(name: Curve, stream: RandomStream): KeyObject {
  const curve = curves[name];
  const length = Math.ceil(curve.bits / 8);
  for (;;) {
    const scalar = stream.bytes(length);
    scalar[0] = (scalar[0] ?? 0) & (0xff >> (length * 8 - curve.bits));
    const point = pointOf(curve.openssl, scalar);
    if (!point) continue;
    const der = sequence(integer(1n), octetString(scalar), explicit(0, oid(curve.oid)), explicit(1, bitString(point)));
    return createPrivateKey({ key: der, format: "der", type: "sec1" });
  }
}

/** The public point of a scalar; undefined when the scalar is not below the curve's order. */
function pointOf(curve: string, scalar: Buffer): Buffer | undefined {
  const exchange = createECDH(curve);
  try {
    exchange.setPrivateKey(scalar);
    return exchange.getPublicKey();
  } catch {
    return undefined;
  }
}

function ed25519(seed: Buffer): KeyObject {
  const der = sequence(integer(0n), sequence(oid("1.3.101.112")), octetString(octetString(seed)));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** Reads a private key in PEM, in any of the forms that `tls_private_key` writes. */
export function readPrivateKey(pem: string, attribute = "private_key_pem"): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new ProviderError(
      "Failed to parse private key PEM",
      `Unable to parse private key: it is no PEM of an RSA, ECDSA or ED25519 key`,
      [attribute],
    );
  }
}

/** The provider's name for the kind of a key. */
export function algorithmOf(key: KeyObject): Algorithm {
  const type = key.asymmetricKeyType;
  if (type === "rsa") return "RSA";
  if (type === "ec") return "ECDSA";
  if (type === "ed25519") return "ED25519";
  throw new ProviderError("Unsupported key algorithm", `Keys of type ${type} are not supported by this provider.`);
}

/** The key in SubjectPublicKeyInfo form. */
export function publicDer(key: KeyObject): Buffer {
  return (key.type === "public" ? key : createPublicKey(key)).export({ format: "der", type: "spki" });
}

/** The bits of the public key alone: what key identifiers hash. */
export function publicBits(key: KeyObject): Buffer {
  const [info] = children(publicDer(key));
  return (info ? children(info.content)[1]?.content.subarray(1) : undefined) ?? Buffer.alloc(0);
}

/** Hexadecimal SHA-1 of the public key: the id of keys. */
export function keyId(key: KeyObject): string {
  return createHash("sha1").update(publicDer(key)).digest("hex");
}

/** PEM in the form that is traditional for the algorithm. */
export function traditionalPem(key: KeyObject): string {
  if (key.asymmetricKeyType === "rsa") return toPem("RSA PRIVATE KEY", key.export({ format: "der", type: "pkcs1" }));
  if (key.asymmetricKeyType === "ec") return toPem("EC PRIVATE KEY", key.export({ format: "der", type: "sec1" }));
  return pkcs8Pem(key);
}

export function pkcs8Pem(key: KeyObject): string {
  return toPem("PRIVATE KEY", key.export({ format: "der", type: "pkcs8" }));
}

export function publicPem(key: KeyObject): string {
  return toPem("PUBLIC KEY", publicDer(key));
}
