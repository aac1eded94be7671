import { createHash, createPublicKey } from "node:crypto";
import { ProviderError } from "../planning/diagnostics.ts";
import { inStateOnly } from "../planning/in-state-only.ts";
import { text } from "../planning/input.ts";
import type { ResourceType } from "../planning/resource-type.ts";
import type { RandomClient } from "../random/client.ts";
import { certificate, keyIdentifier, signingRequest } from "./certificate.ts";
import { readAuthority, readRequest } from "./certificate-reader.ts";
import { algorithmOf, publicDer, readPrivateKey } from "./key.ts";
import { alternativeNames, subjectOf } from "./names.ts";
import { toPem } from "./pem.ts";
import { commonRequest, isShort, lifeValues, planRenewal, readLife } from "./validity.ts";

export const certRequest: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "tls_cert_request",
  label: "Certificate Request",
  create({ input }) {
    const key = readPrivateKey(text(input, "private_key_pem"));
    const der = signingRequest(subjectOf(input), alternativeNames(input), key);
    return {
      id: createHash("sha1").update(der).digest("hex"),
      cert_request_pem: toPem("CERTIFICATE REQUEST", der),
      key_algorithm: algorithmOf(key),
    };
  },
};

export const selfSignedCert: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "tls_self_signed_cert",
  label: "Self-Signed Certificate",
  plan: planRenewal,
  create({ client, input }) {
    const key = readPrivateKey(text(input, "private_key_pem"));
    const subject = subjectOf(input);
    const common = commonRequest(client, "tls_self_signed_cert", input);
    const publicKey = createPublicKey(key);
    const withAuthorityKeyId = input.set_authority_key_id === true;
    const der = certificate(
      {
        ...common,
        subject,
        issuer: subject,
        publicKey,
        alternativeNames: alternativeNames(input),
        ...(withAuthorityKeyId ? { authorityKeyId: keyIdentifier(publicKey) } : {}),
      },
      key,
    );
    return {
      ...lifeValues(common),
      cert_pem: toPem("CERTIFICATE", der),
      key_algorithm: algorithmOf(key),
      ready_for_renewal: isShort(input.validity_period_hours, input.early_renewal_hours),
    };
  },
  read: readLife,
};

export const locallySignedCert: ResourceType<RandomClient> = {
  ...inStateOnly,
  type: "tls_locally_signed_cert",
  label: "Locally Signed Certificate",
  plan: planRenewal,
  create({ client, input }) {
    const request = readRequest(text(input, "cert_request_pem"));
    const authority = readAuthority(text(input, "ca_cert_pem"));
    const key = readPrivateKey(text(input, "ca_private_key_pem"), "ca_private_key_pem");
    if (!publicDer(key).equals(publicDer(authority.publicKey))) {
      throw new ProviderError(
        "Failed to create certificate",
        "Unable to create certificate: x509: provided PrivateKey doesn't match parent's PublicKey",
      );
    }
    const common = commonRequest(client, "tls_locally_signed_cert", input);
    const der = certificate(
      {
        ...common,
        subject: request.subject,
        issuer: authority.subject,
        publicKey: request.publicKey,
        alternativeNames: request.alternativeNames,
        ...(authority.subjectKeyId ? { authorityKeyId: authority.subjectKeyId } : {}),
      },
      key,
    );
    return {
      ...lifeValues(common),
      cert_pem: toPem("CERTIFICATE", der),
      ca_key_algorithm: algorithmOf(key),
      ready_for_renewal: isShort(input.validity_period_hours, input.early_renewal_hours),
    };
  },
  read: readLife,
};
