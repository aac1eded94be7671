import { createHash, type KeyObject, sign } from "node:crypto";
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  namedBits,
  nothing,
  octetString,
  oid,
  sequence,
  set,
  time,
} from "./der.ts";
import { publicBits, publicDer } from "./key.ts";
import { extendedUsages, keyUsages } from "./usages.ts";

/** What a certificate says, and who signs it. Names are encoded. */
export interface CertificateRequest {
  readonly serial: bigint;
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  /** Provider's names of usages. */
  readonly uses: readonly string[];
  readonly isAuthority: boolean;
  /** How many authorities may follow; undefined for any number. */
  readonly maxPathLength?: number;
  readonly withSubjectKeyId: boolean;
  readonly authorityKeyId?: Buffer;
  /** Encoded alternative names. */
  readonly alternativeNames?: Buffer | undefined;
}

/** Identifiers of extensions. */
export const extensions = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  alternativeNames: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;

const extensionRequest = "1.2.840.113549.1.9.14";

/** An X.509 certificate (RFC 5280) in DER. */
export function certificate(request: CertificateRequest, signer: KeyObject): Buffer {
  const { algorithm } = signatureOf(signer);
  const content = sequence(
    explicit(0, integer(2n)),
    integer(request.serial),
    algorithm,
    request.issuer,
    sequence(time(request.notBefore), time(request.notAfter)),
    request.subject,
    publicDer(request.publicKey),
    explicit(3, sequence(...extensionsOf(request))),
  );
  return signed(content, signer);
}

/** A certificate signing request (PKCS #10, RFC 2986) in DER. */
export function signingRequest(subject: Buffer, names: Buffer | undefined, key: KeyObject): Buffer {
  const asked = names
    ? [sequence(oid(extensionRequest), set(sequence(alternativeNamesExtension(subject, names))))]
    : [];
  return signed(sequence(integer(0n), subject, publicDer(key), explicit(0, ...asked)), key);
}

/** SHA-1 of the public key's bits: the identifier of RFC 5280, method 1. */
export function keyIdentifier(key: KeyObject): Buffer {
  return createHash("sha1").update(publicBits(key)).digest();
}

function signed(content: Buffer, key: KeyObject): Buffer {
  const { algorithm, hash } = signatureOf(key);
  return sequence(content, algorithm, bitString(sign(hash, content, key)));
}

function signatureOf(key: KeyObject): { readonly algorithm: Buffer; readonly hash: string | null } {
  if (key.asymmetricKeyType === "ed25519") return { algorithm: sequence(oid("1.3.101.112")), hash: null };
  if (key.asymmetricKeyType === "rsa") {
    return { algorithm: sequence(oid("1.2.840.113549.1.1.11"), nothing()), hash: "sha256" };
  }
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve === "secp384r1") return { algorithm: sequence(oid("1.2.840.10045.4.3.3")), hash: "sha384" };
  if (curve === "secp521r1") return { algorithm: sequence(oid("1.2.840.10045.4.3.4")), hash: "sha512" };
  return { algorithm: sequence(oid("1.2.840.10045.4.3.2")), hash: "sha256" };
}

function extensionsOf(request: CertificateRequest): Buffer[] {
  const bits = request.uses.flatMap((use) => keyUsages[use] ?? []);
  const purposes = request.uses.flatMap((use) => extendedUsages[use] ?? []);
  const { authorityKeyId, alternativeNames: names, isAuthority } = request;
  return [
    ...(bits.length === 0 ? [] : [extension(extensions.keyUsage, namedBits(bits), true)]),
    ...(purposes.length === 0 ? [] : [extension(extensions.extendedKeyUsage, sequence(...purposes.map(oid)))]),
    extension(extensions.basicConstraints, constraints(request), true),
    ...(request.withSubjectKeyId || isAuthority
      ? [extension(extensions.subjectKeyId, octetString(keyIdentifier(request.publicKey)))]
      : []),
    ...(authorityKeyId ? [extension(extensions.authorityKeyId, sequence(implicit(0, authorityKeyId)))] : []),
    ...(names ? [alternativeNamesExtension(request.subject, names)] : []),
  ];
}

function constraints({ isAuthority, maxPathLength = -1 }: CertificateRequest): Buffer {
  return sequence(
    ...(isAuthority ? [boolean(true)] : []),
    ...(maxPathLength < 0 ? [] : [integer(BigInt(maxPathLength))]),
  );
}

/** Critical when there is no other name. */
function alternativeNamesExtension(subject: Buffer, names: Buffer): Buffer {
  return extension(extensions.alternativeNames, names, subject.equals(sequence()));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octetString(value));
}
