import { createHash, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { ProviderError } from "../planning/diagnostics.ts";
import type { Values } from "../planning/values.ts";
import { extensions } from "./certificate.ts";
import { children, descend, dottedOid, type Node } from "./der.ts";
import { nameText } from "./names.ts";
import { fromPem, toPem } from "./pem.ts";

/** A signing request: what a certificate for it needs. */
export interface ReadRequest {
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly alternativeNames: Buffer | undefined;
}

/** An authority's certificate: what a certificate by it needs. */
export interface ReadAuthority {
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly subjectKeyId: Buffer | undefined;
}

/** @throws ProviderError when the text is no signing request */
export function readRequest(pem: string): ReadRequest {
  return reading("cert_request_pem", "certificate request", () => {
    const der = blockOf(pem, "CERTIFICATE REQUEST");
    const info = descend(der, 0, 0);
    const [, subject, publicKey, attributes] = children(info.content);
    const asked = attributes ? children(attributes.content) : [];
    const list = asked.flatMap((attribute) => children(descend(attribute.content, 1, 0).content));
    return {
      subject: wholeOf(subject),
      publicKey: createPublicKey({ key: wholeOf(publicKey), format: "der", type: "spki" }),
      alternativeNames: extensionIn(list, extensions.alternativeNames),
    };
  });
}

/** @throws ProviderError when the text is no certificate */
export function readAuthority(pem: string): ReadAuthority {
  return reading("ca_cert_pem", "certificate", () => {
    const der = blockOf(pem, "CERTIFICATE");
    const identifier = extensionIn(extensionsIn(der), extensions.subjectKeyId);
    return {
      subject: fieldOf(der, 5).whole,
      publicKey: new X509Certificate(der).publicKey,
      subjectKeyId: identifier && descend(identifier, 0).content,
    };
  });
}

/** A certificate as `data.tls_certificate` shows it. */
export function describeCertificate(der: Buffer): Values {
  const parsed = new X509Certificate(der);
  const constraints = extensionIn(extensionsIn(der), extensions.basicConstraints);
  return {
    cert_pem: toPem("CERTIFICATE", der),
    is_ca: parsed.ca,
    issuer: nameText(fieldOf(der, 3).whole),
    subject: nameText(fieldOf(der, 5).whole),
    max_path_length: constraints ? pathLength(constraints) : 0,
    not_before: rfc3339(parsed.validFrom),
    not_after: rfc3339(parsed.validTo),
    public_key_algorithm: publicKeyNames[parsed.publicKey.asymmetricKeyType ?? ""] ?? "0",
    serial_number: BigInt(`0x${parsed.serialNumber}`).toString(),
    sha1_fingerprint: createHash("sha1").update(der).digest("hex"),
    signature_algorithm: signatureNames[dottedOid(descend(der, 0, 1, 0).content)] ?? "0",
    version: 3,
  };
}

/** All certificates in a text, in order. */
export function certificatesIn(pem: string): Buffer[] {
  return fromPem(pem).flatMap(({ label, der }) => (label === "CERTIFICATE" ? [der] : []));
}

/** Names that Go gives to kinds of keys and signatures. */
const publicKeyNames: Readonly<Record<string, string>> = { rsa: "RSA", dsa: "DSA", ec: "ECDSA", ed25519: "Ed25519" };
const signatureNames: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.5": "SHA1-RSA",
  "1.2.840.113549.1.1.11": "SHA256-RSA",
  "1.2.840.113549.1.1.12": "SHA384-RSA",
  "1.2.840.113549.1.1.13": "SHA512-RSA",
  "1.2.840.10045.4.3.2": "ECDSA-SHA256",
  "1.2.840.10045.4.3.3": "ECDSA-SHA384",
  "1.2.840.10045.4.3.4": "ECDSA-SHA512",
  "1.3.101.112": "Ed25519",
};

/** A field of the signed part; the version, the first one, is always there in version 3. */
function fieldOf(der: Buffer, index: number): Node {
  return descend(der, 0, 0, index);
}

function extensionsIn(der: Buffer): Node[] {
  const last = children(descend(der, 0, 0).content).at(-1);
  return last?.tag === 0xa3 ? children(descend(last.content, 0).content) : [];
}

/** The value of an extension: behind its identifier, and a flag if it is critical. */
function extensionIn(list: readonly Node[], id: string): Buffer | undefined {
  const found = list.find(({ content }) => dottedOid(descend(content, 0).content) === id);
  return found && children(found.content).at(-1)?.content;
}

/** -1 when there is no limit. */
function pathLength(constraints: Buffer): number {
  const limit = children(descend(constraints, 0).content).find(({ tag }) => tag === 0x02);
  return limit ? limit.content.readUIntBE(0, limit.content.length) : -1;
}

function blockOf(pem: string, label: string): Buffer {
  const block = fromPem(pem).find((candidate) => candidate.label === label);
  if (!block) throw new RangeError(`There is no PEM block ${label}.`);
  return block.der;
}

function wholeOf(node: Node | undefined): Buffer {
  if (!node) throw new RangeError("The DER lacks an element.");
  return node.whole;
}

function reading<Result>(attribute: string, what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProviderError(`Failed to parse ${what} PEM`, `Unable to parse the ${what}: ${reason}`, [attribute]);
  }
}

function rfc3339(text: string): string {
  return new Date(text).toISOString().replace(".000Z", "Z");
}
