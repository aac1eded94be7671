import { createPublicKey, type KeyObject } from "node:crypto";
import { RandomStream } from "../random/stream.ts";
import { certificate } from "./certificate.ts";
import { generateKey } from "./key.ts";
import { alternativeNames, distinguishedName } from "./names.ts";

/** Hosts of the OIDC issuers of EKS clusters. */
const issuerHost = /^oidc\.eks\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?$/;

/** True for hosts that exist in a simulated world. */
export function isSimulatedHost(host: string): boolean {
  return issuerHost.test(host);
}

/**
 * The certificates that a simulated host presents, the root first. The same world gives the same chain: its keys are drawn
 * from the seed, and signatures with Ed25519 hold no randomness (the real ones are RSA).
 */
export function issuerChain(seed: string, host: string): Buffer[] {
  const organization = { country: "US", organization: "Amazon" };
  const authorityUses = ["digital_signature", "cert_signing", "crl_signing"];
  const root = makeParty(seed, "root", { ...organization, common_name: "Amazon Root CA 1" });
  const middle = makeParty(seed, "intermediate", { ...organization, common_name: "Amazon RSA 2048 M02" });
  const site = makeParty(seed, host, { common_name: `*.${host.split(".").slice(1).join(".")}` });
  return [
    issue(root, root, { from: "2015-05-26", to: "2038-01-17", uses: authorityUses, isAuthority: true }),
    issue(middle, root, {
      from: "2022-08-23",
      to: "2030-08-23",
      uses: authorityUses,
      isAuthority: true,
      maxPathLength: 0,
    }),
    issue(site, middle, {
      from: "2026-06-01",
      to: "2027-07-01",
      uses: ["digital_signature", "key_encipherment", "server_auth", "client_auth"],
      isAuthority: false,
      alternativeNames: alternativeNames({ dns_names: [host] }),
    }),
  ];
}

interface Party {
  readonly name: Buffer;
  readonly key: KeyObject;
  readonly serial: bigint;
}

interface Terms {
  readonly from: string;
  readonly to: string;
  readonly uses: readonly string[];
  readonly isAuthority: boolean;
  readonly maxPathLength?: number;
  readonly alternativeNames?: Buffer | undefined;
}

function makeParty(seed: string, role: string, name: Readonly<Record<string, string>>): Party {
  const stream = new RandomStream(`issuer chain ${seed} ${role}`);
  const key = generateKey({ algorithm: "ED25519", curve: "", bits: 0 }, stream);
  return { name: distinguishedName(name), key, serial: BigInt(`0x${stream.bytes(16).toString("hex")}`) };
}

function issue(subject: Party, issuer: Party, { from, to, ...terms }: Terms): Buffer {
  return certificate(
    {
      ...terms,
      serial: subject.serial,
      subject: subject.name,
      issuer: issuer.name,
      notBefore: new Date(from),
      notAfter: new Date(to),
      publicKey: createPublicKey(subject.key),
      withSubjectKeyId: true,
    },
    issuer.key,
  );
}
