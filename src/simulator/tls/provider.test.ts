import { createPrivateKey, createPublicKey, type KeyObject, sign, verify, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { unknown, type Values } from "../planning/values.ts";
import { TestProvider } from "../testing/provider.ts";
import { World } from "../world/world.ts";
import { children, descend } from "./der.ts";
import { fromPem } from "./pem.ts";
import { tlsProvider } from "./provider.ts";

function tls(world = World.inMemory()) {
  const service = tlsProvider(world, { stack: "test", run: "test" });
  return new TestProvider(world, service, service.configure({}, {}));
}

const kinds: readonly (readonly [string, Values])[] = [
  ["RSA", { algorithm: "RSA", rsa_bits: 1024 }],
  ["ECDSA P224", { algorithm: "ECDSA" }],
  ["ECDSA P256", { algorithm: "ECDSA", ecdsa_curve: "P256" }],
  ["ECDSA P384", { algorithm: "ECDSA", ecdsa_curve: "P384" }],
  ["ECDSA P521", { algorithm: "ECDSA", ecdsa_curve: "P521" }],
  ["ED25519", { algorithm: "ED25519" }],
];

describe.each(kinds)("a private key %s", (name, config) => {
  const state = tls().create("tls_private_key", config);
  const key = createPrivateKey(String(state.private_key_pem));

  test("signs what its public key verifies", () => {
    const hash = key.asymmetricKeyType === "ed25519" ? null : "sha256";
    const message = Buffer.from("message");
    expect(verify(hash, message, String(state.public_key_pem), sign(hash, message, key))).toBe(true);
  });

  test("is one key in all its forms", () => {
    expect(createPrivateKey(String(state.private_key_pem_pkcs8)).equals(key)).toBe(true);
    expect(createPublicKey(String(state.public_key_pem)).equals(createPublicKey(key))).toBe(true);
  });

  test("comes from the seed", () => {
    expect(tls().create("tls_private_key", config)).toEqual(state);
    expect(tls(World.inMemory("other")).create("tls_private_key", config).id).not.toBe(state.id);
  });

  test("shows its public part to the data source", () => {
    const fromPem = tls().data("tls_public_key", { private_key_pem: state.private_key_pem ?? null });
    expect(fromPem).toMatchObject({ id: state.id, public_key_openssh: state.public_key_openssh });
    if (name === "ECDSA P224") {
      expect([state.private_key_openssh, state.public_key_openssh, state.public_key_fingerprint_md5]).toEqual([
        "",
        "",
        "",
      ]);
      return;
    }
    const fromOpenssh = tls().data("tls_public_key", { private_key_openssh: state.private_key_openssh ?? null });
    expect({ ...fromOpenssh, private_key_openssh: null }).toEqual({ ...fromPem, private_key_pem: null });
  });
});

test("a key in RFC 8032's first vector has its public part in OpenSSH's form", () => {
  const seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, "hex");
  const pem = createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({ format: "pem", type: "pkcs8" });
  const { public_key_openssh: line } = tls().data("tls_public_key", { private_key_pem: String(pem) });
  const blob = Buffer.from(String(line).split(" ")[1] ?? "", "base64");
  expect(blob.subarray(-32).toString("hex")).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
});

test("an RSA key has the length that was asked for", () => {
  const { private_key_pem: pem } = tls().create("tls_private_key", { algorithm: "RSA" });
  expect(createPrivateKey(String(pem)).asymmetricKeyDetails).toMatchObject({
    modulusLength: 2048,
    publicExponent: 65537n,
  });
});

test("a key of an unknown algorithm is refused, and so is a text that is no key", () => {
  expect(() => tls().create("tls_private_key", { algorithm: "DSA" })).toThrow("algorithm");
  expect(() => tls().data("tls_public_key", { private_key_pem: "x" })).toThrow("private key");
  expect(() => tls().data("tls_public_key", { private_key_openssh: "x" })).toThrow("OpenSSH");
});

test("an ephemeral key is another every time", () => {
  const provider = tls();
  const open = () => provider.open("tls_private_key", { algorithm: "ED25519" }).public_key_openssh;
  expect(open()).not.toBe(open());
});

const subject = [
  { common_name: "example.org", organization: "Äxample", country: "US", email_address: "a@example.org" },
];

function newKey(provider: ReturnType<typeof tls>, config: Values): { pem: string; key: KeyObject } {
  const pem = String(provider.create("tls_private_key", config).private_key_pem);
  return { pem, key: createPrivateKey(pem) };
}

