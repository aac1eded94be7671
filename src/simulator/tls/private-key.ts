import type { KeyObject } from "node:crypto";
import { inStateOnly } from "../planning/in-state-only.ts";
import { number, text } from "../planning/input.ts";
import type { DataSource, EphemeralResource, ResourceType } from "../planning/resource-type.ts";
import type { Values } from "../planning/values.ts";
import { draw, type RandomClient } from "../random/client.ts";
import { algorithmOf, generateKey, keyId, pkcs8Pem, publicPem, readPrivateKey, traditionalPem } from "./key.ts";
import { fingerprints, opensshPrivateKey, opensshPublicKey, readOpensshKey } from "./openssh.ts";

const defaults = { ecdsa_curve: "P224", rsa_bits: 2048 } as const;

export const tlsPrivateKey: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "tls_private_key",
  label: "Private Key",
  create({ client, input }) {
    const key = keyFor(client, "tls_private_key", input);
    return { id: keyId(key), ...privateValues(key), ...publicValues(key) };
  },
  /** Version 0 did not have the PKCS #8 form. */
  upgrade: (_, state) => ({
    ...state,
    private_key_pem_pkcs8: state.private_key_pem_pkcs8 ?? pkcs8Pem(readPrivateKey(text(state, "private_key_pem"))),
  }),
};

/** Another key every time it is opened. */
export const ephemeralPrivateKey: EphemeralResource<RandomClient> = {
  type: "tls_private_key",
  open({ client }, config) {
    const filled: Values = {
      ...config,
      ecdsa_curve: config.ecdsa_curve ?? defaults.ecdsa_curve,
      rsa_bits: config.rsa_bits ?? defaults.rsa_bits,
    };
    const key = keyFor(client, "ephemeral/tls_private_key", filled);
    return { ...filled, ...privateValues(key), ...publicValues(key) };
  },
};

export const publicKeyData: DataSource<RandomClient> = {
  type: "tls_public_key",
  read: (_, config) => readPublic(config),
};

export const ephemeralPublicKey: EphemeralResource<RandomClient> = {
  type: "tls_public_key",
  open: (_, config) => ({ ...config, ...readPublic(config) }),
};

function keyFor(client: RandomClient, type: string, input: Values): KeyObject {
  const request = {
    algorithm: text(input, "algorithm"),
    curve: text(input, "ecdsa_curve") || defaults.ecdsa_curve,
    bits: number(input, "rsa_bits", defaults.rsa_bits),
  };
  return generateKey(request, draw(client, type, input));
}

function readPublic(config: Values): Values {
  const key =
    typeof config.private_key_openssh === "string"
      ? readOpensshKey(config.private_key_openssh)
      : readPrivateKey(text(config, "private_key_pem"));
  return { algorithm: algorithmOf(key), id: keyId(key), ...publicValues(key) };
}

function privateValues(key: KeyObject): Values {
  return {
    private_key_pem: traditionalPem(key),
    private_key_pem_pkcs8: pkcs8Pem(key),
    private_key_openssh: opensshPrivateKey(key),
  };
}

function publicValues(key: KeyObject): Values {
  const { md5, sha256 } = fingerprints(key);
  return {
    public_key_pem: publicPem(key),
    public_key_openssh: opensshPublicKey(key),
    public_key_fingerprint_md5: md5,
    public_key_fingerprint_sha256: sha256,
  };
}