describe.each(kinds)("a certificate signed with %s", (_, config) => {
  const provider = tls();
  const { pem, key } = newKey(provider, config);
  const state = provider.create("tls_self_signed_cert", {
    private_key_pem: pem,
    subject,
    validity_period_hours: 24,
    allowed_uses: ["digital_signature", "cert_signing", "server_auth"],
    is_ca_certificate: true,
    max_path_length: 0,
    dns_names: ["example.org", "*.example.org"],
    ip_addresses: ["10.0.0.1", "fd00::1"],
    uris: ["spiffe://example.org/a"],
  });
  const parsed = new X509Certificate(String(state.cert_pem));

  test("is verified by its own key", () => {
    expect(parsed.verify(createPublicKey(key))).toBe(true);
    expect(parsed.verify(createPublicKey(newKey(tls(World.inMemory("other")), { algorithm: "ED25519" }).key))).toBe(
      false,
    );
  });

  test("says what was asked for", () => {
    expect(parsed.subject.split("\n")).toEqual(["C=US", "O=Äxample", "CN=example.org", "emailAddress=a@example.org"]);
    expect(parsed.issuer).toBe(parsed.subject);
    expect(parsed.ca).toBe(true);
    expect(parsed.subjectAltName).toBe(
      "DNS:example.org, DNS:*.example.org, IP Address:10.0.0.1, IP Address:FD00:0:0:0:0:0:0:1, URI:spiffe://example.org/a",
    );
    expect(parsed.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect([parsed.validFrom, parsed.validTo]).toEqual(["Nov 24 08:00:00 2026 GMT", "Nov 25 08:00:00 2026 GMT"]);
    expect(BigInt(`0x${parsed.serialNumber}`).toString()).toBe(state.id);
  });

  test("is read back by the data source", () => {
    const { certificates } = provider.data("tls_certificate", { content: state.cert_pem ?? null });
    expect(certificates).toMatchObject([
      {
        issuer: "1.2.840.113549.1.9.1=a@example.org,CN=example.org,O=Äxample,C=US",
        is_ca: true,
        max_path_length: 0,
        not_after: "2026-11-25T08:00:00Z",
        serial_number: state.id,
        sha1_fingerprint: parsed.fingerprint.replaceAll(":", "").toLowerCase(),
        version: 3,
      },
    ]);
  });
});

describe("a locally signed certificate", () => {
  const provider = tls();
  const authorityKey = newKey(provider, { algorithm: "ECDSA", ecdsa_curve: "P256" });
  const authority = provider.create("tls_self_signed_cert", {
    private_key_pem: authorityKey.pem,
    subject: [{ common_name: "authority" }],
    validity_period_hours: 240,
    allowed_uses: ["cert_signing"],
    is_ca_certificate: true,
  });
  const leafKey = newKey(provider, { algorithm: "ED25519" });
  const request = provider.create("tls_cert_request", {
    private_key_pem: leafKey.pem,
    subject: [{ common_name: "leaf" }],
    dns_names: ["leaf.example.org"],
  });
  const config: Values = {
    cert_request_pem: request.cert_request_pem ?? null,
    ca_cert_pem: authority.cert_pem ?? null,
    ca_private_key_pem: authorityKey.pem,
    validity_period_hours: 24,
    early_renewal_hours: 4,
    allowed_uses: ["client_auth"],
  };
  const state = provider.create("tls_locally_signed_cert", config);

  test("is the authority's word for the request's key and names", () => {
    const leaf = new X509Certificate(String(state.cert_pem));
    const issuer = new X509Certificate(String(authority.cert_pem));
    expect(leaf.verify(issuer.publicKey) && leaf.checkIssued(issuer)).toBe(true);
    expect(leaf.checkPrivateKey(leafKey.key)).toBe(true);
    expect([leaf.subject, leaf.subjectAltName, leaf.ca]).toEqual(["CN=leaf", "DNS:leaf.example.org", false]);
  });

  test("is left alone until it is due for renewal, then replaced", () => {
    expect(provider.plan("tls_locally_signed_cert", state, config).action).toBe("none");
    const later = tls();
    later.world.advanceTo(new Date("2026-11-25T04:00:00Z"));
    const due = later.read("tls_locally_signed_cert", state);
    expect(due).toMatchObject({ ready_for_renewal: true });
    expect(later.plan("tls_locally_signed_cert", due, config)).toMatchObject({
      action: "replace",
      replace: ["ready_for_renewal"],
      planned: { ready_for_renewal: unknown },
    });
  });

  test("needs the authority's own key", () => {
    const wrong = { ...config, ca_private_key_pem: leafKey.pem };
    expect(() => provider.create("tls_locally_signed_cert", wrong)).toThrow("doesn't match parent's PublicKey");
  });

  test.each(["cert_request_pem", "ca_cert_pem", "ca_private_key_pem"])("refuses a %s that is none", (name) => {
    expect(() => provider.create("tls_locally_signed_cert", { ...config, [name]: "x" })).toThrow("Failed to parse");
  });
});

test("a request is signed by its own key", () => {
  const provider = tls();
  const { pem, key } = newKey(provider, { algorithm: "ECDSA", ecdsa_curve: "P384" });
  const state = provider.create("tls_cert_request", { private_key_pem: pem, subject, ip_addresses: ["10.0.0.1"] });
  const der = fromPem(String(state.cert_request_pem))[0]?.der ?? Buffer.alloc(0);
  const [content, , signature] = children(descend(der, 0).content);
  const isGood = verify("sha384", content?.whole ?? der, createPublicKey(key), signature?.content.subarray(1) ?? der);
  expect(isGood).toBe(true);
  expect(state.key_algorithm).toBe("ECDSA");
});

describe("the certificates of a host", () => {
  const url = "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF";

  test("are a chain from the root to the host", () => {
    const { certificates } = tls().data("tls_certificate", { url });
    const chain = (certificates as Values[]).map(({ cert_pem: pem }) => new X509Certificate(String(pem)));
    const [root, middle, host] = chain;
    expect(root && middle && host && root.verify(root.publicKey) && middle.verify(root.publicKey)).toBe(true);
    expect(middle && host?.verify(middle.publicKey)).toBe(true);
    expect(host?.checkHost("oidc.eks.us-east-1.amazonaws.com")).toBeDefined();
    expect(chain.map(({ ca }) => ca)).toEqual([true, true, false]);
  });

  test("are the same every time, and others in another Region", () => {
    const first = tls().data("tls_certificate", { url });
    expect(tls().data("tls_certificate", { url })).toEqual(first);
    expect(tls().data("tls_certificate", { url: url.replace("east", "west") }).id).not.toBe(first.id);
  });

  test("are not fetched over a network", () => {
    expect(() => tls().data("tls_certificate", { url: "https://example.org" })).toThrow("reaches no network");
    expect(() => tls().data("tls_certificate", { url: "http://example.org" })).toThrow("https");
  });
});
